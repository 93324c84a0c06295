import { expect, it } from '@jest/globals';
import { PARTS, type Part, partsInOrder } from '../../console/pages/status/part-words.js';
import type { HealthPartsView } from '../../src/health/parts/health-parts.contract.js';

const healthWith = (statuses: Partial<Record<Part, HealthPartsView['log']['status']>>): HealthPartsView =>
  Object.fromEntries(
    (Object.keys(PARTS) as Part[]).map((part) => [part, { status: statuses[part] ?? 'ok' }]),
  ) as unknown as HealthPartsView;

it('has the worst part first, and the others in the order of the work', () => {
  const order = partsInOrder(healthWith({ register: 'down', jobs: 'unknown', log: 'warn' }));
  expect(order).toEqual([
    ...['register', 'jobs', 'log', 'providers', 'simulators', 'selfTest', 'relayer', 'database'],
  ]);
});

import { describe, expect, it } from '@jest/globals';
import { exposureLines, stepPath } from '../../console/pages/safes/exposure-steps.js';
import type { ExposureRecordView } from '../../src/safe-api/exposures.contract.js';

const ETH = { id: 'ast_1', symbol: 'ETH', decimals: 18, address: '0x0' };
const USD = { id: 'ast_2', symbol: 'sUSD', decimals: 6, address: '0x1' };
const record = (at: string, ...worst: readonly (readonly [typeof ETH, string])[]): ExposureRecordView =>
  ({
    at,
    worstCases: worst.map(([asset, amountUnits]) => ({ asset, amount: amountUnits, amountUnits })),
  }) as unknown as ExposureRecordView;

/** As the gateway lists them: newest first. */
const RECORDS = [
  record('2026-11-30T12:00:30Z', [USD, '5']),
  record('2026-11-30T12:00:20Z', [USD, '10'], [ETH, '3']),
  record('2026-11-30T12:00:00Z', [ETH, '3']),
];
const now = Date.parse('2026-11-30T12:00:40Z');

describe('exposure over time', () => {
  it('has a line for each asset, with nothing where a record names it not', () => {
    const lines = exposureLines(RECORDS).map(({ asset, steps, most }) => [
      asset.symbol,
      steps.map(({ amount }) => amount),
      most.amount,
    ]);
    expect(lines).toEqual([
      ['sUSD', ['0', '10', '5'], '10'],
      ['ETH', ['3', '3', '0'], '3'],
    ]);
  });

  it('is drawn in levels from record to record, and from the last to now', () => {
    const [usd] = exposureLines(RECORDS);
    expect(usd && stepPath(usd, { width: 100, height: 10, now })).toBe('M0 10.0H50.0V0.0H75.0V5.0H100');
  });

  it('is drawn for amounts that no number holds', () => {
    const huge = (2n ** 256n - 1n).toString();
    const [line] = exposureLines([record('2026-11-30T12:00:00Z', [ETH, huge])]);
    expect(line && stepPath(line, { width: 100, height: 10, now })).toBe('M0 0.0H100');
  });

  it('is level at the ground where nothing was ever exposed', () => {
    const [line] = exposureLines([record('2026-11-30T12:00:00Z', [ETH, '0'])]);
    expect(line && stepPath(line, { width: 100, height: 10, now })).toBe('M0 10.0H100');
  });
});

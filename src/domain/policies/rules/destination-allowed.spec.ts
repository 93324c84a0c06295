import { describe, expect, it } from '@jest/globals';
import { ETHER, NOW, ruleOf, someFacts } from '../../../../test/builders/policy.js';
import { destinationAllowed } from './destination-allowed.js';

const rule = ruleOf('destination-allowed', {
  id: 'destinations',
  kind: 'destination-allowed',
  coolingOffSeconds: 86_400,
  waivable: false,
});

describe(destinationAllowed.kind, () => {
  it.each([
    { destination: {}, code: null },
    { destination: { approvedAt: NOW - 86_401 }, code: null },
    { destination: { approvedAt: NOW - 86_400 }, code: null },
    { destination: { approvedAt: NOW - 86_399 }, code: 'DEST_COOLING_OFF' },
    { destination: { approvedAt: NOW + 1 }, code: 'DEST_COOLING_OFF' },
    { destination: { expiresAt: NOW + 1 }, code: null },
    { destination: { expiresAt: NOW }, code: 'ENTRY_EXPIRED' },
    { destination: { removedAt: NOW - 1 }, code: 'DEST_NOT_ALLOWED' },
    { destination: { removedAt: NOW + 1 }, code: 'DEST_NOT_ALLOWED' },
    { destination: { assetIds: [ETHER] }, code: 'DEST_NOT_ALLOWED' },
    { destination: { assetIds: [] }, code: 'DEST_NOT_ALLOWED' },
    { destination: { address: someFacts().safe.address }, code: 'DEST_NOT_ALLOWED' },
    { destination: null, code: 'DEST_NOT_ALLOWED' },
  ])('answers $code for $destination', ({ destination, code }) => {
    const result = destinationAllowed.evaluate(rule, someFacts({ destination }));
    expect(result).toMatchObject({
      rule: 'destinations',
      kind: 'policy',
      code,
      waivable: false,
      ceiling: null,
    });
    expect(result.outcome).toBe(code === null ? 'allow' : 'deny');
  });

  it('cools off not at all only where the policy says 0 seconds', () => {
    const atOnce = { ...rule, coolingOffSeconds: 0 };
    expect(destinationAllowed.evaluate(atOnce, someFacts({ destination: { approvedAt: NOW } })).outcome).toBe(
      'allow',
    );
  });
});

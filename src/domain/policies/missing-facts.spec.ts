import { describe, expect, it } from '@jest/globals';
import { aPolicy, someFacts } from '../../../test/builders/policy.js';
import { decide } from './decide.js';
import { DecisionSchema } from './decision.js';
import { withMissing } from './missing-facts.js';

const decision = decide(aPolicy(), someFacts());

describe(withMissing.name, () => {
  it('invariant 6: denies what rests on a missing fact, whatever stood in its place', () => {
    const words = 'The code of the token was not kept.';
    const denied = withMissing(decision, [{ rule: 'asset-as-pinned', words }]);
    expect(DecisionSchema.parse(denied)).toMatchObject({ outcome: 'deny', reservations: [] });
    expect(denied.reasons.filter(({ outcome }) => outcome === 'deny')).toEqual([
      expect.objectContaining({ rule: 'asset-as-pinned', code: 'WORLD_UNAVAILABLE', words }),
    ]);
    expect(denied.reasons).toHaveLength(decision.reasons.length);
  });

  it('leaves a decision over complete facts as it is', () => {
    expect(withMissing(decision, [])).toBe(decision);
  });

  it('invariant 6: denies also if no check is called that', () => {
    expect(withMissing(decision, [{ rule: 'unheard-of', words: '' }]).outcome).toBe('deny');
  });
});

import { describe, expect, it } from '@jest/globals';
import { HOT_WALLET, someFacts } from '../../../../test/builders/policy.js';
import { destinationDistinct } from './destination-distinct.js';

const poison = { id: HOT_WALLET, label: 'Hot 9', address: '0xf3A9dEaDBeeFdEAdBEeFdeaDBEeFdeaDBeEF2334' };

function answer(lookalikes: unknown[]) {
  const terms = { maxPerTransfer: null, canary: null, settledTransfers: 0, lookalikes };
  const facts = someFacts({ destination: { terms } });
  const own = facts.destination?.terms;
  if (!own) throw new Error('the facts have no terms');
  return destinationDistinct(facts, own);
}

describe(destinationDistinct.name, () => {
  it('allows an entry that nothing is like', () => {
    expect(answer([])).toMatchObject({ kind: 'integrity', outcome: 'allow' });
  });

  it('C01: denies one that an entry is like, and names it with its whole address', () => {
    const result = answer([poison]);
    expect(result).toMatchObject({ outcome: 'deny', code: 'DEST_LOOKALIKE', waivable: false });
    expect(result.words).toContain('"Hot wallet 1"');
    expect(result.words).toContain(`"Hot 9" (${poison.address})`);
  });
});

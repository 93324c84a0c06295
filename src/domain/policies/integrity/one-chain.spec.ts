import { describe, expect, it } from '@jest/globals';
import { someFacts } from '../../../../test/builders/policy.js';
import { oneChain } from './one-chain.js';

describe(oneChain.name, () => {
  it('allows when all parts are on the chain of the intent', () => {
    expect(oneChain(someFacts())).toMatchObject({ rule: 'one-chain', outcome: 'allow' });
  });

  it.each([
    { change: { chainId: 10 } },
    { change: { safe: { chainId: 10 } } },
    { change: { asset: { chainId: 10 } } },
    { change: { destination: { chainId: 10 } } },
  ])('denies $change', ({ change }) => {
    expect(oneChain(someFacts(change))).toMatchObject({
      outcome: 'deny',
      code: 'CHAIN_MISMATCH',
      waivable: false,
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { ETHER, NOW, USDC, aFeed, aRound, someFacts } from '../../../test/builders/policy.js';
import { AMOUNT_MAX } from '../values/amount.js';
import { valuer } from './price.js';

const fixed = (usd: string, assetId: string = USDC) => ({ prices: [{ assetId, usd }] });
const both = (changes: Record<string, unknown>) => [aRound(changes), aRound({ ...changes, provider: 'two' })];

function worth(
  price: unknown,
  document: { prices?: { assetId: string; usd: string }[] } = {},
  amount = 1_000_000n,
) {
  const answer = valuer(document, someFacts({ price }))(amount);
  return answer.isKnown ? answer.value : answer.code;
}

describe(valuer.name, () => {
  it('takes the price that the policy fixes', () => {
    expect(worth(null, fixed('1.25'))).toBe(1_250_000n);
    expect(worth(null, fixed('1.25', ETHER))).toBe('PRICE_UNAVAILABLE');
  });

  it('takes the price that a feed answers at two providers', () => {
    expect(worth(aFeed({ rounds: both({ answer: '100500000' }) }))).toBe(1_005_000n);
  });

  it('takes the higher one of both', () => {
    const feed = aFeed({ rounds: both({ answer: '100500000' }) });
    expect(worth(feed, fixed('1'))).toBe(1_005_000n);
    expect(worth(feed, fixed('1.01'))).toBe(1_010_000n);
  });

  it('rounds up, whichever price is the higher', () => {
    expect(worth(null, fixed('0.000000000000000001'), 1n)).toBe(1n);
    expect(worth(null, fixed('0.000000000000000001'), 0n)).toBe(0n);
    expect(worth(null, fixed('1.0000001'), 10_000_000n)).toBe(10_000_001n);
    expect(worth(null, fixed('1.0000001'), 10_000_001n)).toBe(10_000_003n);
  });

  it('invariant 22: is exact for all of uint256', () => {
    expect(worth(null, fixed('0.000000000000000001'), AMOUNT_MAX)).toBe(AMOUNT_MAX / 10n ** 18n + 1n);
    expect(worth(null, fixed('999999999999'), AMOUNT_MAX)).toBe(AMOUNT_MAX * 999_999_999_999n);
  });

  it.each([
    { name: 'a price', price: null, code: 'PRICE_UNAVAILABLE' },
    { name: 'an answer', price: { kind: 'unavailable', reason: 'silent' }, code: 'PRICE_UNAVAILABLE' },
    { name: 'any round', price: aFeed({ rounds: [] }), code: 'PRICE_UNAVAILABLE' },
    { name: 'a second provider', price: aFeed({ rounds: [aRound()] }), code: 'PRICE_UNAVAILABLE' },
    { name: 'another provider', price: aFeed({ rounds: [aRound(), aRound()] }), code: 'PRICE_UNAVAILABLE' },
  ])('invariant 6: has no value without $name', ({ price, code }) => {
    expect(worth(price)).toBe(code);
  });

  it.each([
    ['roundId', '8'],
    ['answer', '100000001'],
    ['updatedAt', String(NOW - 59)],
    ['answeredInRound', '8'],
    ['decimals', 9],
  ])('invariant 7: refuses providers that differ in %s', (member, value) => {
    const rounds = [aRound(), aRound({ provider: 'two', [member]: value })];
    expect(worth(aFeed({ rounds }))).toBe('PRICE_DIVERGENT');
    expect(worth(aFeed({ rounds: [...both({}), aRound({ provider: 'three', [member]: value })] }))).toBe(
      'PRICE_DIVERGENT',
    );
  });

  it.each([
    { name: 'other decimals than were approved', round: { decimals: 9 }, code: 'PRICE_DIVERGENT' },
    { name: 'zero', round: { answer: '0' }, code: 'PRICE_OUT_OF_BOUNDS' },
    { name: 'less than zero', round: { answer: '-100000000' }, code: 'PRICE_OUT_OF_BOUNDS' },
    { name: 'less than the least', round: { answer: '49999999' }, code: 'PRICE_OUT_OF_BOUNDS' },
    { name: 'the least', round: { answer: '50000000' }, code: 500_000n },
    { name: 'the most', round: { answer: '200000000' }, code: 2_000_000n },
    { name: 'more than the most', round: { answer: '200000001' }, code: 'PRICE_OUT_OF_BOUNDS' },
    {
      name: 'all that fits into a word',
      round: { answer: String(2n ** 255n - 1n) },
      code: 'PRICE_OUT_OF_BOUNDS',
    },
    { name: 'as old as may be', round: { updatedAt: String(NOW - 3_600) }, code: 1_000_000n },
    { name: 'a second older', round: { updatedAt: String(NOW - 3_601) }, code: 'PRICE_STALE' },
    { name: 'never updated', round: { updatedAt: '0' }, code: 'PRICE_STALE' },
    { name: 'of this second', round: { updatedAt: String(NOW) }, code: 1_000_000n },
    { name: 'of the future', round: { updatedAt: String(NOW + 1) }, code: 'PRICE_STALE' },
    { name: 'of an earlier round', round: { answeredInRound: '6' }, code: 'PRICE_STALE' },
    { name: 'of a later round', round: { answeredInRound: '8' }, code: 1_000_000n },
  ])('judges an answer that is $name', ({ round, code }) => {
    expect(worth(aFeed({ rounds: both(round) }))).toBe(code);
  });

  it('never takes the fixed price in the place of a feed that cannot be believed', () => {
    expect(worth(aFeed({ rounds: both({ answer: '0' }) }), fixed('1'))).toBe('PRICE_OUT_OF_BOUNDS');
    expect(worth({ kind: 'unavailable', reason: 'silent' }, fixed('1'))).toBe('PRICE_UNAVAILABLE');
  });

  it('reads a feed of any number of decimals', () => {
    const feed = aFeed({ decimals: 18, rounds: both({ decimals: 18, answer: '1000000000000000001' }) });
    expect(worth(feed)).toBe(1_000_001n);
    expect(worth(aFeed({ decimals: 0, rounds: both({ decimals: 0, answer: '2' }) }))).toBe(2_000_000n);
  });
});

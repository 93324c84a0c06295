import { describe, expect, it } from '@jest/globals';
import { parseBytes32 } from '../values/hex.js';
import {
  type FlightBytes,
  type Said,
  aimOf,
  hear,
  isHandingDue,
  isNewVersionDue,
  refusedByAll,
} from './flight.js';

const [hash, earlier] = [parseBytes32(`0x${'11'.repeat(32)}`), parseBytes32(`0x${'22'.repeat(32)}`)];

function flight(words: readonly (string | null)[], change: Partial<FlightBytes> = {}): FlightBytes {
  const said = Object.fromEntries(
    words.map((each, at) => [`rpc-${String(at)}`, { of: hash, words: each, told: 1 }]),
  );
  return { transactionHash: hash, signedAtBlock: 100n, sentAtBlock: 100n, versions: 1, said, ...change };
}

describe(refusedByAll.name, () => {
  it.each([
    [[], 'not'],
    [[null, 'insufficient funds'], 'not'],
    [['already known', 'insufficient funds'], 'not'],
    [['insufficient funds', 'Insufficient funds for gas * price + value'], 'funds'],
    [['insufficient funds', 'exceeds block gas limit'], 'other'],
    [['nonce too low', 'nonce too low'], 'spent'],
    [['underpriced', 'exceeds block gas limit'], 'underpriced'],
    [['max fee per gas less than block base fee', 'exceeds block gas limit'], 'underpriced'],
    [['exceeds block gas limit', 'exceeds block gas limit'], 'other'],
  ] as const)('of %j is: %s', (words, refused) => {
    expect(refusedByAll(flight(words))).toBe(refused);
  });

  it('counts no words that were about earlier bytes', () => {
    const said = { 'rpc-0': { of: earlier, words: 'exceeds block gas limit', told: 1 } };
    expect(refusedByAll(flight([], { said }))).toBe('not');
  });
});

describe(isNewVersionDue.name, () => {
  it('is after three blocks that did not have the bytes', () => {
    expect([100n, 102n, 103n].map((block) => isNewVersionDue(flight([null, null]), block))).toEqual([
      ...[false, false, true],
    ]);
  });

  it('is in the next block if they offer too little for every node, once a block', () => {
    const refused = flight(['underpriced', 'replacement transaction underpriced']);
    expect([100n, 101n].map((block) => isNewVersionDue(refused, block))).toEqual([false, true]);
    expect(isNewVersionDue({ ...refused, sentAtBlock: null }, 101n)).toBe(false);
  });

  it.each([
    [1, 3n],
    [2, 6n],
    [3, 12n],
    [5, 48n],
    [30, 48n],
  ])(
    'waits longer each time nodes refuse for a reason of their own: version %d for %d blocks',
    (versions, wait) => {
      const refused = flight(['exceeds block gas limit', 'exceeds block gas limit'], { versions });
      expect(isNewVersionDue(refused, 100n + wait - 1n)).toBe(false);
      expect(isNewVersionDue(refused, 100n + wait)).toBe(true);
    },
  );

  it.each([[null], ['underpriced'], ['exceeds block gas limit']])(
    'is never after 40 at one account nonce, so that evidence stays short: %s',
    (words) => {
      expect(isNewVersionDue(flight([words], { versions: 39 }), 900n)).toBe(true);
      expect(isNewVersionDue(flight([words], { versions: 40 }), 900n)).toBe(false);
    },
  );

  it.each(['insufficient funds', 'nonce too low'])('is never blind: %s', (words) => {
    expect(isNewVersionDue(flight([words, words]), 900n)).toBe(false);
  });
});

describe(hear.name, () => {
  it('has each refusal as news once, whatever numbers it names', () => {
    const first = hear(undefined, { of: hash, words: 'max fee 1 is below the base fee 2' });
    expect([first.isNews, first.said.told]).toEqual([true, 1]);
    expect(hear(first.said, { of: hash, words: 'max fee 1 is below the base fee 3' }).isNews).toBe(false);
    expect(hear(first.said, { of: earlier, words: 'max fee 9 is below the base fee 9' }).isNews).toBe(false);
    expect(hear(undefined, { of: hash, words: null }).isNews).toBe(false);
    expect(hear(undefined, { of: hash, words: 'nonce too low' }).isNews).toBe(false);
  });

  it('has three at most of one node about the same bytes, also if it takes them in between', () => {
    let said: Said | undefined;
    let news = 0;
    for (const word of ['one', 'two', 'three', 'four', 'five', 'six'])
      for (const words of [word, null]) {
        const heard = hear(said, { of: hash, words });
        said = heard.said;
        news += heard.isNews ? 1 : 0;
      }
    expect(news).toBe(3);
    expect(said && hear(said, { of: earlier, words: 'seven' })).toMatchObject({
      isNews: true,
      said: { told: 1 },
    });
  });
});

it('hands out once a block, also what nodes had', () => {
  expect([100n, 101n].map((block) => isHandingDue(flight([null]), block))).toEqual([false, true]);
  expect(isHandingDue({ sentAtBlock: null }, 100n)).toBe(true);
});

describe(aimOf.name, () => {
  it.each([
    ['execute', undefined, 'execute'],
    ['execute', 'execute', 'execute'],
    // What is being taken back goes through first.
    ['execute', 'void', 'void'],
    ['nothing', undefined, undefined],
    ['nothing', 'execute', 'void'],
    ['nothing', 'void', 'void'],
    ['nothing', 'burn', 'burn'],
    ['burn', undefined, 'burn'],
    ['burn', 'execute', 'burn'],
    ['burn', 'void', 'burn'],
    ['burn', 'burn', 'burn'],
  ] as const)('wanting %s with %s on its way sends %s', (wanted, inAir, aim) => {
    expect(aimOf(wanted, inAir)).toBe(aim);
  });

  it('invariant 25: sends no payment that is not wanted, and leaves none on its way', () => {
    for (const inAir of ['execute', 'void', 'burn', undefined] as const)
      for (const wanted of ['burn', 'nothing'] as const) expect(aimOf(wanted, inAir)).not.toBe('execute');
  });
});

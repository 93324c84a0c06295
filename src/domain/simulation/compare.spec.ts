import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keccak256, numberToHex } from 'viem';
import { attacks } from '../../../test/vectors/attacks.js';
import { mappingAt } from '../assets/balance-layout.js';
import { type Asset } from '../assets/asset.js';
import { SINGLETON_SLOT } from '../safes/storage-layout.js';
import { type Movement, buildSafeTransaction } from '../transfers/safe-transaction.js';
import { safeTxDigests } from '../transfers/safe-tx-hash.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { SIMULATION_QUORUM, judge } from './compare.js';
import { type EffectSections, SECTIONS, type Section, effectsDigest, effectsOf } from './effects.js';
import { ascending } from './exec-call.js';
import { expectedEffects } from './expected-effects.js';
import type { FailedSimulation, SimulatedExecution, SimulationReport } from './simulator.js';

const { world } = attacks;
const stranger = addressFromHex('0xbad0000000000000000000000000000000000001');
const hot = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');
const singleton = addressFromHex('0x41675C099F32341bf84BFc5382aF534df5C7461a');
const word = (value: bigint): ReturnType<typeof parseBytes32> =>
  parseBytes32(numberToHex(value, { size: 32 }));

const token: Asset = {
  kind: 'erc20',
  id: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8057'),
  chainId: world.chainId,
  address: addressFromHex('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'),
  ...{ symbol: 'USDC', decimals: 6 },
  codeHash: parseBytes32(keccak256('0x01')),
  ...{ balances: mappingAt(9), proxy: null },
};
const coin: Asset = { kind: 'native', id: token.id, chainId: world.chainId, symbol: 'ETH', decimals: 18 };

function executionOf(asset: Asset): SimulatedExecution {
  const movement: Movement = { asset, destination: hot, amount: amountOf(1_000n) };
  const transaction = buildSafeTransaction(movement, 42n);
  return {
    chainId: world.chainId,
    safe: world.safe,
    transaction,
    safeTxHash: safeTxDigests(transaction, world.chainId, world.safe).digest,
    owners: ascending(world.owners).slice(0, world.threshold),
    executor: addressFromHex('0x00000000000000000000000000000000000000e1'),
    movement,
    block: {
      number: 100n,
      hash: word(100n),
      timestamp: unixSeconds(1_700_000_000),
      baseFeePerGas: 7n,
      coinbase: stranger,
      prevRandao: word(1n),
      ...{ stateRoot: word(2n), gasLimit: 30_000_000n },
    },
  };
}

const expected = expectedEffects(executionOf(token), { version: '1.4.1', l2: false, singleton });
const full = expected.effects;
const SEEN_BY_SECOND: readonly Section[] = ['nativeChanges', 'tokenChanges', 'safeSlots', 'logs'];

type Change = Partial<EffectSections>;

function report(engine: 'one' | 'two', provider: string, change: Change = {}): SimulationReport {
  const seen = engine === 'one' ? SECTIONS : SEEN_BY_SECOND;
  const all = { ...full, ...change };
  const sections = Object.fromEntries(seen.map((section) => [section, all[section]])) as Change;
  const effects = effectsOf({ outcome: 'success' }, sections);
  return { kind: 'answered', engine, provider, blockHash: word(100n), effects };
}

/** Two engines on two providers, all of whom saw the change. */
function everyone(change: Change = {}): SimulationReport[] {
  return (['one', 'two'] as const).flatMap((engine) =>
    ['a', 'b'].map((provider) => report(engine, provider, change)),
  );
}

function reverted(like: SimulationReport): SimulationReport {
  return { ...like, effects: effectsOf({ outcome: 'revert', reason: 'GS013' }, {}) };
}

function failed(like: SimulationReport): FailedSimulation {
  const { engine, provider } = like;
  return { kind: 'failed', engine, provider, code: 'RPC_UNAVAILABLE', reason: 'no answer' };
}

const judged = (reports: readonly (SimulationReport | FailedSimulation)[]): ReturnType<typeof judge> =>
  judge(reports, expected, SIMULATION_QUORUM);

describe('invariant 5: everything that was not derived is refused by name', () => {
  it('invariant 5: exactly the derived effects pass, under the digest of the derived effects', () => {
    const judgement = judged(everyone());
    expect(judgement).toEqual({ verdict: 'agreed', effectsDigest: effectsDigest(full), effects: full });
  });

  it('invariant 5: the shape of Bybit names slot 0 of the Safe', () => {
    const overwrite = {
      slot: SINGLETON_SLOT,
      before: word(BigInt(singleton)),
      after: word(BigInt(stranger)),
    };
    const judgement = judged(
      everyone({
        tokenChanges: [],
        logs: full.logs?.slice(1) ?? [],
        storageWrites: [...(full.storageWrites ?? []), { account: world.safe, ...overwrite }],
        safeSlots: [...(full.safeSlots ?? []), overwrite],
      }),
    );
    expect(judgement).toMatchObject({ verdict: 'refused', code: 'UNEXPECTED_STATE_DIFF' });
    if (judgement.verdict !== 'refused') throw new Error('not refused');
    expect(judgement.reasons[0]).toContain('unexpected: writes Safe slot 0 (singleton), from');
    expect(judgement.reasons).toContainEqual(expect.stringMatching(/^missing: .* changes by \+1000 units/));
  });

  const call = {
    depth: 3,
    kind: 'CALL',
    from: token.address,
    to: stranger,
    value: 0n,
    input: '0x',
    failed: false,
  } as const;
  const changes: Record<string, [Change, string, RegExp]> = {
    'less arrives': [
      {
        tokenChanges: [
          { token: token.address, account: world.safe, delta: -1_000n },
          { token: token.address, account: hot, delta: 990n },
        ],
      },
      'DELTA_MISMATCH',
      /unexpected: 0xf3A9.* changes by \+990 units of token/,
    ],
    'nothing moves': [
      { tokenChanges: [], logs: full.logs?.slice(1) ?? [] },
      'DELTA_MISMATCH',
      /missing: .* changes by -1000/,
    ],
    'coin moves besides': [
      {
        nativeChanges: [
          { account: world.safe, delta: -1n },
          { account: stranger, delta: 1n },
        ],
      },
      'DELTA_MISMATCH',
      /changes by \+1 wei/,
    ],
    'a stranger is written': [
      {
        storageWrites: [
          ...(full.storageWrites ?? []),
          { account: token.address, slot: word(77n), before: word(0n), after: word(1n) },
        ],
      },
      'UNEXPECTED_STATE_DIFF',
      /unexpected: writes 0xA0b8.* slot 0x0+4d/,
    ],
    'the nonce stays': [
      { storageWrites: [], safeSlots: [] },
      'UNEXPECTED_STATE_DIFF',
      /missing: writes Safe slot 5 \(nonce\)/,
    ],
    'a call more': [
      { calls: [...(full.calls ?? []), call] },
      'UNEXPECTED_CALL',
      /unexpected: CALL from 0xA0b8/,
    ],
    'a call less': [
      { calls: full.calls?.slice(0, 2) ?? [] },
      'UNEXPECTED_CALL',
      /missing: CALL .* selector 0xa9059cbb/,
    ],
    'calls in another order': [{ calls: full.calls?.toReversed() ?? [] }, 'UNEXPECTED_CALL', /another order/],
    'a log more': [
      { logs: [...(full.logs ?? []), { address: stranger, topics: [], data: '0x' }] },
      'UNEXPECTED_LOG',
      /unexpected: log of 0xbAD/i,
    ],
    'logs in another order': [{ logs: full.logs?.toReversed() ?? [] }, 'UNEXPECTED_LOG', /another order/],
    'code changes': [
      { codeChanges: [{ account: world.safe, codeHash: word(1n) }] },
      'UNEXPECTED_CODE_CHANGE',
      /the code of/,
    ],
    'a contract is made': [
      { nonceChanges: [{ account: world.safe, before: 1n, after: 2n }] },
      'UNEXPECTED_CODE_CHANGE',
      /the nonce of/,
    ],
  };

  it.each(Object.entries(changes))('invariant 5: refused when %s', (_name, [change, code, words]) => {
    const judgement = judged(everyone(change));
    expect(judgement).toMatchObject({
      verdict: 'refused',
      code,
      reasons: expect.arrayContaining([expect.stringMatching(words)]),
    });
  });

  it('invariant 5: a revert is refused with its reason', () => {
    expect(judged(everyone().map(reverted))).toEqual({
      verdict: 'refused',
      code: 'SIM_REVERT',
      reasons: ['the transaction reverts: GS013'],
    });
  });

  it('invariant 4: the derived effects differ with amount, nonce, hash and release', () => {
    const native = expectedEffects(executionOf(coin), { version: '1.4.1', l2: false, singleton });
    const old = expectedEffects(executionOf(token), { version: '1.3.0', l2: false, singleton });
    expect(new Set([full, native.effects, old.effects].map(effectsDigest)).size).toBe(3);
    expect(native.effects.nativeChanges).toContainEqual({ account: hot, delta: 1_000n });
    expect(old.effects.logs?.[1]?.topics).toHaveLength(1);
  });
});

describe('invariant 6: could not run is not passed', () => {
  it('invariant 6: one failed report is enough', () => {
    const [first, ...rest] = everyone();
    if (!first) throw new Error('no report');
    expect(judged([failed(first), ...rest])).toEqual({
      verdict: 'unavailable',
      code: 'SIMULATION_UNAVAILABLE',
      reasons: ['one on a could not run: no answer'],
    });
  });

  it('invariant 6: none, one engine, or one provider is no quorum', () => {
    const reports = everyone();
    for (const kept of [
      [],
      reports.filter((each) => each.engine === 'one'),
      reports.filter((each) => each.provider === 'a'),
    ]) {
      expect(judged(kept).verdict).toBe('unavailable');
    }
  });

  it('invariant 6: a part that only one provider showed is no pass', () => {
    const judgement = judged([report('one', 'a'), report('two', 'b')]);
    expect(judgement).toMatchObject({
      verdict: 'unavailable',
      reasons: expect.arrayContaining(['the calls were seen on fewer than 2 providers']),
    });
  });

  it('invariant 6: a quorum below two is refused', () => {
    expect(() => judge(everyone(), expected, { engines: 1, providers: 2 })).toThrow(RangeError);
    expect(() => judge(everyone(), expected, { engines: 2, providers: 1 })).toThrow(RangeError);
  });
});

const DISSENT = { verdict: 'refused', code: 'SIMULATORS_DISAGREE' };

const oneChange = fc.constantFrom<Change[]>(
  {},
  { logs: [] },
  { tokenChanges: [] },
  { safeSlots: [] },
  { nativeChanges: [{ account: stranger, delta: 1n }] },
);
const anyReport = fc
  .tuple(
    fc.constantFrom('one' as const, 'two' as const),
    fc.constantFrom('a', 'b', 'c'),
    oneChange,
    fc.nat(9),
  )
  .map(([engine, provider, change, fate]) => {
    const made = report(engine, provider, change);
    if (fate === 0) return failed(made);
    return fate === 1 ? reverted(made) : made;
  });

describe('invariant 7: engines and providers must agree', () => {
  it('invariant 7: one dissenter refuses, whatever it says', () => {
    for (const lie of [{ logs: [] }, { tokenChanges: [] }, { safeSlots: [] }]) {
      const judgement = judged([...everyone().slice(0, 3), report('two', 'b', lie)]);
      expect(judgement).toMatchObject(DISSENT);
    }
    const [first, ...rest] = everyone();
    if (!first) throw new Error('no report');
    expect(judged([reverted(first), ...rest])).toMatchObject(DISSENT);
    expect(judged([{ ...first, blockHash: word(1n) }, ...rest])).toMatchObject(DISSENT);
  });

  it('invariant 7: an engine that contradicts itself refuses', () => {
    const [first, ...rest] = everyone();
    if (!first) throw new Error('no report');
    const judgement = judged([{ ...failed(first), code: 'SIMULATORS_DISAGREE' }, ...rest]);
    expect(judgement).toMatchObject(DISSENT);
  });

  it('invariant 7: the order of the reports does not matter', () => {
    const shuffled = fc
      .array(anyReport, { maxLength: 6 })
      .chain((reports) =>
        fc.tuple(
          fc.constant(reports),
          fc.shuffledSubarray(reports, { minLength: reports.length, maxLength: reports.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([reports, other]) => {
        expect(judged(other)).toEqual(judged(reports));
      }),
    );
  });

  it('invariant 7: whatever the reports, only the derived effects are ever agreed on', () => {
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 6 }), (reports) => {
        const judgement = judged(reports);
        if (judgement.verdict === 'agreed') expect(judgement.effects).toEqual(full);
      }),
    );
  });
});

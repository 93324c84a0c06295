import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Hex, concat, keccak256, numberToHex } from 'viem';
import { z } from 'zod';
import { attacks } from '../../../test/vectors/attacks.js';
import { mappingAt } from '../assets/balance-layout.js';
import type { Asset } from '../assets/asset.js';
import type { SupportedSafeVersion } from '../safes/onboarding.js';
import {
  type Call,
  type EffectSections,
  type Log,
  SECTIONS,
  type Section,
  type StorageWrite,
  effectsOf,
} from '../simulation/effects.js';
import { topicOf, wordOf, wordOfAddress } from '../simulation/abi-words.js';
import { approvedHashSignatures, ascending } from '../simulation/exec-call.js';
import { type Expectation, TRANSFER_TOPIC, expectedEffects } from '../simulation/expected-effects.js';
import { buildSafeTransaction } from '../transfers/safe-transaction.js';
import { safeTxDigests } from '../transfers/safe-tx-hash.js';
import { type Address, addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { type ExecutionTrace, executionRecord } from './execution-record.js';
import { type ApprovedExecution, driftReasons, judgeExecution } from './judge-execution.js';

const { world } = attacks;
const { chainId, safe } = world;
const word = (value: bigint) => parseBytes32(numberToHex(value, { size: 32 }));
const stranger = addressFromHex('0xbad0000000000000000000000000000000000001');
const hot = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');
const singleton = addressFromHex('0x41675c099f32341bf84bfc5382af534df5c7461a');
const handler = addressFromHex('0xfd0732dc9e303f09fcef3a7388ad10a83459ec99');
const ecrecover = addressFromHex(numberToHex(1n, { size: 20 }));

const id = parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8057');
const coin: Asset = { kind: 'native', id, chainId, symbol: 'ETH', decimals: 18 };
const token: Asset = {
  ...{ kind: 'erc20', id, chainId, symbol: 'USDC', decimals: 6, balances: mappingAt(9), proxy: null },
  address: addressFromHex('0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'),
  codeHash: parseBytes32(keccak256('0x01')),
};

const proxied: Asset = {
  ...token,
  proxy: { kind: 'eip1967', implementation: singleton, codeHash: parseBytes32(keccak256('0x02')) },
};

interface Release {
  readonly version?: SupportedSafeVersion;
  readonly l2?: boolean;
  readonly signatures?: Hex;
}

/** As many owners as the threshold, who approved on the chain: that needs no key. */
const onChain = approvedHashSignatures(ascending(world.owners).slice(0, world.threshold));

interface Approved extends Expectation {
  readonly request: ApprovedExecution;
}

function approved(
  asset: Asset,
  { version = '1.4.1', l2 = false, signatures = onChain }: Release = {},
): Approved {
  const movement = { asset, destination: hot, amount: amountOf(1_000n) };
  const transaction = buildSafeTransaction(movement, 42n);
  const { digest: safeTxHash } = safeTxDigests(transaction, chainId, safe);
  const code = { version, l2, singleton };
  const request = {
    ...{ chainId, safe, transaction, movement, safeTxHash, code },
    ...{ owners: world.owners, threshold: world.threshold, fallbackHandler: handler },
  };
  const owners = ascending(world.owners).slice(0, world.threshold);
  return { ...expectedEffects({ ...request, owners, executor: stranger }, code, signatures), request };
}

/** All sections of an outcome, to be changed one at a time. */
function sectionsOf({ effects }: Expectation): EffectSections {
  const entries = SECTIONS.map((section): [Section, unknown] => [section, effects[section] ?? []]);
  return Object.fromEntries(entries) as unknown as EffectSections;
}

/** What the chain shows of the approved execution: each signature is checked by the precompile. */
function executed(expected: Expectation): EffectSections {
  const sections = sectionsOf(expected);
  const [entry, logic, ...inner] = sections.calls;
  if (!entry || !logic) throw new Error('an execution has an entry and runs the singleton');
  const check: Call = {
    ...{ depth: 2, kind: 'STATICCALL', from: safe, to: ecrecover, value: 0n, input: '0x00', failed: false },
  };
  return { ...sections, calls: [entry, logic, check, check, check, ...inner] };
}

const success = { outcome: 'success' } as const;
const traceOf = (sections: Partial<EffectSections>): ExecutionTrace => ({
  effects: effectsOf(success, sections),
  callOfLog: (sections.logs ?? []).map(() => 1),
});
const judgedTrace = (trace: ExecutionTrace, request: ApprovedExecution) =>
  judgeExecution(executionRecord(trace, { ...request, singleton: request.code.singleton }), request);
const judged = (sections: Partial<EffectSections>, { request }: Approved) =>
  judgedTrace(traceOf(sections), request);
const reasonsOf = async (sections: Partial<EffectSections>, expected: Approved) =>
  (await judged(sections, expected)).reasons;

const cases = [
  ['native, Safe 1.4.1', approved(coin)],
  ['native, Safe 1.3.0', approved(coin, { version: '1.3.0' })],
  ['token, Safe 1.4.1', approved(token)],
  ['token, Safe 1.3.0', approved(token, { version: '1.3.0' })],
  ['native, Safe 1.5.0', approved(coin, { version: '1.5.0' })],
  ['token behind a proxy, SafeL2 1.5.0', approved(proxied, { version: '1.5.0', l2: true })],
  ['native, SafeL2 1.3.0', approved(coin, { version: '1.3.0', l2: true })],
] as const;
const anyApproved = fc.constantFrom(...cases.map(([, expected]) => expected));

const foreign: { readonly [S in keyof EffectSections]: EffectSections[S][number] } = {
  nativeChanges: { account: stranger, delta: 1n },
  tokenChanges: { token: stranger, account: safe, delta: -1n },
  storageWrites: { account: safe, slot: word(0n), before: word(1n), after: word(2n) },
  safeSlots: { slot: word(0n), before: word(1n), after: word(2n) },
  calls: { depth: 2, kind: 'CALL', from: safe, to: stranger, value: 0n, input: '0x', failed: false },
  logs: { address: safe, topics: [word(3n)], data: '0x' },
  codeChanges: { account: safe, codeHash: word(4n) },
  nonceChanges: { account: safe, before: 0n, after: 1n },
};

/** Another value of the same kind. */
function other(value: unknown): unknown {
  if (typeof value === 'bigint') return value + 1n;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return [...z.array(z.string()).parse(value), word(9n)];
  if (value.length === stranger.length) return stranger;
  return value.endsWith('0') ? `${value.slice(0, -1)}1` : `${value.slice(0, -1)}0`;
}

// The coin that moved is counted by the frame's own calls: what went on around it moves other coin.
// The Safe's own slots are among the storage writes.
const JUDGED = SECTIONS.filter((section) => section !== 'nativeChanges' && section !== 'safeSlots');

// How the Safe is entered is judged by its shape alone: the input holds signatures, and anyone may send it.
const SHAPE: readonly string[] = ['depth', 'to', 'failed'];

type Items = readonly Readonly<Record<string, unknown>>[];

/** Every outcome that differs from the executed one by one dropped, doubled, added or altered item. */
function* mutations(expected: Expectation): Generator<readonly [string, EffectSections]> {
  const sections = executed(expected);
  for (const section of JUDGED) {
    const items = sections[section] as Items;
    const put = (what: string, list: Items): readonly [string, EffectSections] => [
      `${section}: ${what}`,
      { ...sections, [section]: list },
    ];
    yield put('one more', [...items, foreign[section]]);
    for (const [at, item] of items.entries()) {
      if (section === 'calls' && item['kind'] === 'STATICCALL') continue;
      yield put(`item ${String(at)} dropped`, items.toSpliced(at, 1));
      yield put(`item ${String(at)} doubled`, items.toSpliced(at, 0, item));
      for (const [field, value] of Object.entries(item)) {
        const isEntry = section === 'calls' && at < 2;
        if (field === 'kind' || (isEntry && !SHAPE.includes(field))) continue;
        yield put(
          `item ${String(at)} with another ${field}`,
          items.with(at, { ...item, [field]: other(value) }),
        );
      }
    }
  }
}

describe(judgeExecution.name, () => {
  it.each(cases)('invariant 24: settles the approved effects: %s', async (_case, expected) => {
    expect(await judged(executed(expected), expected)).toMatchObject({ reasons: [], unseen: [] });
    expect(await reasonsOf(sectionsOf(expected), expected)).toEqual([]);
  });

  it.each(cases)('invariant 5: any single change of any section is a reason: %s', async (_case, expected) => {
    const missed: string[] = [];
    let count = 0;
    for (const [what, sections] of mutations(expected)) {
      count += 1;
      const reasons = await reasonsOf(sections, expected);
      if (reasons.length === 0) missed.push(what);
      for (const { code } of reasons) expect(code).toBe('POST_EXEC_MISMATCH');
    }
    expect(count).toBeGreaterThan(30);
    expect(missed).toEqual([]);
  });

  it('invariant 5: the order in which an engine lists unordered parts does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(anyApproved, async (expected) => {
        const { tokenChanges, ...rest } = executed(expected);
        const turned = { tokenChanges: tokenChanges.toReversed() };
        expect(await reasonsOf({ ...rest, ...turned }, expected)).toEqual([]);
      }),
    );
  });

  it('invariant 5: what the Safe does besides, anywhere in the order, is a reason', async () => {
    const kinds = fc.constantFrom<Call['kind']>('CALL', 'DELEGATECALL', 'CALLCODE', 'CREATE', 'CREATE2');
    const at = fc.nat({ max: 6 });
    await fc.assert(
      fc.asyncProperty(anyApproved, kinds, at, fc.nat({ max: 5 }), async (expected, kind, place, depth) => {
        const sections = executed(expected);
        const calls = sections.calls.toSpliced(place, 0, { ...foreign.calls, kind, depth });
        expect(await reasonsOf({ ...sections, calls }, expected)).not.toEqual([]);
      }),
    );
  });

  it('invariant 5: a static call of anything but precompile and owners is a reason inside the frame', async () => {
    const expected = approved(coin);
    const sections = executed(expected);
    const calls = [...sections.calls, { ...foreign.calls, kind: 'STATICCALL' as const }];
    expect(await reasonsOf({ ...sections, calls }, expected)).not.toEqual([]);
  });

  it('invariant 5: another singleton than the pinned one is a reason (Bybit)', async () => {
    const expected = approved(token);
    const sections = executed(expected);
    const calls = sections.calls.map((call) =>
      call.kind === 'DELEGATECALL' ? { ...call, to: stranger } : call,
    );
    expect(await reasonsOf({ ...sections, calls }, expected)).toEqual([
      { code: 'POST_EXEC_MISMATCH', reason: 'the Safe did not run its pinned singleton first' },
    ]);
  });

  it('invariant 5: an L2 log that tells of other signatures than the Safe was called with is a reason', async () => {
    const called = approved(coin, { l2: true });
    const told = approved(coin, { l2: true, signatures: `0x${'22'.repeat(65)}` });
    expect(await reasonsOf(executed(called), called)).toEqual([]);
    expect(await reasonsOf({ ...executed(called), logs: sectionsOf(told).logs }, called)).not.toEqual([]);
  });

  it('invariant 5: the precompile that checks signatures may be asked, but not called for anything else', async () => {
    const expected = approved(coin);
    const sections = executed(expected);
    const calls = sections.calls.map((call) =>
      call.to === ecrecover ? { ...call, kind: 'CALL' as const } : call,
    );
    expect(await reasonsOf({ ...sections, calls }, expected)).not.toEqual([]);
  });

  it('invariant 15: a Safe that has drifted is a reason', () => {
    expect(driftReasons([{ field: 'singleton', expected: singleton, actual: stranger }])).toEqual([
      { code: 'POST_EXEC_MISMATCH', reason: `the Safe's singleton is ${stranger}, pinned ${singleton}` },
    ]);
  });

  it('invariant 5: an execution that reverted did not transfer anything', async () => {
    const effects = effectsOf({ outcome: 'revert', reason: 'GS013' }, {});
    const { reasons } = await judgedTrace({ effects, callOfLog: [] }, approved(coin).request);
    expect(reasons).toMatchObject([{ code: 'POST_EXEC_MISMATCH' }]);
  });

  it.each(JUDGED)('invariant 6: that nobody looked at the %s is said', async (section) => {
    for (const [, expected] of cases) {
      const { [section]: _unseen, ...rest } = executed(expected);
      const { reasons, unseen } = await judged(rest, expected);
      expect(unseen.includes(section) || reasons.length > 0).toBe(true);
    }
  });
});

/** The executed frame inside somebody's contract, which is called with and without success, and logs before and behind. */
function wrapped(
  expected: Approved,
  around: {
    readonly before?: readonly Call[];
    readonly behind?: readonly Call[];
    readonly logs?: readonly Log[];
  },
): ExecutionTrace {
  const { calls, logs, ...sections } = executed(expected);
  const [entry, ...rest] = calls;
  if (!entry) throw new Error('an execution has an entry');
  const forwarder = addressFromHex('0x00000000000000000000000000000000000f0a4d');
  const top: Call = { ...entry, from: stranger, to: forwarder, input: '0x12' };
  const before = [top, ...(around.before ?? [])];
  const inner = [{ ...entry, from: forwarder }, ...rest].map((call) => ({ ...call, depth: call.depth + 1 }));
  const told = expectedEffects(
    { ...expected.request, owners: ascending(world.owners).slice(0, world.threshold), executor: forwarder },
    expected.request.code,
    onChain,
  );
  const own = told.effects.logs ?? [];
  const effects = effectsOf(success, {
    ...sections,
    calls: [...before, ...inner, ...(around.behind ?? [])],
    logs: [...own, ...(around.logs ?? [])],
  });
  return { effects, callOfLog: [...own.map(() => before.length + 1), ...(around.logs ?? []).map(() => 0)] };
}

const inside = { ...foreign.calls, depth: 1, from: stranger, to: hot };

describe('invariant 24: the transaction around the frame', () => {
  it.each(cases)('may be anybody’s: %s', async (_case, expected) => {
    const failed: Call = { ...inside, to: safe, failed: true };
    const received: Log = { address: safe, topics: [topicOf('SafeReceived(address,uint256)')], data: '0x' };
    for (const around of [
      {},
      { before: [inside, failed, { ...inside, depth: 2 }], behind: [inside] },
      { logs: [received, { address: stranger, topics: [], data: '0x' as const }] },
      {
        behind: [
          { ...inside, to: safe },
          { ...inside, depth: 2, kind: 'DELEGATECALL' as const, from: safe, to: singleton },
        ],
      },
    ]) {
      const verdict = await judgedTrace(wrapped(expected, around), expected.request);
      expect(verdict.reasons).toEqual([]);
      expect(verdict.notes[0]).toMatch(/inside another transaction/);
    }
  });

  it('may give the Safe coin, and carry bytes that nobody reads', async () => {
    const expected = approved(coin);
    const sections = executed(expected);
    const [entry, ...rest] = sections.calls;
    if (!entry) throw new Error('an execution has an entry');
    const calls = [{ ...entry, value: 1n, input: concat([entry.input, '0x5afe']) }, ...rest];
    const { reasons, notes } = await judged({ ...sections, calls }, expected);
    expect(reasons).toEqual([]);
    expect(notes).toEqual(
      expect.arrayContaining([
        '1 wei came to the Safe with the call.',
        '2 bytes stand behind the calldata; no contract reads them.',
      ]),
    );
  });

  it.each([
    ['the Safe calls somebody', { behind: [{ ...inside, from: safe, to: stranger }] }],
    [
      'the Safe runs other code',
      { behind: [{ ...inside, from: safe, kind: 'DELEGATECALL' as const, to: stranger }] },
    ],
    [
      'the Safe logs an execution',
      {
        logs: [
          { address: safe, topics: [topicOf('ExecutionSuccess(bytes32,uint256)')], data: '0x' as const },
        ],
      },
    ],
    [
      'the Safe gets another owner',
      { logs: [{ address: safe, topics: [topicOf('AddedOwner(address)')], data: '0x' as const }] },
    ],
  ])('may not: %s', async (_what, around) => {
    for (const [, expected] of cases) {
      const { reasons } = await judgedTrace(wrapped(expected, around), expected.request);
      expect(reasons.map(({ reason }) => reason)).toContain(
        'the Safe did something else in the same transaction',
      );
    }
  });

  const moved = (from: Address, to: Address, amount: bigint): Log => ({
    address: token.address,
    topics: [TRANSFER_TOPIC, wordOfAddress(from), wordOfAddress(to)],
    data: wordOf(amount),
  });
  const asked: Call = { ...inside, to: token.address };
  const others: StorageWrite = { account: token.address, slot: word(77n), before: word(0n), after: word(5n) };
  const withToken = (delta: { readonly safe: bigint; readonly hot: bigint }, logs: readonly Log[]) => {
    const expected = approved(token);
    const trace = wrapped(expected, { behind: [asked], logs });
    const { storageWrites = [], tokenChanges = [], ...rest } = trace.effects;
    const changed = tokenChanges.map((each) => ({
      ...each,
      delta: each.delta + (each.account === safe ? delta.safe : delta.hot),
    }));
    const sections = { ...rest, storageWrites: [...storageWrites, others], tokenChanges: changed };
    return judgedTrace({ ...trace, effects: effectsOf(success, sections) }, expected.request);
  };

  it('may move the same token of other people, also to the Safe and to the destination', async () => {
    const logs = [moved(stranger, safe, 3n), moved(stranger, hot, 4n), moved(safe, stranger, 0n)];
    expect((await withToken({ safe: 3n, hot: 4n }, logs)).reasons).toEqual([]);
  });

  it('may not move more out of the Safe, nor by more than its logs say', async () => {
    expect((await withToken({ safe: -3n, hot: 0n }, [moved(safe, stranger, 3n)])).reasons).not.toEqual([]);
    expect((await withToken({ safe: -3n, hot: 0n }, [])).reasons).not.toEqual([]);
    expect((await withToken({ safe: 3n, hot: 0n }, [])).reasons).not.toEqual([]);
  });

  it('may not write other slots of a token that nobody called', async () => {
    const expected = approved(token);
    const sections = executed(expected);
    const storageWrites = [...sections.storageWrites, others];
    expect(await reasonsOf({ ...sections, storageWrites }, expected)).not.toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { concat } from 'viem';
import { type Call, type Log, type StorageWrite, effectsOf } from '../simulation/effects.js';
import { topicOf, wordOf, wordOfAddress } from '../simulation/abi-words.js';
import { ascending } from '../simulation/exec-call.js';
import { TRANSFER_TOPIC, expectedEffects } from '../simulation/expected-effects.js';
import { type Address, addressFromHex } from '../values/address.js';
import { type ExecutionTrace } from './execution-record.js';

import {
  world,
  safe,
  word,
  stranger,
  hot,
  singleton,
  coin,
  token,
  onChain,
  approved,
  executed,
  success,
  judgedTrace,
  judged,
  reasonsOf,
  cases,
  type Approved,
} from '../../../test/builders/executed-trace.js';

const foreignCall: Call = {
  depth: 2,
  kind: 'CALL',
  from: safe,
  to: stranger,
  value: 0n,
  input: '0x',
  failed: false,
};

/** The executed frame inside somebody's contract, which is called with and without success, and logs before and behind. */
function wrapped(
  expected: Approved,
  around: {
    readonly before?: readonly Call[];
    readonly behind?: readonly Call[];
    readonly logs?: readonly Log[];
  },
): ExecutionTrace {
  const { calls, logs: _, ...sections } = executed(expected);
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

const inside = { ...foreignCall, depth: 1, from: stranger, to: hot };

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

  it('may not let anybody spend the Safe’s tokens; an allowance of nothing is none', async () => {
    const allowed = (amount: bigint): Log => ({
      address: token.address,
      topics: [topicOf('Approval(address,address,uint256)'), wordOfAddress(safe), wordOfAddress(stranger)],
      data: wordOf(amount),
    });
    expect((await withToken({ safe: 0n, hot: 0n }, [allowed(1n)])).reasons).not.toEqual([]);
    expect((await withToken({ safe: 0n, hot: 0n }, [allowed(0n)])).reasons).toEqual([]);
  });

  it('may not write other slots of a token that nobody called', async () => {
    const expected = approved(token);
    const sections = executed(expected);
    const storageWrites = [...sections.storageWrites, others];
    expect(await reasonsOf({ ...sections, storageWrites }, expected)).not.toEqual([]);
  });
});

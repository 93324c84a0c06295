import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { type Call, type EffectSections, SECTIONS, effectsOf } from '../simulation/effects.js';
import { type Expectation } from '../simulation/expected-effects.js';
import { driftReasons, judgeExecution } from './judge-execution.js';

import {
  safe,
  word,
  stranger,
  singleton,
  ecrecover,
  coin,
  token,
  approved,
  sectionsOf,
  executed,
  judgedTrace,
  judged,
  reasonsOf,
  cases,
  anyApproved,
} from '../../../test/builders/executed-trace.js';

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

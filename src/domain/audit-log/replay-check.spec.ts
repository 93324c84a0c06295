import { describe, expect, it } from '@jest/globals';
import { platformHasher } from '../../../test/builders/log-tree.js';
import { headOf, honestLog, leavesOf, rowOf, textAt } from '../../../test/builders/replayed-log.js';
import { EMPTY_FRONTIER, frontierOf } from './frontier.js';
import { type PresentedEntry, ReplayCheck, type ReplayTrust } from './replay-check.js';

const log = honestLog(20);
const genuine = leavesOf(log);
const heads = [5, 12, 20].map((size) => headOf(log, size));
const copy = (index: bigint): Uint8Array | undefined => genuine[Number(index)];

function check(entries: readonly PresentedEntry[], trust: Partial<ReplayTrust> = {}) {
  return ReplayCheck.begin({ heads, hasher: platformHasher, ...trust })
    .take(entries)
    .finish();
}

const edited = (at: number) => log.with(at, rowOf(BigInt(at), textAt(at, 'edited')));

describe(ReplayCheck.name, () => {
  it('invariant 16: takes the log as it is, in chunks of any length', () => {
    let replay = ReplayCheck.begin({ heads });
    for (let at = 0; at < log.length; at += 7) replay = replay.take(log.slice(at, at + 7));
    expect(replay.finish()).toEqual({ isProven: true, size: 20n, root: heads[2]?.root, unproven: 0n });
  });

  it('says how many entries no known head covers', () => {
    expect(check(honestLog(23))).toMatchObject({ isProven: true, size: 20n, unproven: 3n });
  });

  it('goes on from a frontier, which has to be that of a known head of its size', () => {
    const start = frontierOf(genuine.slice(0, 12));
    expect(check(log.slice(12), { start })).toMatchObject({ isProven: true, size: 20n });
    expect(check(log.slice(12), { start: frontierOf(genuine.slice(1, 13)) })).toMatchObject({
      isProven: false,
      fault: 'start-is-not-of-the-log',
    });
    expect(check(log.slice(11), { start })).toMatchObject({ fault: 'out-of-place', firstBadIndex: 12n });
  });

  it('invariant 16: brackets an edit that fits everything but a head', () => {
    expect(check(edited(7))).toEqual({
      isProven: false,
      fault: 'root',
      firstBadIndex: null,
      from: 5n,
      to: 12n,
    });
    expect(check(edited(4))).toMatchObject({ from: 0n, to: 5n });
    expect(check(edited(19), { heads: heads.slice(2) })).toMatchObject({ from: 0n, to: 20n });
  });

  it('invariant 16: names the edited entry by a copy that has the root of the head', () => {
    expect(check(edited(7), { copies: [copy] })).toMatchObject({ fault: 'root', firstBadIndex: 7n });
  });

  it('invariant 16: believes no copy that has not the root of the head', () => {
    const rehashed = leavesOf(edited(7));
    const short = (index: bigint) => (index < 9n ? copy(index) : undefined);
    const shifted = (index: bigint) => copy(index + 1n);
    const lying = (index: bigint) => rehashed[Number(index)];
    expect(check(edited(7), { copies: [lying, short, shifted] })).toMatchObject({ firstBadIndex: null });
    expect(check(edited(7), { copies: [lying, short, shifted, copy] })).toMatchObject({ firstBadIndex: 7n });
  });

  it('invariant 16: needs of a copy only what is after the last good head', () => {
    const late = (index: bigint) => (index >= 5n && index < 12n ? copy(index) : undefined);
    expect(check(edited(9), { copies: [late] })).toMatchObject({ firstBadIndex: 9n });
  });

  it.each<[string, readonly PresentedEntry[], string, bigint]>([
    ['a missing entry', log.toSpliced(8, 1), 'out-of-place', 8n],
    ['a doubled entry', log.toSpliced(8, 0, rowOf(8n, textAt(8))), 'out-of-place', 9n],
    ['two entries in the wrong order', log.with(8, rowOf(9n, textAt(9))), 'out-of-place', 8n],
    ['a row that says another index than its text', log.with(8, rowOf(8n, textAt(9))), 'out-of-place', 8n],
    ['a text that is no JSON', log.with(8, rowOf(8n, 'x')), 'unreadable', 8n],
    ['a text without an index', log.with(8, rowOf(8n, '{"at":"8"}')), 'unreadable', 8n],
    ['an index that is a number', log.with(8, rowOf(8n, '{"index":8}')), 'unreadable', 8n],
    ['JSON that is no object', log.with(8, rowOf(8n, 'null')), 'unreadable', 8n],
    ['bytes that are not UTF-8', log.with(8, { index: 8n, bytes: Uint8Array.of(255) }), 'unreadable', 8n],
    [
      'a text edited under its hash',
      log.with(8, { ...rowOf(8n, textAt(8, 'x')), leafHash: copy(8n) ?? Uint8Array.of() }),
      'leaf-hash',
      8n,
    ],
    [
      'a hash edited beside its text',
      log.with(8, { ...rowOf(8n, textAt(8)), leafHash: new Uint8Array(32) }),
      'leaf-hash',
      8n,
    ],
    ['an end that was cut off', log.slice(0, 18), 'missing', 18n],
    ['nothing at all', [], 'missing', 0n],
  ])('invariant 16: finds %s', (_name, entries, fault, at) => {
    expect(check(entries)).toMatchObject({ isProven: false, fault, to: at + 1n });
    expect(check(entries, { copies: [copy] })).toMatchObject({ isProven: false, fault, firstBadIndex: at });
  });

  it('invariant 16: finds the earlier edit behind a later, clumsier one', () => {
    const twice = edited(6).toSpliced(9, 1);
    expect(check(twice)).toMatchObject({ fault: 'out-of-place', firstBadIndex: null, from: 5n, to: 10n });
    expect(check(twice, { copies: [copy] })).toMatchObject({ firstBadIndex: 6n });
  });

  it('finds a fault after the last known head', () => {
    const longer = honestLog(25).with(22, rowOf(22n, '{}'));
    expect(check(longer, { copies: [copy] })).toEqual({
      isProven: false,
      fault: 'unreadable',
      firstBadIndex: null,
      from: 20n,
      to: 23n,
    });
  });

  it('invariant 16: says when the known heads are of two histories', () => {
    const fork = headOf(edited(7), 12);
    expect(check(log, { heads: [...heads, fork] })).toMatchObject({
      isProven: false,
      fault: 'heads-disagree',
    });
    const one = [headOf(edited(3), 5), headOf(log, 20)];
    expect(check(log, { heads: one })).toMatchObject({
      isProven: false,
      fault: 'heads-disagree',
      firstBadIndex: null,
    });
  });

  it('does not run without a head that could prove anything', () => {
    expect(() => ReplayCheck.begin({ heads: [] })).toThrow(RangeError);
    const start = frontierOf(genuine.slice(0, 6));
    expect(() => ReplayCheck.begin({ heads: heads.slice(0, 1), start })).toThrow(RangeError);
    expect(ReplayCheck.begin({ heads: [headOf([], 0)], start: EMPTY_FRONTIER }).finish()).toMatchObject({
      isProven: true,
      size: 0n,
    });
  });
});

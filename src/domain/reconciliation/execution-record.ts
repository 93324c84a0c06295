import { z } from 'zod';
import { type Call, type Effects, EffectsSchema, type Log, canonicalText } from '../simulation/effects.js';
import type { ExecutedCall } from '../simulation/simulator.js';
import { readExecCalldata } from '../transfers/exec-calldata.js';
import type { Address } from '../values/address.js';
import { type Json, canonicalHash } from '../values/canonical-json.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';

/** What a whole transaction of a block did, in the form that simulations report, and which call wrote which log. */
export interface ExecutionTrace {
  readonly effects: Effects;
  /** Of each log, the place of its call in `effects.calls`. */
  readonly callOfLog: readonly number[];
}

const { calls, logs, ...sections } = EffectsSchema.shape;

/**
 * The Safe's own frame in a transaction of a block, and what went on around it, as far as it touched an account that the
 * transfer is about. The rest is other people's, and may be as long as a block.
 */
export const ExecutionRecord = z.strictObject({
  /** The call of the Safe first, then all that is under it, with their logs. Depth 0 is the block's transaction itself. */
  frame: z.strictObject({ calls: calls.unwrap().min(1), logs: logs.unwrap() }),
  /** Calls outside of the frame that were not undone, without their input, and logs outside of it. */
  around: z.strictObject({ calls: calls.unwrap(), logs: logs.unwrap() }),
  /** What the whole transaction left behind. A section that is absent was not looked at. */
  state: z.strictObject({
    tokenChanges: sections.tokenChanges,
    storageWrites: sections.storageWrites,
    codeChanges: sections.codeChanges,
    nonceChanges: sections.nonceChanges,
  }),
});
export type ExecutionRecord = Readonly<z.output<typeof ExecutionRecord>>;

/** The sections of state that a record may have. */
export const STATE_SECTIONS = ['tokenChanges', 'storageWrites', 'codeChanges', 'nonceChanges'] as const;

export function executionRecordJson(record: ExecutionRecord): Json {
  return JSON.parse(canonicalText(record)) as Json;
}

/** The name of a record, by which the log pins it. */
export function executionRecordDigest(record: ExecutionRecord): Bytes32 {
  return parseBytes32(canonicalHash(executionRecordJson(record)));
}

/** What of an approved execution its frame is found by. */
export type ExecutionSubject = Pick<ExecutedCall, 'safe' | 'transaction' | 'movement'> & {
  readonly singleton: Address;
};

/** The accounts that a transfer is about: whatever else a transaction touched is not the Safe's business. */
export function watchedAccounts({ safe, movement, singleton }: ExecutionSubject): readonly Address[] {
  if (movement === null) return [safe, singleton];
  const { asset, destination } = movement;
  if (asset.kind === 'native') return [safe, singleton, destination];
  const implementation = asset.proxy === null ? [] : [asset.proxy.implementation];
  return [safe, singleton, destination, asset.address, ...implementation];
}

/**
 * Finds the frame that executed a Safe transaction, whoever sent it and through whatever contract. A Safe executes a
 * transaction once: its nonce moves. @returns undefined if none did
 */
export function executionRecord(
  trace: ExecutionTrace,
  subject: ExecutionSubject,
): ExecutionRecord | undefined {
  const { calls: all = [], logs: emitted = [], ...state } = trace.effects;
  const undone = undoneCalls(all);
  const from = all.findIndex((call, at) => !undone.has(at) && isExecution(call, subject));
  if (from === -1) return undefined;
  const to = endOf(all, from);
  const watched = watchedAccounts(subject);
  const isInside = (at: number): boolean => at >= from && at < to;
  const isWatched = (each: { readonly account: Address }): boolean => watched.includes(each.account);
  const touches = (call: Call): boolean => watched.includes(call.from) || watched.includes(call.to);
  const logsAt = (isWanted: (at: number) => boolean): Log[] =>
    emitted.filter((_, index) => isWanted(trace.callOfLog[index] ?? -1));
  return {
    frame: { calls: all.slice(from, to), logs: logsAt(isInside) },
    around: {
      calls: all
        .filter((call, at) => !isInside(at) && !undone.has(at) && touches(call))
        .map((call) => ({ ...call, input: '0x' as const })),
      logs: logsAt((at) => !isInside(at)).filter((log) => watched.includes(log.address)),
    },
    state: {
      ...(state.tokenChanges && { tokenChanges: [...state.tokenChanges] }),
      ...(state.storageWrites && { storageWrites: state.storageWrites.filter(isWatched) }),
      ...(state.codeChanges && { codeChanges: state.codeChanges.filter(isWatched) }),
      ...(state.nonceChanges && { nonceChanges: state.nonceChanges.filter(isWatched) }),
    },
  };
}

function isExecution(call: Call, { safe, transaction }: ExecutionSubject): boolean {
  if (call.kind !== 'CALL' || call.to !== safe) return false;
  const { nonce: _, ...signed } = transaction;
  return canonicalText(readExecCalldata(call.input)?.transaction ?? null) === canonicalText(signed);
}

/** The places of all calls that were undone: they failed, or a call above them did. */
export function undoneCalls(all: readonly Call[]): ReadonlySet<number> {
  const undone = new Set<number>();
  let failedDepth = Infinity;
  for (const [at, { depth, failed }] of all.entries()) {
    if (depth <= failedDepth) failedDepth = failed ? depth : Infinity;
    if (failedDepth !== Infinity) undone.add(at);
  }
  return undone;
}

function endOf(all: readonly Call[], from: number): number {
  const depth = all[from]?.depth ?? 0;
  const next = all.findIndex((call, at) => at > from && call.depth <= depth);
  return next === -1 ? all.length : next;
}

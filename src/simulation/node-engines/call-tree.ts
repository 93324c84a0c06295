import { z } from 'zod';
import { revertReason } from '../../domain/simulation/revert-reason.js';
import type { Call, Log, NativeChange, Status } from '../../domain/simulation/effects.js';
import { type Address, ZERO_ADDRESS } from '../../domain/values/address.js';
import { AddressAnswer, Bytes, LogAnswer, Quantity, SmallQuantity } from '../../infra/chain/rpc-answers.js';

/** One frame of the callTracer of debug_traceCall. A kind of frame that is not listed makes the answer malformed. */
export const Frame = z.object({
  type: z.enum(['CALL', 'DELEGATECALL', 'STATICCALL', 'CALLCODE', 'CREATE', 'CREATE2', 'SELFDESTRUCT']),
  from: AddressAnswer,
  to: AddressAnswer.optional(),
  value: Quantity.optional(),
  input: Bytes,
  output: Bytes.optional(),
  error: z.string().optional(),
  // `position` counts the subcalls before the log; without it logs cannot be put in order.
  logs: z.array(LogAnswer.extend({ position: SmallQuantity })).optional(),
  get calls() {
    return z.array(Frame).optional();
  },
});

export type Frame = z.output<typeof Frame>;

/** The effects that a call tree reports. */
export interface TreeEffects {
  readonly status: Status;
  readonly calls: readonly Call[];
  readonly logs: readonly Log[];
  /** Of each log, the place of its call among `calls`. */
  readonly callOfLog: readonly number[];
  readonly nativeChanges: readonly NativeChange[];
}

/** Flattens a call tree in the order of execution. Effects inside a failed frame were reverted and do not count. */
export function treeEffects(top: Frame): TreeEffects {
  const calls: Call[] = [];
  const logs: Log[] = [];
  const callOfLog: number[] = [];
  const balances = new Map<Address, bigint>();

  const visit = (frame: Frame, depth: number, undone: boolean): void => {
    const failed = undone || frame.error !== undefined;
    const place = calls.push(callOf(frame, depth)) - 1;
    if (!failed) move(balances, frame);
    const inner = frame.calls ?? [];
    const emitted = failed ? [] : (frame.logs ?? []).toSorted((a, b) => a.position - b.position);
    // One pass over calls and logs: a stranger's transaction may have tens of thousands of both.
    let next = 0;
    const emit = (to: number): void => {
      for (let log = emitted[next]; log && log.position < to; log = emitted[(next += 1)]) {
        const { address, topics, data } = log;
        logs.push({ address, topics, data });
        callOfLog.push(place);
      }
    };
    inner.forEach((child, at) => {
      emit(at + 1);
      visit(child, depth + 1, failed);
    });
    emit(Infinity);
  };

  visit(top, 0, false);
  const nativeChanges = [...balances].map(([account, delta]) => ({ account, delta }));
  return { status: statusOf(top), calls, logs, callOfLog, nativeChanges };
}

function statusOf(top: Frame): Status {
  if (top.error === undefined) return { outcome: 'success' };
  return { outcome: 'revert', reason: revertReason(top.output ?? '0x') };
}

function callOf(frame: Frame, depth: number): Call {
  const { type: kind, from, to = ZERO_ADDRESS, input } = frame;
  return { depth, kind, from, to, value: movedValue(frame), input, failed: frame.error !== undefined };
}

// Nodes give a delegatecall the value of its caller (geth), none, or zero (anvil); it moves nothing.
function movedValue(frame: Frame): bigint {
  const moves = frame.type !== 'DELEGATECALL' && frame.type !== 'STATICCALL' && frame.type !== 'CALLCODE';
  return moves ? (frame.value ?? 0n) : 0n;
}

function move(balances: Map<Address, bigint>, frame: Frame): void {
  const value = movedValue(frame);
  if (value === 0n) return;
  const { from, to = ZERO_ADDRESS } = frame;
  balances.set(from, (balances.get(from) ?? 0n) - value);
  balances.set(to, (balances.get(to) ?? 0n) + value);
}

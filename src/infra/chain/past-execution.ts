import { z } from 'zod';
import type { PastExecution } from '../../domain/safes/history.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { AddressAnswer } from './rpc-answers.js';
import type { RpcProvider } from './rpc-provider.js';

// One frame of the callTracer, with the members that tell whose code ran in whose context.
const Frame = z.object({
  type: z.enum(['CALL', 'DELEGATECALL', 'STATICCALL', 'CALLCODE', 'CREATE', 'CREATE2', 'SELFDESTRUCT']),
  from: AddressAnswer,
  to: AddressAnswer.optional(),
  error: z.string().optional(),
  get calls() {
    return z.array(Frame).optional();
  },
});
type Frame = z.output<typeof Frame>;

/** Whose code a past transaction ran inside the Safe, by one provider's trace. */
export async function pastExecution(
  provider: RpcProvider,
  safe: Address,
  transactionHash: Bytes32,
): Promise<PastExecution> {
  const tracer = { tracer: 'callTracer' };
  const top = await provider.request('debug_traceTransaction', [transactionHash, tracer], Frame);
  return { transactionHash, delegates: [...new Set(delegatesIn(top, safe))] };
}

function delegatesIn(frame: Frame, safe: Address): readonly Address[] {
  if (frame.error !== undefined) return []; // what happened inside was undone
  const isDelegate = frame.type === 'DELEGATECALL' || frame.type === 'CALLCODE';
  const own = isDelegate && frame.from === safe && frame.to ? [frame.to] : [];
  return [...own, ...(frame.calls ?? []).flatMap((each) => delegatesIn(each, safe))];
}

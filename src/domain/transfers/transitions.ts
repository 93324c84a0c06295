import { unreachable } from '../errors.js';
import type { PersonId } from '../values/identifier.js';
import type { Address } from '../values/address.js';
import type { UnixSeconds } from '../values/time.js';
import {
  type ClearedAs,
  type ExecutedAs,
  type JudgedAs,
  type Reason,
  type StoodAs,
  type SubmittedAs,
  type Transfer,
  isBeforeRelay,
  isExposed,
  isRelayed,
} from './transfer.js';
import { type CancelEvent, asStood, cancelling, stoodBeforeCancel } from './cancelling.js';
import { conflict } from './state-conflict.js';

export type TransferEvent =
  | { readonly kind: 'refuse'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'hold'; readonly rules: readonly string[] }
  | { readonly kind: 'queue' }
  | { readonly kind: 'enter-lane'; readonly at: UnixSeconds }
  | { readonly kind: 'clear'; readonly cleared: ClearedAs }
  | { readonly kind: 'confirm'; readonly confirmedBy: readonly PersonId[] }
  | { readonly kind: 'reject'; readonly by: PersonId; readonly why: string }
  | { readonly kind: 'revise'; readonly because: string; readonly at: UnixSeconds }
  | { readonly kind: 'relay'; readonly at: UnixSeconds }
  | { readonly kind: 'sign'; readonly signers: readonly Address[] }
  | { readonly kind: 'submit'; readonly submission: SubmittedAs }
  | { readonly kind: 'execute'; readonly execution: ExecutedAs }
  /** A reorganisation took the execution off the chain. */
  | { readonly kind: 'reorganise' }
  | { readonly kind: 'settle'; readonly judged: JudgedAs }
  | { readonly kind: 'mismatch'; readonly reasons: readonly Reason[]; readonly judged: JudgedAs | undefined }
  | { readonly kind: 'supersede'; readonly nonceNow: bigint }
  | { readonly kind: 'cancel'; readonly by: PersonId; readonly why: string }
  | CancelEvent
  | { readonly kind: 'expire' };

/**
 * The only place where a transfer changes state; read from top to bottom it is the design's diagram. Nothing can be
 * relayed that was not cleared and confirmed, because no other event leads there.
 * @throws DomainError STATE_CONFLICT if the event does not apply in the present state
 */
export function next(transfer: Transfer, event: TransferEvent): Transfer {
  switch (event.kind) {
    case 'refuse':
    case 'hold':
    case 'queue':
    case 'enter-lane':
    case 'clear':
      return prepare(transfer, event);
    case 'confirm':
    case 'revise':
    case 'reject':
    case 'cancel':
    case 'expire':
      return judge(transfer, event);
    case 'relay':
    case 'sign':
    case 'submit':
      return release(transfer, event);
    case 'execute':
    case 'reorganise':
    case 'settle':
    case 'mismatch':
    case 'supersede':
      return conclude(transfer, event);
    case 'begin-cancel':
    case 'clear-cancel':
    case 'reopen-cancel':
    case 'confirm-cancel':
    case 'take-over-cancel':
    case 'sign-cancel':
    case 'submit-cancel':
    case 'resume':
    case 'burn':
      return cancelling(transfer, event);
    default:
      return unreachable(event);
  }
}

type EventOf<K extends TransferEvent['kind']> = Extract<TransferEvent, { kind: K }>;

function prepare(
  transfer: Transfer,
  event: EventOf<'refuse' | 'hold' | 'queue' | 'enter-lane' | 'clear'>,
): Transfer {
  const { state, evidence: _, ...common } = transfer;
  switch (event.kind) {
    case 'refuse':
      if (
        state !== 'requested' &&
        state !== 'needs-exception' &&
        state !== 'queued' &&
        state !== 'simulating'
      )
        return conflict(transfer, event);
      return { ...common, state: 'refused', evidence: { reasons: [...event.reasons] } };
    case 'hold':
      if (state !== 'requested' && state !== 'needs-exception') return conflict(transfer, event);
      return { ...common, state: 'needs-exception', evidence: { rules: [...event.rules] } };
    case 'queue':
      if (state !== 'requested' && state !== 'needs-exception') return conflict(transfer, event);
      return { ...common, state: 'queued', evidence: {} };
    case 'enter-lane':
      if (state !== 'queued') return conflict(transfer, event);
      return { ...common, state: 'simulating', evidence: { because: 'first in the lane', since: event.at } };
    case 'clear':
      if (state !== 'simulating') return conflict(transfer, event);
      return {
        ...common,
        revision: transfer.revision + 1,
        state: 'awaiting-confirmation',
        evidence: { cleared: event.cleared },
      };
    default:
      return unreachable(event);
  }
}

function judge(
  transfer: Transfer,
  event: EventOf<'confirm' | 'revise' | 'reject' | 'cancel' | 'expire'>,
): Transfer {
  const { evidence: _, ...common } = transfer;
  switch (event.kind) {
    case 'confirm': {
      if (transfer.state !== 'awaiting-confirmation') return conflict(transfer, event);
      const evidence = { cleared: transfer.evidence.cleared, confirmedBy: [...event.confirmedBy] };
      return { ...common, state: 'confirmed', evidence };
    }
    case 'revise':
      if (transfer.state !== 'awaiting-confirmation' && transfer.state !== 'confirmed')
        return conflict(transfer, event);
      return { ...common, state: 'simulating', evidence: { because: event.because, since: event.at } };
    case 'reject':
      if (transfer.state !== 'awaiting-confirmation' && transfer.state !== 'confirmed')
        return conflict(transfer, event);
      return { ...common, state: 'rejected', evidence: { by: event.by, why: event.why } };
    case 'cancel':
      if (!isBeforeRelay(transfer)) return conflict(transfer, event);
      return { ...common, state: 'cancelled', evidence: { by: event.by, why: event.why } };
    case 'expire':
      if (!isBeforeRelay(transfer)) return conflict(transfer, event);
      return { ...common, state: 'expired', evidence: {} };
    default:
      return unreachable(event);
  }
}

function release(transfer: Transfer, event: EventOf<'relay' | 'sign' | 'submit'>): Transfer {
  const { evidence: _, ...common } = transfer;
  switch (event.kind) {
    case 'relay':
      if (transfer.state !== 'confirmed') return conflict(transfer, event);
      return {
        ...common,
        state: 'relayed',
        evidence: { cleared: transfer.evidence.cleared, relayedAt: event.at },
      };
    case 'sign': {
      if (transfer.state !== 'relayed') return conflict(transfer, event);
      const evidence = { cleared: transfer.evidence.cleared, signers: [...event.signers] };
      return { ...common, state: 'signed', evidence };
    }
    case 'submit': {
      if (transfer.state !== 'signed' && transfer.state !== 'submitted') return conflict(transfer, event);
      const earlier = transfer.state === 'submitted' ? transfer.evidence.submissions : [];
      const evidence = { cleared: transfer.evidence.cleared, submissions: [...earlier, event.submission] };
      return { ...common, state: 'submitted', evidence };
    }
    default:
      return unreachable(event);
  }
}

function conclude(
  transfer: Transfer,
  event: EventOf<'execute' | 'reorganise' | 'settle' | 'mismatch' | 'supersede'>,
): Transfer {
  const { evidence: _, ...common } = transfer;
  switch (event.kind) {
    case 'execute': {
      const before = stoodAs(transfer);
      if (!before || !('cleared' in transfer.evidence)) return conflict(transfer, event);
      const { cleared } = transfer.evidence;
      return { ...common, state: 'executed', evidence: { cleared, execution: event.execution, before } };
    }
    case 'reorganise': {
      if (transfer.state !== 'executed' || !transfer.evidence.before) return conflict(transfer, event);
      const { cleared, before } = transfer.evidence;
      return { ...common, ...asBefore(cleared, before) };
    }
    case 'settle': {
      if (transfer.state !== 'executed') return conflict(transfer, event);
      const { cleared, execution } = transfer.evidence;
      return { ...common, state: 'settled', evidence: { cleared, execution, judged: event.judged } };
    }
    case 'mismatch': {
      if (transfer.state !== 'executed') return conflict(transfer, event);
      const { cleared, execution } = transfer.evidence;
      const judged = event.judged && { judged: event.judged };
      return {
        ...common,
        state: 'mismatched',
        evidence: { cleared, execution, reasons: [...event.reasons], ...judged },
      };
    }
    case 'supersede': {
      if (!isExposed(transfer)) return conflict(transfer, event);
      const evidence = { cleared: transfer.evidence.cleared, nonceNow: event.nonceNow.toString() };
      return { ...common, state: 'superseded', evidence };
    }
    default:
      return unreachable(event);
  }
}

/** Where a transfer stands that can be found executed: also anew, when a later block has it instead. */
function stoodAs(transfer: Transfer): StoodAs | undefined {
  if (transfer.state === 'executed') return transfer.evidence.before;
  if (transfer.state === 'cancelling') {
    const { stood, cancel } = transfer.evidence;
    return { state: transfer.state, stood, cancel };
  }
  return isRelayed(transfer) ? stoodBeforeCancel(transfer) : undefined;
}

function asBefore(cleared: ClearedAs, before: StoodAs) {
  if (before.state !== 'cancelling') return asStood(cleared, before);
  const { state, stood, cancel } = before;
  return { state, evidence: { cleared, stood, cancel } };
}

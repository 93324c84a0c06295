import { unreachable } from '../errors.js';
import type { Address } from '../values/address.js';
import type { PersonId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { conflict } from './state-conflict.js';
import {
  type BurnAs,
  type CancelAs,
  type ClearedAs,
  type ExecutedAs,
  type JudgedAs,
  type Reason,
  type Relayed,
  type StoodBeforeCancel,
  type SubmittedAs,
  type Transfer,
  type TransferIn,
  isRelayed,
} from './transfer.js';

/** What happens to a cancel on the chain: the nonce of a relayed transfer is burnt, or the transfer goes on. */
export type CancelEvent =
  | {
      readonly kind: 'begin-cancel';
      readonly by: PersonId | 'system';
      readonly why: string;
      readonly at: UnixSeconds;
    }
  | { readonly kind: 'clear-cancel'; readonly burn: BurnAs }
  /** Nobody confirmed the system's own cancel in time: it stays, and is examined anew. */
  | { readonly kind: 'reopen-cancel' }
  | { readonly kind: 'confirm-cancel'; readonly by: PersonId }
  /** Who confirmed it no longer counts, and nothing was sent: Sluice itself asks for it, and somebody else confirms it. */
  | { readonly kind: 'take-over-cancel'; readonly at: UnixSeconds }
  | { readonly kind: 'sign-cancel'; readonly signers: readonly Address[] }
  | { readonly kind: 'submit-cancel'; readonly submission: SubmittedAs }
  /** A person's cancel was refused, or not confirmed in time. */
  | { readonly kind: 'resume' }
  /** The nonce is burnt, by a final block. */
  | {
      readonly kind: 'burn';
      readonly execution: ExecutedAs;
      readonly judged: JudgedAs | undefined;
      /** What of it is not as it was cleared. */
      readonly reasons: readonly Reason[];
    };

/**
 * The steps of a cancel. It begins at once whatever the transfer waits for; what people and owners sign afterwards only
 * burns the nonce, so no freeze, limit or hour stops it.
 * @throws DomainError STATE_CONFLICT if the event does not apply in the present state
 */
export function cancelling(transfer: Transfer, event: CancelEvent): Transfer {
  if (event.kind === 'begin-cancel') {
    if (!isRelayed(transfer)) return conflict(transfer, event);
    const { evidence, ...common } = transfer;
    const { by, why, at } = event;
    return {
      ...common,
      state: 'cancelling',
      evidence: {
        cleared: evidence.cleared,
        stood: stoodBeforeCancel(transfer),
        cancel: { stage: 'asked', by, why, at },
      },
    };
  }
  if (transfer.state !== 'cancelling') return conflict(transfer, event);
  const { evidence, ...common } = transfer;
  const { cleared, stood, cancel } = evidence;
  switch (event.kind) {
    case 'resume':
      if (cancel.by === 'system' || !isOpen(cancel)) return conflict(transfer, event);
      return { ...common, ...asStood(cleared, stood) };
    case 'burn': {
      // What no person confirmed was not cleared: then something else used the nonce.
      if (isOpen(cancel)) return conflict(transfer, event);
      const { by, why, burn } = cancel;
      const { execution, judged, reasons } = event;
      const burnt = { cleared, burn, execution, ...(judged && { judged }), reasons: [...reasons] };
      return { ...common, state: 'cancelled', evidence: { by, why, burnt } };
    }
    case 'clear-cancel':
    case 'reopen-cancel':
    case 'confirm-cancel':
    case 'take-over-cancel':
    case 'sign-cancel':
    case 'submit-cancel': {
      const further = onward(cancel, event);
      if (!further) return conflict(transfer, event);
      return { ...common, state: 'cancelling', evidence: { cleared, stood, cancel: further } };
    }
    default:
      return unreachable(event);
  }
}

const TAKEN_OVER = 'its confirmation no longer counts';

/** True while a person's confirmation stands for it and nothing of it was sent: then it needs one that still counts. */
export function isTakeable(cancel: CancelAs): cancel is Extract<CancelAs, { stage: 'confirmed' | 'signed' }> {
  return cancel.stage === 'confirmed' || cancel.stage === 'signed';
}

/** True until a person has confirmed the cancel. */
function isOpen(cancel: CancelAs): cancel is Extract<CancelAs, { stage: 'asked' | 'cleared' }> {
  return cancel.stage === 'asked' || cancel.stage === 'cleared';
}

type Onward = Exclude<CancelEvent, { kind: 'begin-cancel' | 'resume' | 'burn' }>;

function onward(cancel: CancelAs, event: Onward): CancelAs | undefined {
  const { by, why, at } = cancel;
  switch (event.kind) {
    case 'clear-cancel':
      return cancel.stage === 'asked' ? { stage: 'cleared', by, why, at, burn: event.burn } : undefined;
    case 'reopen-cancel':
      return cancel.stage === 'cleared' && by === 'system' ? { stage: 'asked', by, why, at } : undefined;
    case 'confirm-cancel':
      if (cancel.stage !== 'cleared') return undefined;
      return { ...cancel, stage: 'confirmed', confirmedBy: event.by };
    case 'take-over-cancel':
      if (!isTakeable(cancel)) return undefined;
      return { stage: 'asked', by: 'system', why: TAKEN_OVER, at: event.at };
    case 'sign-cancel':
      return cancel.stage === 'confirmed'
        ? { ...cancel, stage: 'signed', signers: [...event.signers] }
        : undefined;
    case 'submit-cancel': {
      if (cancel.stage !== 'signed' && cancel.stage !== 'submitted') return undefined;
      const earlier = cancel.stage === 'submitted' ? cancel.submissions : [];
      const { burn, confirmedBy } = cancel;
      return {
        ...{ stage: 'submitted', by, why, at, burn, confirmedBy },
        submissions: [...earlier, event.submission],
      };
    }
    default:
      return unreachable(event);
  }
}

export function stoodBeforeCancel(transfer: TransferIn<Relayed>): StoodBeforeCancel {
  switch (transfer.state) {
    case 'relayed':
      return { state: transfer.state, relayedAt: transfer.evidence.relayedAt };
    case 'signed':
      return { state: transfer.state, signers: transfer.evidence.signers };
    case 'submitted':
      return { state: transfer.state, submissions: transfer.evidence.submissions };
    default:
      return unreachable(transfer);
  }
}

export function asStood(cleared: ClearedAs, stood: StoodBeforeCancel) {
  switch (stood.state) {
    case 'relayed':
      return { state: stood.state, evidence: { cleared, relayedAt: stood.relayedAt } };
    case 'signed':
      return { state: stood.state, evidence: { cleared, signers: stood.signers } };
    case 'submitted':
      return { state: stood.state, evidence: { cleared, submissions: stood.submissions } };
    default:
      return unreachable(stood);
  }
}

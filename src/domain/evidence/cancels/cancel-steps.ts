import { DomainError } from '../../errors.js';
import { canonicalText } from '../../simulation/effects.js';
import { askerOf } from '../../transfers/cancellation-of.js';
import { isTakeable } from '../../transfers/cancelling.js';
import { type TransferEvent, next } from '../../transfers/transitions.js';
import { EVIDENCE, type Transfer, type TransferIn, type TransferState } from '../../transfers/transfer.js';
import { parseId } from '../../values/identifier.js';
import { unixSeconds } from '../../values/time.js';
import type { Case } from '../case.js';
import type { Lines } from '../line.js';
import type { LogEntry } from '../log-entries.js';

/** One step of a transfer by the log. */
interface LoggedStep {
  readonly entry: LogEntry;
  readonly from: TransferState;
  readonly to: Transfer;
}

/** A step that a cancel took part in. */
export interface CancelStep extends LoggedStep {
  readonly to: TransferIn<'cancelling'>;
}

/** Every step that says from where, in the order of the log. The check `records` reports what cannot be read. */
function loggedSteps(each: Case): readonly LoggedStep[] {
  return each.entries.flatMap((entry) => {
    const { from, to } = entry.detail;
    if (!isState(from) || !isState(to)) return [];
    const parsed = EVIDENCE[to].safeParse(entry.detail['evidence']);
    return parsed.success
      ? [{ entry, from, to: transferAt(each, entry, { to, evidence: parsed.data }) }]
      : [];
  });
}

export function cancelSteps(each: Case): readonly CancelStep[] {
  return loggedSteps(each).filter((step): step is CancelStep => step.to.state === 'cancelling');
}

/** The steps that ask for a cancel: somebody began one, or Sluice took one over whose confirmation no longer counted. */
export function askingSteps(each: Case): readonly CancelStep[] {
  const steps = cancelSteps(each);
  return steps.filter(({ from, to }, at) => {
    if (to.evidence.cancel.stage !== 'asked') return false;
    const before = steps[at - 1]?.to.evidence.cancel;
    return from !== 'cancelling' || (before !== undefined && isTakeable(before));
  });
}

/**
 * Every step into a cancel, within it and out of it is the one that the rule of states allows, and carries exactly the
 * evidence that follows from the step before.
 */
export function stepsFollow(lines: Lines, each: Case): void {
  let before: Transfer | undefined;
  for (const { entry, to } of loggedSteps(each)) {
    const isOfCancel = before?.state === 'cancelling' || to.state === 'cancelling' || isBurnt(to);
    if (isOfCancel && !(before && isNext(before, to)))
      lines.broken(entry.part, `no step of a cancel leads from ${before?.state ?? 'nothing'} there`);
    before = to;
  }
}

function isBurnt(transfer: Transfer): boolean {
  return transfer.state === 'cancelled' && transfer.evidence.burnt !== undefined;
}

function isNext(before: Transfer, to: Transfer): boolean {
  const event = eventOf(before, to);
  if (!event) return false;
  try {
    const after = next(before, event);
    return after.state === to.state && canonicalText(after.evidence) === canonicalText(to.evidence);
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** The event that a step must have been. */
function eventOf(before: Transfer, to: Transfer): TransferEvent | undefined {
  switch (to.state) {
    case 'cancelling':
      return before.state === 'executed' ? { kind: 'reorganise' } : stageEvent(before, to);
    case 'relayed':
    case 'signed':
    case 'submitted':
      return { kind: 'resume' };
    case 'executed':
      return { kind: 'execute', execution: to.evidence.execution };
    case 'superseded':
      return { kind: 'supersede', nonceNow: BigInt(to.evidence.nonceNow) };
    case 'cancelled': {
      const { burnt } = to.evidence;
      if (!burnt) return undefined;
      const { execution, judged, reasons } = burnt;
      return { kind: 'burn', execution, judged, reasons };
    }
    // Nothing else follows a cancel, or leads to one.
    case 'requested':
    case 'needs-exception':
    case 'queued':
    case 'simulating':
    case 'awaiting-confirmation':
    case 'confirmed':
    case 'settled':
    case 'mismatched':
    case 'refused':
    case 'rejected':
    case 'expired':
      return undefined;
  }
}

function stageEvent(before: Transfer, to: TransferIn<'cancelling'>): TransferEvent | undefined {
  const { cancel } = to.evidence;
  switch (cancel.stage) {
    case 'asked': {
      const { why, at } = cancel;
      if (before.state !== 'cancelling') return { kind: 'begin-cancel', by: askerOf(cancel), why, at };
      const isTaken = isTakeable(before.evidence.cancel);
      return isTaken ? { kind: 'take-over-cancel', at } : { kind: 'reopen-cancel' };
    }
    case 'cleared':
      return { kind: 'clear-cancel', burn: cancel.burn };
    case 'confirmed':
      return { kind: 'confirm-cancel', by: parseId('per', cancel.confirmedBy) };
    case 'signed':
      return { kind: 'sign-cancel', signers: cancel.signers };
    case 'submitted': {
      const submission = cancel.submissions.at(-1);
      return submission && { kind: 'submit-cancel', submission };
    }
  }
}

/** As the domain has it; what no rule of a cancel reads stands for the rest. */
function transferAt(
  { bundle, intent, intentHash }: Case,
  entry: LogEntry,
  { to, evidence }: { readonly to: TransferState; readonly evidence: unknown },
): Transfer {
  const { id, signature } = bundle.transfer;
  const revision = Number(entry.detail['revision']);
  return {
    ...{ id: parseId('tr', id), intent, intentHash, intentSignature: signature, revision },
    ...{ createdAt: unixSeconds(0), state: to, evidence },
    // The schema was looked up by this state, which the compiler cannot follow.
  } as Transfer;
}

function isState(value: unknown): value is TransferState {
  return typeof value === 'string' && Object.hasOwn(EVIDENCE, value);
}

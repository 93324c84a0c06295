import { isBeyondRecord } from '../../reconciliation/judge-execution.js';
import { safeCode } from '../../safes/onboarding.js';
import { buildCancel } from '../../transfers/safe-transaction.js';
import { EVIDENCE, type Reason } from '../../transfers/transfer.js';
import { type Json, canonicalJson } from '../../values/canonical-json.js';
import { type Case, registerAt } from '../case.js';
import { executionLines, submissionLines } from '../execution-lines.js';
import type { Lines } from '../line.js';
import type { LogEntry } from '../log-entries.js';
import type { ClearedBurn } from './burns-follow.js';
import { cancelSteps } from './cancel-steps.js';

/** What became of a cancel: the nonce was burnt by exactly the burn, or the original was faster, or neither yet. */
export async function burnEnded(lines: Lines, each: Case, burns: readonly ClearedBurn[]): Promise<void> {
  const { cancel, execution } = each.bundle;
  const [cleared] = burns.slice(-1);
  sentLines(lines, each);
  if (!cancel || !cleared) return;
  const { burn, step } = cleared;
  const original = step.to.evidence.cleared.safeTxHash;
  const end = each.entries.findLast(({ type }) => type === 'transfer.cancelled');
  const burnt = end && burntIn(end);
  const isOwed = (burnt === undefined) === (cancel.execution === null);
  if (!lines.require('/cancel/execution', isOwed, 'the log says otherwise')) return;
  if (!end || !burnt || !cancel.execution) {
    const words = execution
      ? `The cancel by ${burn.safeTxHash} was lost: the original ${original} was executed.`
      : `Neither the burn ${burn.safeTxHash} nor the original ${original} is shown to be executed.`;
    lines.unproven('/cancel/execution', words);
    return;
  }
  const { inBlock: _inBlock, record: _record, ...given } = cancel.execution;
  const { blockNumber, ...stored } = burnt.execution;
  const said = { ...stored, blockNumber: blockNumber.toString() } as unknown as Json;
  const isSame = canonicalJson(said) === canonicalJson(given);
  lines.require('/cancel/execution', isSame, 'the log says another execution');
  const register = registerAt(each, lastNaming(each, end), end.at) ?? cleared.register;
  await executionLines(lines, {
    ...{ part: '/cancel/execution', execution: cancel.execution, submissions: cancel.submissions },
    ...{ chainId: each.intent.chainId, pinned: burnt.judged?.record, from: 'burning the nonce' },
    approved: approvedBurn(each, { ...cleared, register }),
  });
  judgedLines(lines, burnt.reasons);
  if (lines.isSound)
    lines.proven(
      '/transfer/state',
      `The nonce of ${original} was burnt by ${burn.safeTxHash}: if that block is of the chain, the transfer can no longer be executed.`,
    );
}

/** The log judges the burn as its record does. Of the Safe afterwards, and of what nobody saw, only the log says so. */
function judgedLines(lines: Lines, reasons: readonly Reason[]): void {
  if (!lines.isSound) return;
  const isExpected = reasons.every(isBeyondRecord);
  if (!lines.require('/cancel/execution', isExpected, 'the log judges the burn otherwise')) return;
  for (const { reason } of reasons)
    lines.unproven('/cancel/execution', `The log says of the Safe afterwards: ${reason}.`);
}

/** The signed burns that were handed to nodes, as the log has them. */
function sentLines(lines: Lines, each: Case): void {
  const { cancel } = each.bundle;
  if (!cancel) return;
  submissionLines(lines, '/cancel/submissions', cancel.submissions);
  const sent = cancelSteps(each).findLast(({ to }) => to.evidence.cancel.stage === 'submitted');
  const stage = sent?.to.evidence.cancel;
  const logged = stage?.stage === 'submitted' ? stage.submissions : [];
  const plain = logged.map(({ transactionHash, rawTransaction }) => ({ transactionHash, rawTransaction }));
  const isSame = canonicalJson(plain) === canonicalJson(cancel.submissions);
  lines.require('/cancel/submissions', isSame, 'the log says that something else was sent');
}

function burntIn({ detail }: LogEntry) {
  const parsed = EVIDENCE.cancelled.safeParse(detail['evidence']);
  return parsed.success ? parsed.data.burnt : undefined;
}

/** The last entry before the end that names the register of its moment. */
function lastNaming(each: Case, end: LogEntry): LogEntry | undefined {
  return each.entries.findLast((entry) => entry.index < end.index && registerAt(each, entry) !== undefined);
}

function approvedBurn({ intent }: Case, { step, burn, register }: ClearedBurn) {
  const profile = register.safe(intent.safeId)?.profile;
  const code = profile && safeCode(profile);
  if (!profile || !code || !('version' in code)) return undefined;
  const { chainId, safe } = intent;
  const { owners, threshold, fallbackHandler } = profile;
  const transaction = buildCancel(safe, step.to.evidence.cleared.nonce);
  const { safeTxHash } = burn;
  const built = { movement: null, transaction, safeTxHash };
  return { ...built, chainId, safe, code, owners, threshold, fallbackHandler };
}

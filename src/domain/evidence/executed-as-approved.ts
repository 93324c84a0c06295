import type { ApprovedExecution } from '../reconciliation/judge-execution.js';
import { safeCode } from '../safes/onboarding.js';
import { EVIDENCE } from '../transfers/transfer.js';
import type { Case } from './case.js';
import { type ClearedRevision, relayedRevision } from './cleared-revisions.js';
import { executionLines, submissionLines } from './execution-lines.js';
import { clearedTransaction } from './hashes-agree.js';
import { type Line, Lines } from './line.js';
import { OTHER_EFFECTS, isLookedAt } from './looked-at.js';

/**
 * The chain executed what was approved: in the block of that hash is the Safe's own frame, with a threshold of its owners
 * over the cleared hash, and what the transaction logged and did to the Safe is exactly what follows from the intent. It is
 * judged by the gateway's own rule (invariant 24).
 */
export async function executedAsApproved(each: Case): Promise<readonly Line[]> {
  const lines = new Lines('execution');
  const { execution, submissions } = each.bundle;
  submissionLines(lines, '/submissions', submissions);
  const relayed = relayedRevision(each);
  for (const [at, { look }] of submissions.entries()) {
    const isLooked = !relayed || isLookedAt(look, relayed.cleared.effectsDigest);
    lines.require(`/submissions/${String(at)}`, isLooked, OTHER_EFFECTS);
  }
  if (!execution || !relayed) {
    lines.require('/execution', !execution, 'it was executed without being relayed');
    lines.unproven('/execution', 'It was not executed.');
    return lines.list;
  }
  await executionLines(lines, {
    ...{ part: '/execution', execution, submissions, chainId: each.intent.chainId },
    ...{ approved: approvedExecution(each, relayed), pinned: pinnedRecord(each), from: 'the intent' },
  });
  return lines.list;
}

function approvedExecution(each: Case, relayed: ClearedRevision): ApprovedExecution | undefined {
  const profile = relayed.register.safe(each.intent.safeId)?.profile;
  const code = profile && safeCode(profile);
  const built = clearedTransaction(each, relayed);
  if (!profile || !code || !('version' in code) || !built) return undefined;
  const { chainId, safe } = each.intent;
  const { owners, threshold, fallbackHandler } = profile;
  const { safeTxHash } = relayed.cleared;
  return { ...built, chainId, safe, safeTxHash, code, owners, threshold, fallbackHandler };
}

/** What the log says that the gateway judged by. */
function pinnedRecord({ entries }: Case): string | undefined {
  const end = entries.findLast(({ type }) => type === 'transfer.settled' || type === 'transfer.mismatched');
  const read =
    end &&
    (end.type === 'transfer.settled' ? EVIDENCE.settled : EVIDENCE.mismatched).safeParse(
      end.detail['evidence'],
    );
  return read?.data?.judged?.record;
}

import type { Rekeyed } from '../../../src/domain/confirmations/rekeying.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { useRead } from '../../api/answers.js';
import { listedRows } from '../../api/listed.js';
import { reads } from '../../api/reads.js';
import { type Check, checked } from '../../signing/checks/check.js';
import {
  type MadeClearance,
  NO_DECISION,
  checkClearance,
  clearedOf,
} from '../../signing/checks/clearance-checks.js';
import { type MadeHashes, checkHashes } from '../../signing/checks/hash-checks.js';
import { ticketDifferences } from '../../signing/checks/ticket-checks.js';
import { checkAsked } from '../../signing/checks/intent-checks.js';
import { listedChecks } from '../../signing/checks/listed-checks.js';

/** What this page made of a transfer. */
export type Fitting =
  | { readonly kind: 'fits'; readonly made: MadeHashes & Partial<Pick<MadeClearance, 'clearance'>> }
  | { readonly kind: 'differs'; readonly differences: readonly Check[] }
  /** Masked, not cleared, or not everything is there yet. */
  | { readonly kind: 'nothing' };

const ASKED: readonly string[] = ['awaiting-confirmation', 'confirmed'];

/**
 * Everything that can be made again of what is shown. While people are asked it is the whole clearance, by the names of
 * now; later names, policy and effects may be others than they confirmed, and only what they signed by is held together.
 */
export function useFitting(id: string, transfer: TransferDetail, entered: Rekeyed | null): Fitting {
  const shown = checkAsked(id, transfer);
  const whole = shown.fits ? shown.made : null;
  const isAsked = whole !== null && ASKED.includes(transfer.state) && transfer.decision !== null;
  const installation = useRead(reads.installation);
  const entry = useRead(reads.destination(whole?.destination.id ?? ''), { isWanted: isAsked });
  const policy = useRead(reads.policy(transfer.decision?.policyVersion ?? 0), { isWanted: isAsked });
  if (!shown.fits) return { kind: 'differs', differences: shown.differences };
  if (whole === null || !installation.data) return { kind: 'nothing' };
  const chainId = installation.data.chain.id;
  const ticket = entered === null ? [] : ticketDifferences(whole, entered);
  if (ticket.length > 0) return { kind: 'differs', differences: ticket };
  const listed = checked(listedChecks(whole, listedRows(id)), null);
  if (!listed.fits) return { kind: 'differs', differences: listed.differences };
  if (ASKED.includes(transfer.state) && transfer.decision === null)
    return { kind: 'differs', differences: NO_DECISION.differences };
  if (isAsked) {
    if (!entry.data || !policy.data) return { kind: 'nothing' };
    const full = checkClearance(whole, { chainId, entry: entry.data, policy: policy.data });
    return full.fits ? { kind: 'fits', made: full.made } : { kind: 'differs', differences: full.differences };
  }
  const hashes = checkHashes(whole, clearedOf(whole), chainId);
  if (!hashes.fits) return { kind: 'differs', differences: hashes.differences };
  return hashes.made.safeTx === null ? { kind: 'nothing' } : { kind: 'fits', made: hashes.made };
}

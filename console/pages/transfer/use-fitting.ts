import type { Rekeyed } from '../../../src/domain/confirmations/rekeying.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import type { Check } from '../../signing/checks/check.js';
import { type MadeClearance, checkClearance, clearedOf } from '../../signing/checks/clearance-checks.js';
import { type MadeHashes, checkHashes } from '../../signing/checks/hash-checks.js';
import { ticketDifferences } from '../../signing/checks/ticket-checks.js';
import { isWhole } from '../../signing/checks/intent-checks.js';

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
export function useFitting(transfer: TransferDetail, entered: Rekeyed | null): Fitting {
  const whole = isWhole(transfer) ? transfer : null;
  const isAsked = whole !== null && ASKED.includes(transfer.state) && transfer.decision !== null;
  const installation = useRead(reads.installation);
  const entry = useRead(reads.destination(whole?.destination.id ?? ''), { isWanted: isAsked });
  const policy = useRead(reads.policy(transfer.decision?.policyVersion ?? 0), { isWanted: isAsked });
  if (whole === null || !installation.data) return { kind: 'nothing' };
  const chainId = installation.data.chain.id;
  const ticket = entered === null ? [] : ticketDifferences(whole, entered);
  if (ticket.length > 0) return { kind: 'differs', differences: ticket };
  if (isAsked) {
    if (!entry.data || !policy.data) return { kind: 'nothing' };
    const full = checkClearance(whole, { chainId, entry: entry.data, policy: policy.data });
    return full.fits ? { kind: 'fits', made: full.made } : { kind: 'differs', differences: full.differences };
  }
  const hashes = checkHashes(whole, clearedOf(whole), chainId);
  if (!hashes.fits) return { kind: 'differs', differences: hashes.differences };
  return hashes.made.safeTx === null ? { kind: 'nothing' } : { kind: 'fits', made: hashes.made };
}

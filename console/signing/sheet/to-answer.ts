import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { DestinationView } from '../../../src/address-book/destinations.contract.js';
import type { Verdict } from '../../../src/domain/confirmations/clearance.js';
import { clearanceStatement } from '../../../src/domain/confirmations/clearance.js';
import type { PolicyDetail } from '../../../src/policies/policies.contract.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import type { ClearanceView } from '../../../src/transfer-api/views/transfers.contract.js';
import { ask } from '../../api/ask.js';
import { type Checked, NOTHING, checked } from '../checks/check.js';
import {
  type MadeClearance,
  NO_DECISION,
  checkAnswer,
  checkClearance,
  unseenClearance,
} from '../checks/clearance-checks.js';
import { checkAsked } from '../checks/intent-checks.js';
import { checkRequester } from '../checks/requester-checks.js';
import { signableOf, statementChecks } from '../checks/statement-checks.js';
import type { Signable } from '../signer.js';
import { askTransfer, groundsOf } from './grounds.js';
import { checkPlace } from './place.js';

/** What somebody is asked to confirm: asked for anew, and checked as a whole. */
export interface ToAnswer {
  readonly transfer: TransferDetail;
  readonly clearance: ClearanceView;
  /** Null as long as destination and amount have to be entered. */
  readonly entry: DestinationView | null;
  /** Null likewise. Nothing can be signed unless it fits. */
  readonly made: Checked<MadeClearance & { readonly signable: Signable }> | null;
}

const CONFIRM: Verdict = { decision: 'confirm', reason: '' };
const TRIES = 3;

/**
 * Asked for anew with every revision. Not with every hint: while an answer is on its way the transfer may move on, and
 * then there is nothing to ask for.
 */
export function useToAnswer(id: string, revision: number): UseQueryResult<ToAnswer> {
  return useQuery({
    queryKey: ['to answer', id, revision],
    queryFn: () => toAnswer(id, CONFIRM),
    // What was checked before is not of now.
    ...{ staleTime: 0, gcTime: 0, refetchOnWindowFocus: false },
  });
}

/** The statement of a no, checked. A no moves nothing: it can be given unseen. */
export async function toReject(id: string, reason: string): Promise<Checked<Signable>> {
  const verdict: Verdict = { decision: 'reject', reason };
  const [place, { transfer, clearance }] = await Promise.all([checkPlace(), pairOf(id, verdict)]);
  if (!place.fits) return place;
  const unseen = unseenClearance(transfer);
  if (!unseen)
    return { fits: false, differences: [{ what: 'Clearance', computed: 'one to reject', sent: NOTHING }] };
  const statement = clearanceStatement(unseen, verdict);
  return checked(
    [{ what: 'Transfer', computed: id, sent: transfer.id }, ...statementChecks(statement, clearance.reject)],
    signableOf(statement),
  );
}

async function toAnswer(id: string, verdict: Verdict): Promise<ToAnswer> {
  const { transfer, clearance } = await pairOf(id, verdict);
  const { decision } = transfer;
  const unseen = { transfer, clearance, entry: null };
  const whole = checkAsked(id, transfer);
  if (!whole.fits) return { ...unseen, made: whole };
  if (whole.made === null) return { ...unseen, made: null };
  if (decision === null) return { ...unseen, made: NO_DECISION };
  const [place, { chainId, entry, person }, policy] = await Promise.all([
    checkPlace(),
    groundsOf(whole.made),
    ask<PolicyDetail>(`/v1/policies/${String(decision.policyVersion)}`, { method: 'GET' }),
  ]);
  const shown = { transfer, clearance, entry };
  if (!place.fits) return { ...shown, made: place };
  const made = checkClearance(whole.made, { chainId, entry, policy });
  if (!made.fits) return { ...shown, made };
  const [answer, requester] = [
    checkAnswer(made.made, verdict, clearance),
    await checkRequester(whole.made, person),
  ];
  if (!requester.fits) return { ...shown, made: requester };
  if (!answer.fits) return { ...shown, made: answer };
  return { ...shown, made: { fits: true, made: { ...made.made, signable: answer.made } } };
}

/** Transfer and clearance of one revision: between two questions it may have been cleared anew. */
async function pairOf(
  id: string,
  { reason }: Verdict,
): Promise<{ readonly transfer: TransferDetail; readonly clearance: ClearanceView }> {
  const query = reason === '' ? '' : `?${new URLSearchParams({ reason }).toString()}`;
  for (let tried = 1; ; tried += 1) {
    const transfer = await askTransfer(id);
    const clearance = await ask<ClearanceView>(`/v1/transfers/${id}/clearance${query}`, { method: 'GET' });
    if (clearance.revision === transfer.revision || tried === TRIES) return { transfer, clearance };
  }
}

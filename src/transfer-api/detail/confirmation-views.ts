import { Injectable } from '@nestjs/common';
import { ConfirmationsRepository } from '../../confirmations/confirmations.repository.js';
import { type Confirmation, isGenuine } from '../../domain/confirmations/confirmation.js';
import type { Person } from '../../domain/identity/person.js';
import { confirmedClearanceOf } from '../../domain/transfers/clearance-of.js';
import type { Transfer } from '../../domain/transfers/transfer.js';
import { PeopleRepository } from '../../identity/people.repository.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import type { Revision } from '../../transfers/revisions.repository.js';
import type { TransferDetail } from './transfer-detail.contract.js';

/** The signed answers to a transfer, each verified now and with its status. */
@Injectable()
export class ConfirmationViews {
  constructor(
    private readonly answers: ConfirmationsRepository,
    private readonly people: PeopleRepository,
  ) {}

  async of(transfer: Transfer, revisions: readonly Revision[]): Promise<TransferDetail['confirmations']> {
    const answers = await this.answers.list(transfer.id);
    const people = await this.people.byId();
    return Promise.all(
      answers.map(async (each) => {
        const signer = people.get(each.personId);
        return {
          id: each.id,
          person: each.personId,
          personName: signer?.name ?? null,
          decision: each.verdict.decision,
          reason: each.verdict.reason,
          revision: each.revision,
          status: await statusOf(transfer, each, signer),
          staleBecause: staleBecause(each, revisions),
          digest: each.digest,
          signature: each.signature,
          at: printTimestamp(each.createdAt),
        };
      }),
    );
  }
}

/** An answer is stale once people are asked about another revision. */
async function statusOf(
  transfer: Transfer,
  answer: Confirmation,
  signer: Person | undefined,
): Promise<'counts' | 'stale' | 'invalid'> {
  const clearance = confirmedClearanceOf(transfer);
  if (!clearance || answer.revision !== transfer.revision) return 'stale';
  // Verified at the moment of the answer: what was confirmed in time stays so after the transfer has settled.
  return (await isGenuine(answer, { clearance, signer, now: answer.createdAt })) ? 'counts' : 'invalid';
}

/** Why an answer is stale. Only the system makes it so, when what was signed no longer holds (invariant 9). */
function staleBecause(answer: Confirmation, revisions: readonly Revision[]) {
  const stale = revisions.find(({ revision }) => revision === answer.revision)?.stale;
  return stale ? { reason: stale.because, at: printTimestamp(stale.at), by: 'system' as const } : null;
}

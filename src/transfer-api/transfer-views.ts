import { Injectable } from '@nestjs/common';
import { ConfirmationsRepository } from '../confirmations/confirmations.repository.js';
import { type Confirmation, isGenuine } from '../domain/confirmations/confirmation.js';
import { confirmedClearanceOf } from '../domain/transfers/clearance-of.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { PeopleRepository } from '../identity/people.repository.js';
import type { Tx } from '../infra/database/database.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import { DecisionsRepository } from '../decisions/decisions.repository.js';
import { ExceptionViews } from './exception-views.js';
import { TransferWaits } from '../transfers/transfer-waits.js';
import { type Revision, RevisionsRepository } from '../transfers/revisions.repository.js';
import type { TransferView } from './lists/transfer-row.contract.js';
import { TransferRows } from './lists/transfer-rows.js';
import type { TransferDetail } from './transfers.contract.js';

/** A transfer as the API shows it. */
@Injectable()
export class TransferViews {
  constructor(
    private readonly rows: TransferRows,
    private readonly decisions: DecisionsRepository,
    private readonly simulations: SimulationsRepository,
    private readonly answers: ConfirmationsRepository,
    private readonly people: PeopleRepository,
    private readonly revisions: RevisionsRepository,
    private readonly exceptions: ExceptionViews,
    private readonly waits: TransferWaits,
  ) {}

  async view(transfer: Transfer, tx?: Tx): Promise<TransferView> {
    const [view] = await this.rows.of([transfer], tx);
    if (!view) throw new Error('a transfer has no row');
    return view;
  }

  async detail(transfer: Transfer): Promise<TransferDetail> {
    const view = await this.view(transfer);
    const revisions = await this.revisions.list(transfer.id);
    const [decided, simulations, confirmations, exceptions] = await Promise.all([
      this.decisions.latest(transfer.id),
      this.simulations.list(transfer.id),
      this.confirmations(transfer, revisions),
      this.exceptions.of(transfer),
    ]);
    return {
      ...view,
      intentSignature: transfer.intentSignature,
      decision: decided ? decisionView(decided) : null,
      simulations: simulations.map((each) => ({ ...each, blockNumber: each.blockNumber.toString() })),
      confirmations,
      ...(await this.waits.of(transfer)),
      exceptions,
      revisions: revisions.map(revisionView),
    };
  }

  /** The signed answers to a transfer, each verified now and with its status. */
  private async confirmations(
    transfer: Transfer,
    revisions: readonly Revision[],
  ): Promise<TransferDetail['confirmations']> {
    const answers = await this.answers.list(transfer.id);
    return Promise.all(
      answers.map(async (each) => ({
        id: each.id,
        person: each.personId,
        decision: each.verdict.decision,
        reason: each.verdict.reason,
        revision: each.revision,
        status: await this.status(transfer, each),
        staleBecause: staleBecause(each, revisions),
        digest: each.digest,
        signature: each.signature,
        at: printTimestamp(each.createdAt),
      })),
    );
  }

  /** An answer is stale once people are asked about another revision. */
  private async status(transfer: Transfer, answer: Confirmation): Promise<'counts' | 'stale' | 'invalid'> {
    const clearance = confirmedClearanceOf(transfer);
    if (!clearance || answer.revision !== transfer.revision) return 'stale';
    const signer = await this.people.find(answer.personId);
    // Verified at the moment of the answer: what was confirmed in time stays so after the transfer has settled.
    return (await isGenuine(answer, { clearance, signer, now: answer.createdAt })) ? 'counts' : 'invalid';
  }
}

function revisionView({ revision, clearedAt, stale }: Revision): TransferDetail['revisions'][number] {
  return {
    revision,
    clearedAt: printTimestamp(clearedAt),
    because: stale && stale.because,
    staleAt: stale && printTimestamp(stale.at),
  };
}

/** Why an answer is stale. Only the system makes it so, when what was signed no longer holds (invariant 9). */
function staleBecause(answer: Confirmation, revisions: readonly Revision[]) {
  const stale = revisions.find(({ revision }) => revision === answer.revision)?.stale;
  return stale ? { reason: stale.because, at: printTimestamp(stale.at), by: 'system' as const } : null;
}

function decisionView({ stage, decision }: Awaited<ReturnType<DecisionsRepository['latest']>> & object) {
  const { outcome, policyVersion, policyHash, tier, reasons } = decision;
  return { stage, outcome, policyVersion, policyHash, tier, reasons };
}

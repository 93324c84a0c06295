import { Injectable } from '@nestjs/common';
import { DecisionsRepository, type StoredDecision } from '../../decisions/decisions.repository.js';
import type { Asset } from '../../domain/assets/asset.js';
import { clearedOf } from '../../domain/transfers/clearance-of.js';
import { type TransactionDigests, transactionDigests } from '../../domain/transfers/given-digests.js';
import { intentStatement } from '../../domain/transfers/intent.js';
import { transactionOf } from '../../domain/transfers/safe-transaction.js';
import type { Transfer } from '../../domain/transfers/transfer.js';
import { formatAmount } from '../../domain/values/amount.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { Register } from '../../register/register.js';
import { type Revision, RevisionsRepository } from '../../transfers/revisions.repository.js';
import { ExceptionViews } from '../views/exception-views.js';
import { statementView } from '../views/shown-clearances.js';
import { TransferViews } from '../views/transfer-views.js';
import { ConfirmationViews } from './confirmation-views.js';
import { ProgressViews } from './progress-views.js';
import { SignedViews } from './signed-views.js';
import { SimulatedViews } from './simulated-views.js';
import type { TransferDetail } from './transfer-detail.contract.js';
import { type Usual, UsualTransfersRepository } from './usual-transfers.repository.js';

/** What people gave for a transfer: their answers, exceptions and signatures. */
@Injectable()
export class GivenViews {
  constructor(
    private readonly revisions: RevisionsRepository,
    private readonly confirmations: ConfirmationViews,
    private readonly exceptions: ExceptionViews,
    private readonly signatures: SignedViews,
    private readonly register: Register,
  ) {}

  async of(transfer: Transfer) {
    const register = await this.register.current();
    const revisions = await this.revisions.list(transfer.id);
    const [confirmations, exceptions, ownerSignatures] = await Promise.all([
      this.confirmations.of(transfer, revisions),
      this.exceptions.of(transfer),
      this.signatures.of(transfer, register),
    ]);
    const requesterName = register.people.get(transfer.intent.requesterId)?.name ?? null;
    return {
      ...{ requesterName, confirmations, exceptions, ownerSignatures },
      revisions: revisions.map(revisionView),
      asset: register.asset(transfer.intent.assetId)?.asset,
    };
  }
}

/** Everything about one transfer, as the API shows it. */
@Injectable()
export class TransferDetails {
  constructor(
    private readonly views: TransferViews,
    private readonly decisions: DecisionsRepository,
    private readonly simulated: SimulatedViews,
    private readonly given: GivenViews,
    private readonly progress: ProgressViews,
    private readonly usual: UsualTransfersRepository,
  ) {}

  async of(transfer: Transfer): Promise<TransferDetail> {
    const view = await this.views.view(transfer);
    const { asset, ...given } = await this.given.of(transfer);
    if (!asset) throw new Error(`${transfer.intent.assetId} was never registered`);
    const [decided, simulated, progress, usual] = await Promise.all([
      this.decisions.latest(transfer.id),
      this.simulated.of(transfer, asset),
      this.progress.of(transfer),
      this.usual.of(transfer.id, transfer.intent),
    ]);
    return {
      ...view,
      ...given,
      ...simulated,
      ...progress,
      intentSignature: transfer.intentSignature,
      intent: statementView(intentStatement(transfer.intent)),
      decision: decided ? decisionView(decided) : null,
      nonce: clearedOf(transfer)?.nonce.toString() ?? null,
      digests: digestsOf(transfer, asset),
      usual: usualView(usual, asset),
    };
  }
}

/** Made anew from the intent; null if that does not lead to the cleared hash any more. */
function digestsOf(transfer: Transfer, asset: Asset): TransactionDigests | null {
  const cleared = clearedOf(transfer);
  if (!cleared) return null;
  const { chainId, safe } = transfer.intent;
  const { transaction } = transactionOf(transfer.intent, asset, cleared.nonce);
  const digests = transactionDigests(transaction, { chainId, safe, version: null });
  return digests.eip712Digest === cleared.safeTxHash ? digests : null;
}

function usualView({ count, largest, last, firstToDestination }: Usual, { decimals }: Asset) {
  return {
    ...{ count, firstToDestination },
    largest: largest === null ? null : formatAmount(largest, decimals),
    last: last === null ? null : printTimestamp(last),
  };
}

function revisionView({ revision, clearedAt, stale }: Revision): TransferDetail['revisions'][number] {
  return {
    revision,
    clearedAt: printTimestamp(clearedAt),
    because: stale && stale.because,
    staleAt: stale && printTimestamp(stale.at),
  };
}

function decisionView({ stage, decision }: StoredDecision): TransferDetail['decision'] {
  const { outcome, policyVersion, policyHash, tier, reasons } = decision;
  return { stage, outcome, policyVersion, policyHash, tier, reasons };
}

import { Injectable } from '@nestjs/common';
import { DecisionsRepository } from '../../decisions/decisions.repository.js';
import type { Transfer } from '../../domain/transfers/transfer.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { SimulationsRepository } from '../../simulation/simulations.repository.js';
import { ChainLooksRepository } from '../../transfers/chain-looks.repository.js';
import { type Revision, RevisionsRepository } from '../../transfers/revisions.repository.js';
import { TransferWaits } from '../../waits/transfer-waits.js';
import { waitsForView } from '../../waits/waits.contract.js';
import { ExceptionViews } from '../exception-views.js';
import { TransferViews } from '../transfer-views.js';
import type { TransferDetail } from '../transfers.contract.js';
import { ConfirmationViews } from './confirmation-views.js';

/** Everything about one transfer, as the API shows it. */
@Injectable()
export class TransferDetails {
  constructor(
    private readonly views: TransferViews,
    private readonly decisions: DecisionsRepository,
    private readonly simulations: SimulationsRepository,
    private readonly confirmations: ConfirmationViews,
    private readonly revisions: RevisionsRepository,
    private readonly exceptions: ExceptionViews,
    private readonly waits: TransferWaits,
    private readonly looks: ChainLooksRepository,
  ) {}

  async of(transfer: Transfer): Promise<TransferDetail> {
    const view = await this.views.view(transfer);
    const revisions = await this.revisions.list(transfer.id);
    const [decided, simulations, confirmations, exceptions, waits, look] = await Promise.all([
      this.decisions.latest(transfer.id),
      this.simulations.list(transfer.id),
      this.confirmations.of(transfer, revisions),
      this.exceptions.of(transfer),
      this.waits.of([transfer]),
      this.looks.find(transfer.id),
    ]);
    const waitsFor = waits.get(transfer.id);
    return {
      ...view,
      intentSignature: transfer.intentSignature,
      decision: decided ? decisionView(decided) : null,
      simulations: simulations.map((each) => ({ ...each, blockNumber: each.blockNumber.toString() })),
      confirmations,
      waitsFor: waitsFor ? waitsForView(waitsFor) : null,
      looking: look ? { words: look.words, since: printTimestamp(look.since) } : null,
      exceptions,
      revisions: revisions.map(revisionView),
    };
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

function decisionView({ stage, decision }: Awaited<ReturnType<DecisionsRepository['latest']>> & object) {
  const { outcome, policyVersion, policyHash, tier, reasons } = decision;
  return { stage, outcome, policyVersion, policyHash, tier, reasons };
}

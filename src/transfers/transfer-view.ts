import { Injectable } from '@nestjs/common';
import { ConfirmationsRepository } from '../confirmations/confirmations.repository.js';
import { type Confirmation, isGenuine } from '../domain/confirmations/confirmation.js';
import { clearanceOf, isCleared } from '../domain/transfers/clearance-of.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { formatAmount } from '../domain/values/amount.js';
import { ExceptionsRepository } from '../exceptions/exceptions.repository.js';
import { PeopleRepository } from '../identity/people.repository.js';
import type { Tx } from '../infra/database/database.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import { DecisionsRepository } from './decisions.repository.js';
import { Registries } from './gather-facts.js';
import type { TransferDetail, TransferView } from './transfers.contract.js';
import { storeEvidence } from './transfers.repository.js';

/** What people signed about a transfer, and whether it counts: verified at this very read. */
@Injectable()
export class PeopleAnswers {
  constructor(
    private readonly stored: ConfirmationsRepository,
    private readonly granted: ExceptionsRepository,
    private readonly people: PeopleRepository,
  ) {}

  async confirmations(transfer: Transfer): Promise<TransferDetail['confirmations']> {
    const answers = await this.stored.list(transfer.id);
    return Promise.all(
      answers.map(async (each) => ({
        id: each.id,
        person: each.personId,
        decision: each.verdict.decision,
        reason: each.verdict.reason,
        revision: each.revision,
        status: await this.status(transfer, each),
        digest: each.digest,
        signature: each.signature,
        at: printTimestamp(each.createdAt),
      })),
    );
  }

  async exceptions(transfer: Transfer, decimals: number): Promise<TransferDetail['exceptions']> {
    const granted = await this.granted.list(transfer.id);
    return granted.map(({ id, personId, exception, signature }) => ({
      id,
      person: personId,
      rule: exception.rule,
      ceiling: formatAmount(exception.ceiling, decimals),
      reason: exception.reason,
      expiresAt: printTimestamp(exception.expiresAt),
      signature,
    }));
  }

  /** An answer is stale once its revision is no longer the one that people are asked about. */
  private async status(transfer: Transfer, answer: Confirmation): Promise<'counts' | 'stale' | 'invalid'> {
    if (!isCleared(transfer) || answer.revision !== transfer.revision) return 'stale';
    const clearance = clearanceOf(transfer);
    const signer = await this.people.find(answer.personId);
    // Asked for the moment of the answer: what was confirmed in time stays confirmed after the transfer has settled.
    return (await isGenuine(answer, { clearance, signer, now: answer.createdAt })) ? 'counts' : 'invalid';
  }
}

/** A transfer as the API shows it. */
@Injectable()
export class TransferViews {
  constructor(
    private readonly registries: Registries,
    private readonly decisions: DecisionsRepository,
    private readonly simulations: SimulationsRepository,
    private readonly people: PeopleAnswers,
  ) {}

  /** With `tx` it reads inside that transaction, and sees what it wrote. */
  async view(transfer: Transfer, tx?: Tx): Promise<TransferView> {
    const { intent } = transfer;
    const { asset } = await this.registries.asset(intent, tx);
    const destination = await this.registries.destination(intent, tx);
    return {
      id: transfer.id,
      state: transfer.state,
      revision: transfer.revision,
      safe: { id: intent.safeId, chainId: intent.chainId, address: intent.safe },
      asset: { id: asset.id, symbol: asset.symbol, decimals: asset.decimals, address: intent.asset },
      destination: { id: destination.id, label: destination.label, address: intent.destination },
      amount: formatAmount(intent.amount, asset.decimals),
      amountUnits: intent.amount.toString(),
      reference: intent.reference,
      requester: intent.requesterId,
      intentHash: transfer.intentHash,
      createdAt: printTimestamp(transfer.createdAt),
      expiresAt: printTimestamp(intent.expiresAt),
      evidence: storeEvidence(transfer),
    };
  }

  async detail(transfer: Transfer): Promise<TransferDetail> {
    const view = await this.view(transfer);
    const { decimals } = view.asset;
    const [decided, simulations, confirmations, exceptions] = await Promise.all([
      this.decisions.latest(transfer.id),
      this.simulations.list(transfer.id),
      this.people.confirmations(transfer),
      this.people.exceptions(transfer, decimals),
    ]);
    return {
      ...view,
      intentSignature: transfer.intentSignature,
      decision: decided ? decisionView(decided) : null,
      simulations: simulations.map((each) => ({ ...each, blockNumber: each.blockNumber.toString() })),
      confirmations,
      exceptions,
    };
  }
}

function decisionView({ stage, decision }: Awaited<ReturnType<DecisionsRepository['latest']>> & object) {
  const { outcome, policyVersion, policyHash, tier, reasons } = decision;
  return { stage, outcome, policyVersion, policyHash, tier, reasons };
}

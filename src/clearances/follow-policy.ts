import { Injectable } from '@nestjs/common';
import type { TransferIn } from '../domain/transfers/transfer.js';
import type { TransferId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { AnswerDecision, denials } from '../decisions/answer-decision.js';
import { TransferDecider } from '../decisions/decide-transfer.js';
import { DecisionsRepository } from '../decisions/decisions.repository.js';
import { FactsGatherer } from '../decisions/gather-facts.js';
import type { TransferSnapshot } from '../decisions/transfer-snapshot.js';
import { TransferLife } from '../transfers/transfer-life.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

type Unasked = TransferIn<'needs-exception' | 'queued'>;

/** Decides transfers that nobody has been asked about yet again when the policy version changes (invariant 13). */
@Injectable()
export class PolicyFollower {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly policies: PoliciesRepository,
    private readonly decisions: DecisionsRepository,
    private readonly gatherer: FactsGatherer,
    private readonly decider: TransferDecider,
    private readonly answerer: AnswerDecision,
    private readonly life: TransferLife,
  ) {}

  async follow({ id, intent, intentSignature: signature }: Unasked): Promise<void> {
    if (await this.isDecidedByPolicyInForce(id)) return;
    const gathered = await this.gatherer.gather({ id, intent, signature }, 'all');
    await this.database.transaction(async (tx) => {
      const transfer = await this.transfers.lock(id, tx);
      if (transfer?.state !== 'needs-exception' && transfer?.state !== 'queued') return;
      await this.decide(tx, transfer, gathered);
    });
  }

  private async isDecidedByPolicyInForce(id: TransferId): Promise<boolean> {
    const active = await this.policies.active(await this.database.now());
    const latest = await this.decisions.latest(id);
    return latest?.decision.policyHash === active.hash;
  }

  /** Refuses a transfer that is no longer permitted; holds one for the exceptions that this policy needs. */
  private async decide(tx: Tx, transfer: Unasked, gathered: TransferSnapshot): Promise<void> {
    await this.answerer.lockBudget(tx, gathered);
    if (transfer.state === 'needs-exception') {
      await this.answerer.answer(tx, transfer, await this.decider.decide(tx, gathered, 'exception'));
      return;
    }
    const { decision } = await this.decider.decide(tx, gathered, 'relay');
    if (decision.outcome === 'permit') return;
    await this.life.advance(tx, transfer, { kind: 'refuse', reasons: denials(decision) }, 'system');
  }
}

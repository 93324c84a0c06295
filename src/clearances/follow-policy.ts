import { Injectable } from '@nestjs/common';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { TransferDecider, denials } from '../decisions/decide-transfer.js';
import { DecisionsRepository } from '../decisions/decisions.repository.js';
import { FactsGatherer } from '../decisions/gather-facts.js';
import type { Gathered } from '../decisions/gathered.js';
import { TransferAnswerer } from '../decisions/answer-decision.js';
import { TransferLife } from '../transfers/transfer-life.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

type Unasked = TransferIn<'needs-exception' | 'queued'>;

/** Decides anew, under the policy in force, and moves the transfer as the answer says. */
@Injectable()
export class Redecision {
  constructor(
    private readonly decider: TransferDecider,
    private readonly requested: TransferAnswerer,
    private readonly life: TransferLife,
  ) {}

  /** What was permitted and is no longer is refused; what is held is held for the rules of this policy. */
  async decide(tx: Tx, transfer: Unasked, gathered: Gathered): Promise<void> {
    await this.requested.lockBudget(tx, gathered);
    if (transfer.state === 'needs-exception') {
      await this.requested.answer(tx, transfer, await this.decider.decide(tx, gathered, 'exception'));
      return;
    }
    const { decision } = await this.decider.decide(tx, gathered, 'relay');
    if (decision.outcome === 'permit') return;
    await this.life.advance(tx, transfer, { kind: 'refuse', reasons: denials(decision) }, 'system');
  }
}

/** Which policy version a transfer was last decided under. */
@Injectable()
export class DecidedVersions {
  constructor(
    private readonly database: Database,
    private readonly policies: PoliciesRepository,
    private readonly decisions: DecisionsRepository,
  ) {}

  async isInForce(transferId: TransferId): Promise<boolean> {
    const active = await this.policies.active(await this.database.now());
    const latest = await this.decisions.latest(transferId);
    return latest?.decision.policyHash === active.hash;
  }
}

/** Applies another policy version to transfers that nobody has been asked about yet (invariant 13). */
@Injectable()
export class PolicyFollower {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly versions: DecidedVersions,
    private readonly gatherer: FactsGatherer,
    private readonly redecision: Redecision,
  ) {}

  current(id: string, tx?: Tx): Promise<Transfer | undefined> {
    return this.transfers.find(parseId('tr', id), tx);
  }

  async follow({ id, intent, intentSignature: signature }: Unasked): Promise<void> {
    if (await this.versions.isInForce(id)) return;
    const gathered = await this.gatherer.gather({ id, intent, signature });
    await this.database.transaction(async (tx) => {
      const transfer = await this.transfers.lock(id, tx);
      if (transfer?.state !== 'needs-exception' && transfer?.state !== 'queued') return;
      await this.redecision.decide(tx, transfer, gathered);
    });
  }
}

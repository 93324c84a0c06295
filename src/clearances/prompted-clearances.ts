import { Injectable } from '@nestjs/common';
import { promptFault } from '../domain/confirmations/prompts.js';
import type { Reason, Transfer } from '../domain/transfers/transfer.js';
import { unixSeconds } from '../domain/values/time.js';
import { Database, type Tx } from '../infra/database/database.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { ReservationsRepository } from '../policies/reservations.repository.js';
import type { Examined } from './examine-transfer.js';
import { ClearanceMaker, type Clearing } from './make-clearance.js';
import { RevisionsRepository } from '../transfers/revisions.repository.js';

const HOUR = 3_600;

/** Bounds how often people are asked on behalf of one requester, also under concurrency (THREATS H09). */
@Injectable()
export class PromptLimit {
  constructor(
    private readonly database: Database,
    private readonly revisions: RevisionsRepository,
    private readonly policies: PoliciesRepository,
    private readonly locks: ReservationsRepository,
  ) {}

  /**
   * Serialises clearances for one requester. To prevent deadlock, every transaction takes this lock before the limits'
   * scopes.
   */
  async lock(tx: Tx, { intent }: Transfer): Promise<void> {
    await this.locks.lock(tx, [`prompts:${intent.requesterId}`]);
  }

  async fault(tx: Tx, { intent, revision }: Transfer): Promise<Reason | undefined> {
    const now = await this.database.now(tx);
    const { document } = await this.policies.active(now, tx);
    const earlier = await this.revisions.prompts(intent.requesterId, unixSeconds(now - HOUR), tx);
    const fault = promptFault({ earlier, revision, now }, document);
    if (!fault) return undefined;
    const again = fault.again === null ? '' : `; it is possible again at ${printTimestamp(fault.again)}`;
    return { code: 'PROMPT_LIMIT', reason: `${fault.reason}${again}` };
  }
}

/** Makes clearances that people are asked about, within the prompt limit. */
@Injectable()
export class PromptedClearances {
  constructor(
    private readonly maker: ClearanceMaker,
    private readonly limit: PromptLimit,
  ) {}

  async make(tx: Tx, transfer: Transfer, examined: Examined): Promise<Clearing> {
    await this.limit.lock(tx, transfer);
    const clearing = await this.maker.make(tx, transfer, examined, 'clearance');
    if (clearing.kind !== 'cleared') return clearing;
    const fault = await this.limit.fault(tx, transfer);
    return fault ? { kind: 'refused', reasons: [fault] } : clearing;
  }
}

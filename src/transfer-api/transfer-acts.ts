import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Database } from '../infra/database/database.js';
import type { Principal } from '../infra/http/access.js';
import { type Answer, created, ok } from '../infra/http/answer.js';
import { Idempotency, type IdempotentRequest } from '../infra/http/idempotency.js';
import { CancelAsking } from '../cancellations/cancel-asking.js';
import { TransferExcepter } from './transfer-excepter.js';
import { type PersonsAct, TransferLookup } from './views/transfer-lookup.js';
import { IntentBuilder, TransferRequester, requestOf, requesterOf } from './transfer-requester.js';
import { TransferViews } from './views/transfer-views.js';
import type { CreateException, CreateTransfer } from './views/transfers.contract.js';

/** Acts of requesters and compliance, each one transaction; acts that create something take an Idempotency-Key. */
@Injectable()
export class TransferActs {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly lookup: TransferLookup,
    private readonly views: TransferViews,
    private readonly intents: IntentBuilder,
    private readonly requester: TransferRequester,
    private readonly excepter: TransferExcepter,
    private readonly cancels: CancelAsking,
  ) {}

  /** Reads the chain before its transaction, as `except` does. */
  async create(
    key: IdempotentRequest,
    by: Principal,
    body: z.output<typeof CreateTransfer>,
  ): Promise<Answer> {
    const gather = async () => {
      const intent = await this.intents.build(requestOf(body), requesterOf(by, body.requester));
      return this.requester.gather(intent, body.signature);
    };
    return this.idempotency.onceAfter(key, gather, async (tx, gathered) =>
      created(await this.views.view(await this.requester.request(tx, gathered), tx)),
    );
  }

  async except(
    key: IdempotentRequest,
    { id, personId, by }: PersonsAct,
    request: z.output<typeof CreateException>,
  ): Promise<Answer> {
    const gather = async () => this.excepter.gather(await this.lookup.find(id));
    return this.idempotency.onceAfter(key, gather, async (tx, gathered) => {
      const transfer = await this.lookup.lock(tx, id);
      await this.lookup.requireShown(transfer, by, tx);
      const excepted = await this.excepter.except(tx, gathered, { transfer, personId, request });
      return created(await this.views.view(excepted, tx));
    });
  }

  async cancel({ id, personId }: PersonsAct, why: string): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      const transfer = await this.lookup.lock(tx, id);
      const cancelled = await this.cancels.ask(tx, transfer, { personId, why });
      return ok(await this.views.view(cancelled, tx));
    });
  }
}

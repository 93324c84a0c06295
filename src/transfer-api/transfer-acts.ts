import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Verdict } from '../domain/confirmations/clearance.js';
import { DomainError } from '../domain/errors.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import type { Json } from '../domain/values/canonical-json.js';
import { type PersonId, type TransferId, parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { type Answer, created, ok, refused } from '../infra/http/answer.js';
import { Idempotency, type IdempotentRequest } from '../infra/http/idempotency.js';
import type { Principal } from '../infra/http/access.js';
import { TransferConfirmer } from './confirm-transfer.js';
import { TransferEnder } from '../transfers/end-transfer.js';
import { TransferExcepter } from './except-transfer.js';
import { IntentBuilder, type TransferRequest, TransferRequester } from './request-transfer.js';
import { TransferRekeyer } from '../veil/rekey-transfer.js';
import { TransferViews } from './transfer-view.js';
import type {
  CreateConfirmation,
  CreateException,
  CreateRekeying,
  CreateTransfer,
} from './transfers.contract.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { Veil } from '../veil/veil.js';

/** Transfers by id, and their views as answers. */
@Injectable()
export class FoundTransfers {
  constructor(
    readonly database: Database,
    readonly idempotency: Idempotency,
    private readonly transfers: TransfersRepository,
    private readonly views: TransferViews,
    private readonly veil: Veil,
  ) {}

  /** @throws DomainError REKEY_REQUIRED if this reader is to enter destination and amount before they are shown */
  async requireShown(transfer: Transfer, by: Principal, tx?: Tx): Promise<void> {
    if (!(await this.veil.hides(transfer, by, tx))) return;
    const detail = 'enter the end of the destination and the amount from the ticket first';
    throw new DomainError('REKEY_REQUIRED', detail);
  }

  async find(id: TransferId): Promise<Transfer> {
    return existing(await this.transfers.find(id));
  }

  async lock(tx: Tx, id: TransferId): Promise<Transfer> {
    return existing(await this.transfers.lock(id, tx));
  }

  async answer(tx: Tx, transfer: Transfer, as: (body: Json) => Answer): Promise<Answer> {
    return as(await this.views.view(transfer, tx));
  }
}

/** The two acts that read the chain before their transaction. */
@Injectable()
export class RequestActs {
  constructor(
    private readonly found: FoundTransfers,
    private readonly intents: IntentBuilder,
    private readonly requester: TransferRequester,
    private readonly excepter: TransferExcepter,
  ) {}

  async create(
    key: IdempotentRequest,
    by: Principal,
    body: z.output<typeof CreateTransfer>,
  ): Promise<Answer> {
    const gather = async () => {
      const intent = await this.intents.build(requestOf(body), requesterOf(by, body.requester));
      return this.requester.gather(intent, body.signature);
    };
    return this.found.idempotency.onceAfter(key, gather, async (tx, gathered) =>
      this.found.answer(tx, await this.requester.request(tx, gathered), created),
    );
  }

  async except(
    key: IdempotentRequest,
    { id, personId, by }: PersonsAct,
    request: z.output<typeof CreateException>,
  ): Promise<Answer> {
    const gather = async () => this.excepter.gather(await this.found.find(id));
    return this.found.idempotency.onceAfter(key, gather, async (tx, gathered) => {
      const transfer = await this.found.lock(tx, id);
      await this.found.requireShown(transfer, by, tx);
      return this.found.answer(
        tx,
        await this.excepter.except(tx, gathered, { transfer, personId, request }),
        created,
      );
    });
  }
}

/** What people do to a transfer, each as one transaction under its Idempotency-Key. */
@Injectable()
export class TransferActs {
  constructor(
    private readonly found: FoundTransfers,
    private readonly requests: RequestActs,
    private readonly confirmer: TransferConfirmer,
    private readonly rekeyer: TransferRekeyer,
    private readonly ender: TransferEnder,
  ) {}

  create(key: IdempotentRequest, by: Principal, body: z.output<typeof CreateTransfer>): Promise<Answer> {
    return this.requests.create(key, by, body);
  }

  except(key: IdempotentRequest, act: PersonsAct, body: z.output<typeof CreateException>): Promise<Answer> {
    return this.requests.except(key, act, body);
  }

  confirm(
    key: IdempotentRequest,
    { id, personId }: PersonsAct,
    body: z.output<typeof CreateConfirmation>,
  ): Promise<Answer> {
    return this.found.idempotency.once(key, async (tx) => {
      const transfer = await this.found.lock(tx, id);
      const { revision, signature } = body;
      const answered = await this.confirmer.answer(tx, transfer, {
        personId,
        revision,
        verdict: verdictOf(body),
        signature,
      });
      if (answered.state === 'simulating') {
        // Not thrown: the new revision that it made must be kept.
        return refused(
          new DomainError('REVISION_STALE', `${answered.evidence.because}: a new revision is being made`),
        );
      }
      return this.found.answer(tx, answered, created);
    });
  }

  rekey(
    key: IdempotentRequest,
    { id, personId }: PersonsAct,
    { revision, ...entered }: z.output<typeof CreateRekeying>,
  ): Promise<Answer> {
    return this.found.idempotency.once(key, async (tx) => {
      const transfer = await this.found.lock(tx, id);
      const mismatch = await this.rekeyer.rekey(tx, transfer, { personId, revision, entered });
      // Not thrown: a wrong entry must stay counted.
      return mismatch ? refused(mismatch) : this.found.answer(tx, transfer, created);
    });
  }

  async cancel({ id, personId }: PersonsAct, why: string): Promise<Answer> {
    return this.found.database.transaction(async (tx) => {
      const transfer = await this.found.lock(tx, id);
      return this.found.answer(tx, await this.ender.cancel(tx, transfer, { personId, why }), ok);
    });
  }
}

export interface PersonsAct {
  readonly id: TransferId;
  readonly personId: PersonId;
  readonly by: Principal;
}

export function requestOf(
  body: Omit<z.output<typeof CreateTransfer>, 'signature' | 'requester'>,
): TransferRequest {
  return {
    safe: parseId('safe', body.safe),
    asset: parseId('ast', body.asset),
    destination: parseId('dst', body.destination),
    amount: body.amount,
    reference: body.reference,
    salt: body.salt,
    expiresAt: body.expiresAt,
  };
}

/** A person asks for themself; a service names the person whose signature it brings. */
export function requesterOf(by: Principal, named: string | undefined): PersonId {
  if (by.kind === 'service') {
    if (named === undefined)
      throw DomainError.at('/requester', 'BODY_SCHEMA', 'a service names the person who signed the intent');
    return parseId('per', named);
  }
  if (named !== undefined && named !== by.personId) {
    throw DomainError.at('/requester', 'SOD', 'nobody requests a transfer in the name of somebody else');
  }
  return by.personId;
}

/** The person behind an approval: a service has no say in who confirms what. */
export function personOf(by: Principal): PersonId {
  if (by.kind === 'person') return by.personId;
  throw new DomainError('FORBIDDEN', 'only people do this, each with their own key');
}

function verdictOf(body: z.output<typeof CreateConfirmation>): Verdict {
  return body.decision === 'confirm'
    ? { decision: 'confirm', reason: '' }
    : { decision: 'reject', reason: body.reason };
}

function existing(transfer: Transfer | undefined): Transfer {
  if (!transfer) throw new DomainError('TRANSFER_NOT_FOUND', 'no such transfer');
  return transfer;
}

import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { DomainError } from '../domain/errors.js';
import type { GrantedException } from '../domain/exceptions/granted-exception.js';
import { exceptionTermFault } from '../domain/exceptions/exception-term.js';
import { exceptionDigest } from '../domain/exceptions/policy-exception.js';
import { storeException } from '../domain/exceptions/stored-exception.js';
import type { Signature } from '../domain/signatures/signature.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import type { PersonId } from '../domain/values/identifier.js';
import { ExceptionsRepository } from '../exceptions/exceptions.repository.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { TransferDecider } from '../decisions/decide-transfer.js';
import {
  type Draft,
  ExceptionDrafts,
  type ExceptionTerms,
  exceptionFault,
  requireFitting,
  requireHeld,
  requireKey,
  requireNew,
  requireOther,
} from './exception-drafts.js';
import { FactsGatherer } from '../decisions/gather-facts.js';
import type { TransferSnapshot } from '../decisions/transfer-snapshot.js';
import { AnswerDecision } from '../decisions/answer-decision.js';
import { UnfrozenIntake } from './unfrozen-intake.js';

interface ExceptionRequest extends ExceptionTerms {
  readonly signature: Signature;
}

/** Verifies and stores one signed exception. */
@Injectable()
export class Granting {
  constructor(
    private readonly database: Database,
    private readonly exceptions: ExceptionsRepository,
    private readonly intake: UnfrozenIntake,
    private readonly people: PeopleRepository,
    private readonly audit: AuditLog,
  ) {}

  async grant(tx: Tx, { draft, transfer, personId, signature }: Grant): Promise<void> {
    const { exception } = draft;
    const now = await this.database.now(tx);
    const { expiresAt: transferExpiresAt, safeId } = transfer.intent;
    const fault = exceptionTermFault(exception.expiresAt, { now, transferExpiresAt });
    if (fault) throw DomainError.at('/expiresAt', fault.code, fault.reason);
    requireNew(draft, personId);
    const digest = exceptionDigest(exception);
    const signed = await this.intake.takeFrom(tx, { personId, digest, signature, now }, safeId);
    if (!signed) {
      throw DomainError.at(
        '/signature',
        'APPROVAL_BINDING',
        'the signature is none of your keys over this exception',
      );
    }
    const key = signed.key.kind;
    requireKey(draft, { personId, groups: signed.person.groups, key });
    const { requesterId } = transfer.intent;
    const idle = exceptionFault(draft, signed.person, { requesterId, now });
    if (idle) throw new DomainError(idle.code, idle.reason);
    const keyId = signed.key.id;
    const granted: GrantedException = {
      id: newId('exc'),
      ...{ exception, personId, keyId, signature },
      createdAt: now,
    };
    await this.exceptions.insert(tx, granted);
    await this.audit.append(tx, {
      type: 'transfer.excepted',
      actor: personId,
      safeId,
      subject: exception.transferId,
      detail: {
        exception: storeException(exception),
        exceptionId: granted.id,
        ...{ keyId, signature },
        register: await this.people.registerName(tx),
      },
    });
  }
}

/** Accepts compliance's signed exception; once every broken rule has its quorum, the transfer is decided again. */
@Injectable()
export class TransferExcepter {
  constructor(
    private readonly database: Database,
    private readonly gatherer: FactsGatherer,
    private readonly decider: TransferDecider,
    private readonly answerer: AnswerDecision,
    private readonly granting: Granting,
    private readonly drafts: ExceptionDrafts,
  ) {}

  gather(transfer: Transfer): Promise<TransferSnapshot> {
    const { id, intent, intentSignature: signature } = transfer;
    return this.gatherer.gather({ id, intent, signature }, 'all');
  }

  async except(tx: Tx, gathered: TransferSnapshot, given: GivenException): Promise<Transfer> {
    const { transfer, personId, request } = given;
    requireHeld(transfer);
    requireOther(transfer, personId);
    await this.answerer.lockBudget(tx, gathered);
    const draft = await this.drafts.draft(tx, transfer, { gathered, terms: request });
    requireFitting(draft);
    await this.granting.grant(tx, { draft, transfer, personId, signature: request.signature });
    const decided = await this.decider.decide(tx, gathered, 'exception');
    // Another rule, or another officer, may still be missing: then the transfer stays held, with this exception kept.
    return decided.decision.outcome === 'needs-exception'
      ? transfer
      : this.answerer.answer(tx, transfer, decided);
  }
}

export interface GivenException {
  readonly transfer: Transfer;
  readonly personId: PersonId;
  readonly request: ExceptionRequest;
}

interface Grant {
  readonly draft: Draft;
  readonly transfer: Transfer;
  readonly personId: PersonId;
  readonly signature: Signature;
}

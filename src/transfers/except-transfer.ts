import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { DomainError } from '../domain/errors.js';
import type { GrantedException } from '../domain/exceptions/granted-exception.js';
import { type PolicyException, exceptionDigest } from '../domain/exceptions/policy-exception.js';
import { usableKey } from '../domain/identity/person.js';
import { recoverSigner } from '../domain/signatures/recover-signer.js';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';
import { parseAmount } from '../domain/values/amount.js';
import type { PersonId, SafeId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { ExceptionsRepository } from '../exceptions/exceptions.repository.js';
import { PeopleRepository } from '../identity/people.repository.js';
import type { Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { DecisionsRepository } from './decisions.repository.js';
import { TransferDecider } from './decide-transfer.js';
import { FactsGatherer, type Gathered } from './gather-facts.js';
import { RequestedLife } from './request-transfer.js';

export interface ExceptionRequest {
  readonly rule: string;
  /** In whole asset units, as written. */
  readonly ceiling: string;
  readonly reason: string;
  readonly expiresAt: UnixSeconds;
  readonly signature: `0x${string}`;
}

/** Verifies and stores one signed exception. */
@Injectable()
export class Granting {
  constructor(
    private readonly life: RequestedLife,
    private readonly exceptions: ExceptionsRepository,
    private readonly people: PeopleRepository,
    private readonly audit: AuditLog,
    private readonly decisions: DecisionsRepository,
  ) {}

  /** An exception that could not lift the denial would only use up its officer's one answer. */
  async requireFitting(tx: Tx, transfer: Transfer, { rule, ceiling }: PolicyException): Promise<void> {
    const held = await this.decisions.latest(transfer.id, tx);
    const reason = held?.decision.reasons.find((each) => each.rule === rule);
    if (!reason?.ceiling || !reason.measured) return;
    if (ceiling > BigInt(reason.ceiling)) {
      throw DomainError.at(
        '/ceiling',
        'EXCEPTION_CEILING',
        'this is above the ceiling that the rule allows exceptions',
      );
    }
    if (ceiling < BigInt(reason.measured)) {
      throw DomainError.at('/ceiling', 'EXCEPTION_CEILING', 'this is below what the transfer needs');
    }
  }

  async grant(tx: Tx, { exception, personId, signature, safeId }: Grant): Promise<void> {
    const now = await this.life.database.now(tx);
    if (exception.expiresAt <= now)
      throw DomainError.at('/expiresAt', 'EXPIRED', 'the exception has expired already');
    const person = await this.people.find(personId, tx);
    const keyAddress = await recoverSigner(exceptionDigest(exception), signature);
    if (!person || !usableKey(person, keyAddress, 'confirmation', now)) {
      throw DomainError.at(
        '/signature',
        'APPROVAL_BINDING',
        'the signature is none of your keys over this exception',
      );
    }
    const earlier = await this.exceptions.list(exception.transferId, tx);
    if (earlier.some((each) => each.personId === personId && each.exception.rule === exception.rule)) {
      throw new DomainError('ALREADY_EXCEPTED', 'you have excepted this rule for this transfer already');
    }
    const granted: GrantedException = {
      id: newId('exc'),
      exception,
      personId,
      keyAddress,
      signature,
      createdAt: now,
    };
    await this.exceptions.insert(tx, granted);
    await this.audit.append(tx, {
      type: 'transfer.excepted',
      actor: personId,
      safeId,
      subject: exception.transferId,
      detail: { exception: { ...exception, ceiling: exception.ceiling.toString() }, keyAddress, signature },
    });
  }
}

/** Takes in compliance's signed exception; when the quorum for every broken rule is there, the transfer is decided again. */
@Injectable()
export class TransferExcepter {
  constructor(
    private readonly gatherer: FactsGatherer,
    private readonly decider: TransferDecider,
    private readonly life: RequestedLife,
    private readonly granting: Granting,
  ) {}

  gather(transfer: Transfer): Promise<Gathered> {
    return this.gatherer.gather({
      id: transfer.id,
      intent: transfer.intent,
      signature: transfer.intentSignature,
    });
  }

  async except(tx: Tx, gathered: Gathered, given: GivenException): Promise<Transfer> {
    const { transfer, personId, request } = given;
    if (transfer.state !== 'needs-exception') {
      throw new DomainError('STATE_CONFLICT', `a transfer that is ${transfer.state} needs no exception`);
    }
    if (!transfer.evidence.rules.includes(request.rule)) {
      throw DomainError.at(
        '/rule',
        'RULE_NOT_WAIVABLE',
        `this transfer is not held by a waivable rule named ${request.rule}`,
      );
    }
    if (personId === transfer.intent.requesterId) {
      throw new DomainError('SOD', 'nobody excepts a transfer that they requested');
    }
    await this.life.lockBudget(tx, gathered);
    const exception = exceptionOf(transfer, request, gathered.asset.asset.decimals);
    await this.granting.requireFitting(tx, transfer, exception);
    await this.granting.grant(tx, {
      exception,
      personId,
      signature: request.signature,
      safeId: transfer.intent.safeId,
    });
    const decided = await this.decider.decide(tx, gathered, 'exception');
    // Another rule, or another officer, may still be missing: then the transfer stays held, with this exception kept.
    return decided.decision.outcome === 'needs-exception'
      ? transfer
      : this.life.answer(tx, transfer, decided);
  }
}

export interface GivenException {
  readonly transfer: Transfer;
  readonly personId: PersonId;
  readonly request: ExceptionRequest;
}

interface Grant {
  readonly exception: PolicyException;
  readonly personId: PersonId;
  readonly signature: `0x${string}`;
  readonly safeId: SafeId;
}

export function exceptionOf(
  transfer: Transfer | TransferIn<'needs-exception'>,
  request: Omit<ExceptionRequest, 'signature'>,
  decimals: number,
): PolicyException {
  return {
    chainId: transfer.intent.chainId,
    safe: transfer.intent.safe,
    transferId: transfer.id,
    intentHash: transfer.intentHash,
    rule: request.rule,
    ceiling: parseAmount(request.ceiling, decimals),
    reason: request.reason,
    expiresAt: request.expiresAt,
  };
}

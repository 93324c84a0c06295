import { Injectable } from '@nestjs/common';
import type { Asset } from '../domain/assets/asset.js';
import { exceptionStatus } from '../domain/exceptions/exception-status.js';
import { exceptionWords } from '../domain/exceptions/exception-words.js';
import { type GrantedException, isGenuineException } from '../domain/exceptions/granted-exception.js';
import { formatMeasure } from '../domain/policies/measure.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import type { TransferId } from '../domain/values/identifier.js';
import { ExceptionsRepository } from '../exceptions/exceptions.repository.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database } from '../infra/database/database.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import type { ExceptionView } from './exceptions.contract.js';
import { TransferObjects } from '../decisions/transfer-objects.js';

/** Exceptions as the API shows them: all that were ever given, each with its status. */
@Injectable()
export class ExceptionViews {
  constructor(
    private readonly database: Database,
    private readonly granted: ExceptionsRepository,
    private readonly registries: TransferObjects,
    private readonly people: PeopleRepository,
  ) {}

  async of(transfer: Transfer): Promise<ExceptionView[]> {
    const all = await this.granted.list(transfer.id);
    if (all.length === 0) return [];
    const now = await this.database.now();
    const { asset } = await this.registries.asset(transfer.intent);
    return Promise.all(
      all.map(async (each) => ({
        ...shown(each, transfer.id, asset.decimals),
        status: (await this.isSigned(each, transfer, asset))
          ? exceptionStatus(each, transfer, { all, now })
          : ('invalid' as const),
      })),
    );
  }

  /** Verified at the moment of the signature: what was signed in time stays valid after its expiry. */
  private async isSigned(
    granted: GrantedException,
    { id, intentHash, intent }: Transfer,
    asset: Asset,
  ): Promise<boolean> {
    const { exception, personId, createdAt: now } = granted;
    const opening = exceptionWords(exception, asset, '');
    // The signed words contain the transfer's sentence; a later change of names must not void the signature.
    const words = exception.words.slice(opening.length);
    const signer = await this.people.find(personId);
    const check = { intentHash, requesterId: intent.requesterId, signer, now, words, asset };
    return exception.transferId === id && isGenuineException(granted, check);
  }
}

function shown(
  { id, personId, exception, signature, createdAt }: GrantedException,
  transfer: TransferId,
  decimals: number,
) {
  const { rule, unit, words, reason, ticket } = exception;
  return {
    ...{ id, transfer, person: personId, rule, words, reason, ticket, signature },
    unit,
    measured: formatMeasure(exception.measured, unit, decimals),
    bound: formatMeasure(exception.bound, unit, decimals),
    ceiling: formatMeasure(exception.ceiling, unit, decimals),
    at: printTimestamp(createdAt),
    expiresAt: printTimestamp(exception.expiresAt),
  };
}

import { Injectable } from '@nestjs/common';
import type { Asset } from '../../domain/assets/asset.js';
import { exceptionStatus } from '../../domain/exceptions/exception-status.js';
import { exceptionWords } from '../../domain/exceptions/exception-words.js';
import { type GrantedException, isGenuineException } from '../../domain/exceptions/granted-exception.js';
import { formatMeasure } from '../../domain/policies/measure.js';
import type { Transfer } from '../../domain/transfers/transfer.js';
import type { TransferId } from '../../domain/values/identifier.js';
import { ExceptionsRepository } from '../../exceptions/exceptions.repository.js';
import type { Person } from '../../domain/identity/person.js';
import { Database } from '../../infra/database/database.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import type { ExceptionView } from './exceptions.contract.js';
import { objectsIn } from '../../decisions/transfer-objects.js';
import { Register } from '../../register/register.js';

/** Exceptions as the API shows them: all that were ever given, each with its status. */
@Injectable()
export class ExceptionViews {
  constructor(
    private readonly database: Database,
    private readonly granted: ExceptionsRepository,
    private readonly register: Register,
  ) {}

  async of(transfer: Transfer): Promise<ExceptionView[]> {
    return [...((await this.ofEach([transfer])).get(transfer.id) ?? [])];
  }

  /** The exceptions of each of these transfers, in as many queries as for one. */
  async ofEach(transfers: readonly Transfer[]): Promise<ReadonlyMap<TransferId, readonly ExceptionView[]>> {
    const granted = await this.granted.listEach(transfers.map(({ id }) => id));
    if ([...granted.values()].every((each) => each.length === 0)) return new Map();
    const now = await this.database.now();
    const register = await this.register.current();
    const all = transfers.map(async (transfer) => {
      const exceptions = granted.get(transfer.id) ?? [];
      const { asset } = objectsIn(register, transfer.intent);
      const views = exceptions.map(async (each) => {
        const signer = register.people.get(each.personId);
        const isValid = await isSigned(each, transfer, { asset, signer });
        return {
          ...shown(each, transfer.id, asset.decimals),
          personName: signer?.name ?? null,
          status: isValid ? exceptionStatus(each, transfer, { all: exceptions, now }) : ('invalid' as const),
        };
      });
      return [transfer.id, await Promise.all(views)] as const;
    });
    return new Map(await Promise.all(all));
  }
}

/** Verified at the moment of the signature: what was signed in time stays valid after its expiry. */
async function isSigned(
  granted: GrantedException,
  { id, intentHash, intent }: Transfer,
  { asset, signer }: { readonly asset: Asset; readonly signer: Person | undefined },
): Promise<boolean> {
  const { exception, createdAt: now } = granted;
  const opening = exceptionWords(exception, asset, '');
  // The signed words contain the transfer's sentence; a later change of names must not void the signature.
  const words = exception.words.slice(opening.length);
  const check = { intentHash, requesterId: intent.requesterId, signer, now, words, asset };
  return exception.transferId === id && isGenuineException(granted, check);
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

import { Injectable } from '@nestjs/common';
import type { Asset } from '../domain/assets/asset.js';
import { type GrantedException, isGenuineException } from '../domain/exceptions/granted-exception.js';
import { exceptionDigest } from '../domain/exceptions/policy-exception.js';
import type { Person } from '../domain/identity/person.js';
import type { ExceptionFact } from '../domain/policies/facts.js';
import { signedWith } from '../domain/signatures/signature.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { PersonId, TransferId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx } from '../infra/database/database.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { ExceptionsRepository } from './exceptions.repository.js';

export interface ExceptedTransfer {
  readonly id: TransferId;
  readonly intentHash: Bytes32;
  readonly requesterId: PersonId;
  /** The transfer's sentence, and the asset of its amounts. */
  readonly words: string;
  readonly asset: Pick<Asset, 'symbol' | 'decimals'>;
}

/** The exceptions that count for a transfer now. Every read verifies every signature again. */
@Injectable()
export class ExceptionsService {
  constructor(
    private readonly database: Database,
    private readonly exceptions: ExceptionsRepository,
    private readonly people: PeopleRepository,
  ) {}

  async genuine(
    transfer: ExceptedTransfer,
    now: UnixSeconds,
    tx: Tx = this.database.read,
  ): Promise<ExceptionFact[]> {
    return (await this.genuineEach([transfer], now, tx)).get(transfer.id) ?? [];
  }

  async genuineEach(
    transfers: readonly ExceptedTransfer[],
    now: UnixSeconds,
    tx: Tx = this.database.read,
  ): Promise<ReadonlyMap<TransferId, ExceptionFact[]>> {
    if (transfers.length === 0) return new Map();
    const granted = await this.exceptions.listEach(
      transfers.map(({ id }) => id),
      tx,
    );
    const people = await this.people.byId(tx);
    const each = transfers.map(async (transfer) => {
      const facts = (granted.get(transfer.id) ?? []).map((one) => factOf(one, transfer, { people, now }));
      return [transfer.id, (await Promise.all(facts)).filter((fact) => fact !== undefined)] as const;
    });
    return new Map(await Promise.all(each));
  }

  /** The digests of the exceptions that a decision rests on, ascending. The clearance contains them. */
  async digests(
    transferId: TransferId,
    exceptionIds: readonly string[],
    tx: Tx = this.database.read,
  ): Promise<Bytes32[]> {
    const granted = await this.exceptions.list(transferId, tx);
    return granted
      .filter((each) => exceptionIds.includes(each.id))
      .map((each) => exceptionDigest(each.exception))
      .sort();
  }
}

async function factOf(
  granted: GrantedException,
  transfer: ExceptedTransfer,
  { people, now }: { readonly people: ReadonlyMap<PersonId, Person>; readonly now: UnixSeconds },
): Promise<ExceptionFact | undefined> {
  const { id: exceptionId, exception, personId } = granted;
  const signer = people.get(personId);
  const isValid = await isGenuineException(granted, { ...transfer, signer, now });
  if (!isValid || signer === undefined) return undefined;
  const { rule, unit, ceiling, expiresAt } = exception;
  const keys = signedWith(granted.signature) === 'evm' ? { keys: 'evm' as const } : {};
  return { exceptionId, rule, unit, ceiling, expiresAt, personId, groups: [...signer.groups], ...keys };
}

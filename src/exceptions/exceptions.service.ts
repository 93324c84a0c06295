import { Injectable } from '@nestjs/common';
import type { Asset } from '../domain/assets/asset.js';
import { isGenuineException } from '../domain/exceptions/granted-exception.js';
import { exceptionDigest } from '../domain/exceptions/policy-exception.js';
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
    const granted = await this.exceptions.list(transfer.id, tx);
    const checked = await Promise.all(
      granted.map(async (each): Promise<ExceptionFact | undefined> => {
        const signer = await this.people.find(each.personId, tx);
        const isValid = await isGenuineException(each, { ...transfer, signer, now });
        if (!isValid || signer === undefined) return undefined;
        return {
          exceptionId: each.id,
          rule: each.exception.rule,
          unit: each.exception.unit,
          ceiling: each.exception.ceiling,
          expiresAt: each.exception.expiresAt,
          personId: each.personId,
          groups: [...signer.groups],
          ...(signedWith(each.signature) === 'evm' ? { keys: 'evm' as const } : {}),
        };
      }),
    );
    return checked.filter((each) => each !== undefined);
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

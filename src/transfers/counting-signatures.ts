import { Injectable } from '@nestjs/common';
import { signatureStanding } from '../domain/signatures/counting-signatures.js';
import type { Address } from '../domain/values/address.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';
import {
  OwnerSignaturesRepository,
  type SignedHash,
  type StoredOwnerSignature,
} from './owner-signatures.repository.js';

/** The owners' signatures over one hash, by whether they count. */
export interface CountedSignatures {
  readonly counting: readonly StoredOwnerSignature[];
  /** Genuine, by keys that are no longer their person's to use. They stay on record, and Sluice does not use them. */
  readonly revoked: readonly StoredOwnerSignature[];
}

/** Counts owners' signatures. Every count verifies each of them again, by the people and keys of now. */
@Injectable()
export class CountingSignatures {
  constructor(
    private readonly database: Database,
    private readonly signatures: OwnerSignaturesRepository,
    private readonly people: PeopleRepository,
  ) {}

  async of(
    signed: SignedHash,
    owners: readonly Address[],
    tx: Tx = this.database.read,
  ): Promise<CountedSignatures> {
    const { safeTxHash } = signed;
    const stored = await this.signatures.list(signed, tx);
    if (stored.length === 0) return { counting: [], revoked: [] };
    const now = await this.database.now(tx);
    const standings = new Map(
      await Promise.all(
        stored.map(async (each) => {
          const signer = await this.people.find(each.personId, tx);
          const standing = await signatureStanding(each, { safeTxHash, owners, signer, now });
          return [each, standing] as const;
        }),
      ),
    );
    const thatAre = (wanted: string) => stored.filter((each) => standings.get(each) === wanted);
    return { counting: thatAre('counts'), revoked: thatAre('revoked') };
  }
}

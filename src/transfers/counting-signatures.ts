import { Injectable } from '@nestjs/common';
import type { Person } from '../domain/identity/person.js';
import {
  type CountingCheck,
  type SignatureStanding,
  signatureStanding,
} from '../domain/signatures/counting-signatures.js';
import type { Address } from '../domain/values/address.js';
import type { PersonId, TransferId } from '../domain/values/identifier.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';
import {
  OwnerSignaturesRepository,
  type SignedHash,
  type StoredOwnerSignature,
} from './owner-signatures.repository.js';

/** The owners' signatures over one hash, by whether they count. */
export interface CountedSignatures {
  /** The owners who gave any, whether or not it counts. */
  readonly given: readonly Address[];
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
    if (stored.length === 0) return NONE;
    const [now, people] = [await this.database.now(tx), await this.people.byId(tx)];
    return counted(stored, { safeTxHash, owners, people, now });
  }

  /** The same over several hashes, one of each transfer. */
  async ofEach(
    asked: readonly { readonly signed: SignedHash; readonly owners: readonly Address[] }[],
  ): Promise<ReadonlyMap<TransferId, CountedSignatures>> {
    if (asked.length === 0) return new Map();
    const stored = await this.signatures.ofEach(asked.map(({ signed }) => signed.transferId));
    const [now, people] = [await this.database.now(), await this.people.byId()];
    const each = asked.map(async ({ signed: { transferId, safeTxHash }, owners }) => {
      const own = stored.filter((one) => one.transferId === transferId && one.safeTxHash === safeTxHash);
      return [transferId, await counted(own, { safeTxHash, owners, people, now })] as const;
    });
    return new Map(await Promise.all(each));
  }
}

const NONE: CountedSignatures = { given: [], counting: [], revoked: [] };

async function counted(
  stored: readonly StoredOwnerSignature[],
  { people, ...check }: Omit<CountingCheck, 'signer'> & { readonly people: ReadonlyMap<PersonId, Person> },
): Promise<CountedSignatures> {
  const standings = await Promise.all(
    stored.map((each) => signatureStanding(each, { ...check, signer: people.get(each.personId) })),
  );
  const thatAre = (wanted: SignatureStanding) => stored.filter((_, index) => standings[index] === wanted);
  return {
    given: stored.map(({ owner }) => owner),
    counting: thatAre('counts'),
    revoked: thatAre('revoked'),
  };
}

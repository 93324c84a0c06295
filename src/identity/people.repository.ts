import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type EnrolledKey, type Person, ROLES } from '../domain/identity/person.js';
import { type Address, addressFromHex } from '../domain/values/address.js';
import { type PersonId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, fromDate, toDate, type Tx } from '../infra/database/database.js';
import { parsed } from '../infra/http/wire.contract.js';

const moment = z.date().transform(fromDate);
const address = parsed(addressFromHex);

const KeyRow = z.object({
  address,
  purpose: z.enum(['confirmation', 'owner']),
  activeFrom: moment,
  revokedAt: moment.nullable(),
});

const PersonRow = z.object({
  id: parsed((text) => parseId('per', text)),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  groups: z.array(z.string()),
  removedAt: moment.nullable(),
  keys: z.array(KeyRow),
});

const include = { keys: { orderBy: { address: 'asc' } } } as const;

/** People and their enrolled keys. A row that does not parse is an error: nobody acts with half-read rights. */
@Injectable()
export class PeopleRepository {
  constructor(private readonly database: Database) {}

  async find(id: string, tx: Tx = this.database.read): Promise<Person | undefined> {
    const row = await tx.person.findUnique({ where: { id }, include });
    return row ? PersonRow.parse(row) : undefined;
  }

  /** Whose key this is, whether or not it may be used now: ask `usableKey`. */
  async findByKey(
    key: Address,
    purpose: EnrolledKey['purpose'],
    tx: Tx = this.database.read,
  ): Promise<Person | undefined> {
    const row = await tx.person.findFirst({ where: { keys: { some: { address: key, purpose } } }, include });
    return row ? PersonRow.parse(row) : undefined;
  }

  async list(tx: Tx = this.database.read): Promise<readonly Person[]> {
    const rows = await tx.person.findMany({ include, orderBy: { id: 'asc' } });
    return rows.map((row) => PersonRow.parse(row));
  }

  async insert(tx: Tx, person: Person, at: UnixSeconds): Promise<void> {
    await tx.person.create({
      data: {
        id: person.id,
        name: person.name,
        roles: [...person.roles],
        groups: [...person.groups],
        createdAt: toDate(at),
        removedAt: person.removedAt === null ? null : toDate(person.removedAt),
        keys: {
          create: person.keys.map((key) => ({
            address: key.address,
            purpose: key.purpose,
            activeFrom: toDate(key.activeFrom),
            revokedAt: key.revokedAt === null ? null : toDate(key.revokedAt),
          })),
        },
      },
    });
  }

  /** False when the person is unknown or removed already. */
  async remove(tx: Tx, id: PersonId, at: UnixSeconds): Promise<boolean> {
    const { count } = await tx.person.updateMany({
      where: { id, removedAt: null },
      data: { removedAt: toDate(at) },
    });
    return count === 1;
  }
}

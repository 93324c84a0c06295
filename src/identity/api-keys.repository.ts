import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ROLES, type Role } from '../domain/identity/person.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { Database, fromDate, toDate, type Tx } from '../infra/database/database.js';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** SHA-256 of the secret's 32 random bytes. With so much entropy a slow hash would add nothing. */
  readonly secretHash: string;
  readonly createdBy: string;
  readonly createdAt: UnixSeconds;
  readonly expiresAt: UnixSeconds;
  readonly revokedAt: UnixSeconds | null;
  /** Accurate to a minute; null if it was never used. */
  readonly lastUsedAt: UnixSeconds | null;
}

const USE_EVERY_SECONDS = 60;

const moment = z.date().transform(fromDate);

const Row = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  createdBy: z.string(),
  createdAt: moment,
  expiresAt: moment,
  revokedAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
});

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly database: Database) {}

  async find(id: string, tx: Tx = this.database.read): Promise<ApiKey | undefined> {
    const row = await tx.apiKey.findUnique({ where: { id } });
    return row ? Row.parse(row) : undefined;
  }

  /** Those of the named keys that are valid at `now`, which counts as no use of them. */
  async standing(ids: readonly string[], now: UnixSeconds): Promise<readonly ApiKey[]> {
    if (ids.length === 0) return [];
    const where = { id: { in: [...ids] }, revokedAt: null, expiresAt: { gt: toDate(now) } };
    const rows = await this.database.read.apiKey.findMany({ where });
    return rows.map((row) => Row.parse(row));
  }

  async list(): Promise<readonly ApiKey[]> {
    const rows = await this.database.read.apiKey.findMany({ orderBy: { id: 'asc' } });
    return rows.map((row) => Row.parse(row));
  }

  async insert(tx: Tx, key: ApiKey): Promise<void> {
    await tx.apiKey.create({
      data: {
        ...key,
        roles: [...key.roles],
        createdAt: toDate(key.createdAt),
        expiresAt: toDate(key.expiresAt),
        revokedAt: key.revokedAt === null ? null : toDate(key.revokedAt),
        lastUsedAt: key.lastUsedAt === null ? null : toDate(key.lastUsedAt),
      },
    });
  }

  /** False if it is unknown or already revoked. */
  async revoke(tx: Tx, id: string, at: UnixSeconds): Promise<boolean> {
    const { count } = await tx.apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: toDate(at) },
    });
    return count === 1;
  }

  /** Writes at most once a minute, however many requests and replicas there are. */
  async noteUse({ id, lastUsedAt }: ApiKey, at: UnixSeconds): Promise<void> {
    if (lastUsedAt !== null && at - lastUsedAt < USE_EVERY_SECONDS) return;
    const due = toDate(unixSeconds(at - USE_EVERY_SECONDS));
    await this.database.read.apiKey.updateMany({
      where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: due } }] },
      data: { lastUsedAt: toDate(at) },
    });
  }
}

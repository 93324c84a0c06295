import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ControlSubject } from '../../domain/address-book/control.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { storedAddress, storedBytes32 } from '../../domain/values/stored.js';
import type { UnixSeconds } from '../../domain/values/time.js';
import { Database, type Tx, fromDate, toDate } from '../../infra/database/database.js';

export interface Challenge extends ControlSubject {
  readonly challenge: Bytes32;
  readonly createdAt: UnixSeconds;
  readonly expiresAt: UnixSeconds;
  readonly usedAt: UnixSeconds | null;
}

const moment = z.date().transform(fromDate);

const Row = z.object({
  challenge: storedBytes32,
  chainId: z.int(),
  address: storedAddress,
  label: z.string(),
  owner: z.string(),
  createdAt: moment,
  expiresAt: moment,
  usedAt: moment.nullable(),
});

@Injectable()
export class DestinationChallengesRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, challenge: Omit<Challenge, 'usedAt'>): Promise<void> {
    const { createdAt, expiresAt } = challenge;
    const data = { ...challenge, createdAt: toDate(createdAt), expiresAt: toDate(expiresAt) };
    await tx.destinationChallenge.create({ data });
  }

  async find(challenge: Bytes32, tx: Tx = this.database.read): Promise<Challenge | undefined> {
    const row = await tx.destinationChallenge.findUnique({ where: { challenge } });
    return row ? Row.parse(row) : undefined;
  }

  /** True exactly once for each challenge, and only while it has not expired. */
  async use(tx: Tx, challenge: Bytes32, at: UnixSeconds): Promise<boolean> {
    const { count } = await tx.destinationChallenge.updateMany({
      where: { challenge, usedAt: null, expiresAt: { gt: toDate(at) } },
      data: { usedAt: toDate(at) },
    });
    return count === 1;
  }
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type PersonId, parseId } from '../../domain/values/identifier.js';
import type { UnixSeconds } from '../../domain/values/time.js';
import type { InvitationModel } from '../../generated/prisma/models/Invitation.js';
import { Database, type Tx, fromDate, toDate } from '../../infra/database/database.js';

export interface Invitation {
  readonly id: string;
  readonly personId: PersonId;
  readonly purpose: 'confirmation' | 'owner';
  readonly createdBy: PersonId;
  readonly createdAt: UnixSeconds;
  readonly expiresAt: UnixSeconds;
  readonly usedAt: UnixSeconds | null;
  /** Challenge of the current passkey registration, base64url. */
  readonly challenge: string | null;
}

export interface InvitationWish {
  readonly before: string | undefined;
  /** Only those that could be used at this moment. */
  readonly openAt: UnixSeconds | undefined;
  readonly limit: number;
}

const Purpose = z.enum(['confirmation', 'owner']);

@Injectable()
export class InvitationsRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, invitation: Invitation, tokenHash: string): Promise<void> {
    const { createdAt, expiresAt, usedAt, ...rest } = invitation;
    await tx.invitation.create({
      data: {
        ...rest,
        tokenHash,
        createdAt: toDate(createdAt),
        expiresAt: toDate(expiresAt),
        usedAt: usedAt === null ? null : toDate(usedAt),
      },
    });
  }

  async findByToken(tokenHash: string, tx: Tx = this.database.read): Promise<Invitation | undefined> {
    const row = await tx.invitation.findUnique({ where: { tokenHash } });
    return row ? parseRow(row) : undefined;
  }

  async list(personId: PersonId): Promise<readonly Invitation[]> {
    const rows = await this.database.read.invitation.findMany({
      where: { personId },
      orderBy: { id: 'desc' },
    });
    return rows.map(parseRow);
  }

  /** Newest first; of all people. */
  async page({ before, openAt, limit }: InvitationWish): Promise<readonly Invitation[]> {
    const rows = await this.database.read.invitation.findMany({
      where: {
        ...(before !== undefined && { id: { lt: before } }),
        ...(openAt !== undefined && { usedAt: null, expiresAt: { gt: toDate(openAt) } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(parseRow);
  }

  async setChallenge(tx: Tx, id: string, challenge: string | null): Promise<void> {
    await tx.invitation.update({ where: { id }, data: { challenge } });
  }

  /** True exactly once, also for concurrent requests. */
  async use(tx: Tx, id: string, at: UnixSeconds): Promise<boolean> {
    const { count } = await tx.invitation.updateMany({
      where: { id, usedAt: null },
      data: { usedAt: toDate(at) },
    });
    return count === 1;
  }
}

function parseRow(row: InvitationModel): Invitation {
  return {
    id: row.id,
    personId: parseId('per', row.personId),
    purpose: Purpose.parse(row.purpose),
    createdBy: parseId('per', row.createdBy),
    createdAt: fromDate(row.createdAt),
    expiresAt: fromDate(row.expiresAt),
    usedAt: row.usedAt === null ? null : fromDate(row.usedAt),
    challenge: row.challenge,
  };
}

import { Injectable } from '@nestjs/common';
import { ERROR_CODES, type ErrorCode } from '../domain/errors.js';
import { type SafeProfile, SafeProfileSchema, profileHash } from '../domain/safes/profile.js';
import { parseAddress, type Address } from '../domain/values/address.js';
import { type SafeId, parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { z } from 'zod';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';
import type { SafeModel } from '../generated/prisma/models/Safe.js';

/** A Safe under Sluice, with its pinned profile. */
export interface OnboardedSafe {
  readonly id: SafeId;
  readonly label: string;
  readonly address: Address;
  readonly profile: SafeProfile;
  readonly onboardedAt: UnixSeconds;
  readonly frozen: { readonly code: ErrorCode; readonly reason: string; readonly at: UnixSeconds } | null;
}

@Injectable()
export class SafesRepository {
  constructor(private readonly database: Database) {}

  async find(id: SafeId, tx: Tx = this.database.read): Promise<OnboardedSafe | undefined> {
    const row = await tx.safe.findUnique({ where: { id } });
    return row ? parseRow(row) : undefined;
  }

  async list(): Promise<readonly OnboardedSafe[]> {
    const rows = await this.database.read.safe.findMany({ orderBy: { id: 'asc' } });
    return rows.map(parseRow);
  }

  async insert(tx: Tx, safe: Omit<OnboardedSafe, 'frozen' | 'address'>): Promise<void> {
    await tx.safe.create({
      data: {
        id: safe.id,
        chainId: safe.profile.chainId,
        address: safe.profile.address,
        label: safe.label,
        profile: { ...safe.profile, owners: [...safe.profile.owners], modules: [...safe.profile.modules] },
        profileHash: profileHash(safe.profile),
        onboardedAt: toDate(safe.onboardedAt),
      },
    });
  }

  /** Freezes a Safe that is not frozen yet; the first reason stands. Says whether it was this call. */
  async freeze(
    tx: Tx,
    id: SafeId,
    why: { code: ErrorCode; reason: string; at: UnixSeconds },
  ): Promise<boolean> {
    const { count } = await tx.safe.updateMany({
      where: { id, frozenAt: null },
      data: { frozenAt: toDate(why.at), frozenCode: why.code, frozenReason: why.reason },
    });
    return count === 1;
  }
}

const Code = z.enum(ERROR_CODES);

function parseRow(row: SafeModel): OnboardedSafe {
  const profile = SafeProfileSchema.parse(row.profile);
  if (
    profileHash(profile) !== row.profileHash ||
    profile.address !== row.address ||
    profile.chainId !== row.chainId
  ) {
    throw new Error(`the stored profile of ${row.id} does not match its hash: the row was altered`);
  }
  const frozen =
    row.frozenAt === null
      ? null
      : { code: Code.parse(row.frozenCode), reason: row.frozenReason ?? '', at: fromDate(row.frozenAt) };
  return {
    id: parseId('safe', row.id),
    label: row.label,
    address: parseAddress(row.address),
    profile,
    onboardedAt: fromDate(row.onboardedAt),
    frozen,
  };
}

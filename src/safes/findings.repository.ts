import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { FINDING_CODES, type FindingCode } from '../domain/safes/finding-codes.js';
import type { Json } from '../domain/values/canonical-json.js';
import type { SafeId, TransferId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';

const Code = z.enum(FINDING_CODES);

/** A difference between what the chain, or a signer, showed and what Sluice approved. */
export interface Finding {
  readonly code: FindingCode;
  /** Null if it is about all Safes. */
  readonly safeId: SafeId | null;
  readonly transferId: TransferId | null;
  readonly detail: Readonly<Record<string, Json>>;
}

export interface StoredFinding {
  readonly id: string;
  readonly code: FindingCode;
  readonly safeId: string | null;
  readonly transferId: string | null;
  readonly detail: unknown;
  readonly at: UnixSeconds;
}

/** One person has seen a finding, and says what is done about it. */
export interface Acknowledgement {
  readonly personId: string;
  readonly note: string;
  readonly at: UnixSeconds;
}

export interface ListedFinding extends StoredFinding {
  readonly acknowledgements: readonly Acknowledgement[];
}

export interface FindingFilter {
  /** Findings about these Safes; null stands for those about all of them. Without it, every finding. */
  readonly of?: readonly (SafeId | null)[] | undefined;
  readonly code?: FindingCode | undefined;
  readonly isAcknowledged?: boolean | undefined;
  /** The page holds findings older than this id; ids sort by age. */
  readonly before?: string | undefined;
  readonly limit: number;
}

@Injectable()
export class FindingsRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, finding: Finding, at: UnixSeconds): Promise<string> {
    const id = newId('fnd');
    await tx.finding.create({
      data: {
        id,
        code: finding.code,
        safeId: finding.safeId,
        transferId: finding.transferId,
        detail: structuredClone(finding.detail) as Record<string, never>,
        createdAt: toDate(at),
      },
    });
    return id;
  }

  /** Whether the same finding is on record already. */
  async isKnown(tx: Tx, { code, detail }: Pick<Finding, 'code' | 'detail'>): Promise<boolean> {
    const equals = structuredClone(detail) as Record<string, never>;
    return (await tx.finding.findFirst({ where: { code, detail: { equals } } })) !== null;
  }

  /** When a Safe had such a finding last. Whoever asks at the same moment waits, so that it is not written twice. */
  async lastAt(
    tx: Tx,
    { code, safeId }: { readonly code: FindingCode; readonly safeId: SafeId },
  ): Promise<UnixSeconds | undefined> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`finding:${code}:${safeId}`}, 0))`;
    const row = await tx.finding.findFirst({ where: { code, safeId }, orderBy: { createdAt: 'desc' } });
    return row ? fromDate(row.createdAt) : undefined;
  }

  /** Newest first. */
  async list({ of, code, isAcknowledged, before, limit }: FindingFilter): Promise<readonly ListedFinding[]> {
    const some = isAcknowledged === true ? { some: {} } : { none: {} };
    const rows = await this.database.read.finding.findMany({
      where: {
        ...(of && { OR: of.map((safeId) => ({ safeId })) }),
        ...(code !== undefined && { code }),
        ...(isAcknowledged !== undefined && { acknowledgements: some }),
        ...(before !== undefined && { id: { lt: before } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
      include: { acknowledgements: { orderBy: [{ at: 'asc' }, { personId: 'asc' }] } },
    });
    return rows.map(({ createdAt, acknowledgements, ...row }) => ({
      ...{ ...row, code: Code.parse(row.code), at: fromDate(createdAt) },
      acknowledgements: acknowledgements.map(({ personId, note, at }) => ({
        personId,
        note,
        at: fromDate(at),
      })),
    }));
  }

  async find(id: string, tx: Tx): Promise<StoredFinding | undefined> {
    const row = await tx.finding.findUnique({ where: { id } });
    if (!row) return undefined;
    const { createdAt, ...finding } = row;
    return { ...finding, code: Code.parse(finding.code), at: fromDate(createdAt) };
  }

  /** @returns whether it is the person's first of this finding; a second one is not stored */
  async acknowledge(tx: Tx, findingId: string, { personId, note, at }: Acknowledgement): Promise<boolean> {
    const data = [{ findingId, personId, note, at: toDate(at) }];
    return (await tx.findingAcknowledgement.createMany({ data, skipDuplicates: true })).count === 1;
  }
}

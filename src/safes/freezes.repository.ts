import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { FREEZE_CODES, type Freeze, type FreezeScope } from '../domain/safes/freeze.js';
import { type FreezeId, type SafeId, parseId } from '../domain/values/identifier.js';
import type { FreezeModel } from '../generated/prisma/models/Freeze.js';
import { Database, type Tx, fromDate, toDate } from '../infra/database/database.js';

export interface FreezeFilter {
  /** Freezes that stop this Safe: its own, and those of all. */
  readonly safeId?: SafeId | undefined;
  readonly except?: ReadonlySet<string> | undefined;
  /** The page holds freezes older than this id; ids sort by age. */
  readonly before?: FreezeId | undefined;
  readonly limit: number;
}

/** A freeze with the finding that made it; null if somebody decided it. */
export type RecordedFreeze = Freeze & { readonly finding: string | null };

/** The freezes as they were made. Their rows do not say whether they still stand. */
@Injectable()
export class FreezesRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, freeze: Freeze, findingId: string | null = null): Promise<void> {
    const { at, ...data } = freeze;
    await tx.freeze.create({ data: { ...data, findingId, at: toDate(at) } });
  }

  async of(safeId: SafeId, tx: Tx = this.database.read): Promise<readonly Freeze[]> {
    const rows = await tx.freeze.findMany({ where: { scope: { in: [safeId, 'all'] } } });
    return rows.map(parseRow);
  }

  async byIds(ids: readonly string[]): Promise<readonly RecordedFreeze[]> {
    return (await this.database.read.freeze.findMany({ where: { id: { in: [...ids] } } })).map(recorded);
  }

  async all(tx: Tx = this.database.read): Promise<readonly Freeze[]> {
    return (await tx.freeze.findMany()).map(parseRow);
  }

  /** Newest first. */
  async list({ safeId, except, before, limit }: FreezeFilter): Promise<readonly RecordedFreeze[]> {
    const rows = await this.database.read.freeze.findMany({
      where: {
        ...(safeId && { scope: { in: [safeId, 'all'] } }),
        id: { ...(before && { lt: before }), ...(except && { notIn: [...except] }) },
      },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(recorded);
  }

  /** The freezes that these findings made. */
  async ofFindings(findings: readonly string[]): Promise<readonly RecordedFreeze[]> {
    const rows = await this.database.read.freeze.findMany({ where: { findingId: { in: [...findings] } } });
    return rows.map(recorded);
  }
}

function recorded(row: FreezeModel): RecordedFreeze {
  return { ...parseRow(row), finding: row.findingId };
}

const Code = z.enum(FREEZE_CODES);

/** Throws on a malformed row, so that nothing goes on (fail closed). */
function parseRow({ id, scope, code, reason, actor, at }: FreezeModel): Freeze {
  return {
    id: parseId('frz', id),
    scope: parseScope(scope),
    code: Code.parse(code),
    reason,
    actor,
    at: fromDate(at),
  };
}

function parseScope(scope: string): FreezeScope {
  return scope === 'all' ? scope : parseId('safe', scope);
}

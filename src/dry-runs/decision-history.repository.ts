import { Injectable } from '@nestjs/common';
import type { DecisionRecord } from '../domain/policies/decision-record.js';
import type { Json } from '../domain/values/canonical-json.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import type { Prisma } from '../generated/prisma/client.js';
import { Database, fromDate, toDate } from '../infra/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';

export interface DecisionFilter {
  readonly transferId?: TransferId | undefined;
  readonly from?: UnixSeconds | undefined;
  /** The page holds decisions older than this id; ids sort by age. */
  readonly before?: string | undefined;
  /** Leaves out decisions at the relay stage, which repeat earlier ones. */
  readonly withoutRelay?: boolean;
  readonly limit: number;
}

/** The budget in which every paid transfer counts as one. */
const COUNT_OF_ALL = 'all:*:count';

/** Stored decisions with their facts. */
@Injectable()
export class DecisionHistoryRepository {
  constructor(
    private readonly database: Database,
    private readonly policies: PoliciesRepository,
  ) {}

  /** Newest first. */
  async list(filter: DecisionFilter): Promise<readonly DecisionRecord[]> {
    const { transferId, from, before, withoutRelay = false, limit } = filter;
    const rows = await this.database.read.decision.findMany({
      where: {
        ...(transferId && { transferId }),
        ...(from !== undefined && { createdAt: { gte: toDate(from) } }),
        ...(before !== undefined && { id: { lt: before } }),
        ...(withoutRelay && { stage: { not: 'relay' } }),
      },
      include: { transfer: { select: { state: true, endedAt: true } } },
      orderBy: { id: 'desc' },
      take: limit,
    });
    const paid = await this.paidAt(rows.map((row) => row.transferId));
    const policies = await this.policiesOf(rows.map((row) => row.policyHash));
    return rows.map((row) => ({
      schemaVersion: 1,
      id: row.id,
      transfer: {
        id: parseId('tr', row.transferId),
        state: row.transfer.state,
        paidAt: paid.get(row.transferId) ?? null,
        endedAt: row.transfer.endedAt && fromDate(row.transfer.endedAt),
      },
      policy: policyOf(policies, row.policyHash),
      facts: asJson(row.facts),
      decision: asJson(row.outcome),
    }));
  }

  /** When each transfer's budget was settled, rounded up to whole seconds so that no window drops it too early. */
  private async paidAt(transferIds: readonly string[]): Promise<ReadonlyMap<string, UnixSeconds>> {
    const entries = await this.database.read.limitEntry.findMany({
      where: { scope: COUNT_OF_ALL, transferId: { in: [...new Set(transferIds)] } },
      select: { transferId: true, at: true },
    });
    return new Map(
      entries.map(({ transferId, at }) => [transferId, unixSeconds(Math.ceil(at.getTime() / 1000))] as const),
    );
  }

  private async policiesOf(
    hashes: readonly string[],
  ): Promise<ReadonlyMap<string, DecisionRecord['policy']>> {
    const policies = new Map<string, DecisionRecord['policy']>();
    for (const hash of new Set(hashes)) {
      const policy = await this.policies.findByHash(parseBytes32(hash));
      if (policy) policies.set(hash, { version: policy.version, document: asJson(policy.document) });
    }
    return policies;
  }
}

function policyOf(
  policies: ReadonlyMap<string, DecisionRecord['policy']>,
  hash: string,
): DecisionRecord['policy'] {
  const policy = policies.get(hash);
  if (!policy) throw new Error(`a decision was made by the policy ${hash}, which the register does not have`);
  return policy;
}

function asJson(value: Prisma.JsonValue | object): Json {
  return value as Json;
}

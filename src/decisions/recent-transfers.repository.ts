import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import { type Facts, parseFacts } from '../domain/policies/facts.js';
import { MEASURE_PATTERN } from '../domain/policies/measure.js';
import { valuer } from '../domain/policies/price.js';
import type { RecentWindow } from '../domain/policies/windows.js';
import type { TransferState } from '../domain/transfers/transfer.js';
import { parseUnits } from '../domain/values/amount.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { type TransferId, parseId } from '../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { Prisma } from '../generated/prisma/client.js';
import { type Tx, fromDate, toDate } from '../infra/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';

export interface RecentQuery {
  /** The transfer being decided; it is compared only with transfers that came in before it. */
  readonly transferId: TransferId;
  readonly now: UnixSeconds;
}

type Recent = Facts['recent'][number];

/** Maximum transfers per rule. More than this means an attack or a wrong rule. */
const ROWS_MAX = 1_000;

/** The budget in which every permitted transfer with a price reserves its value in US dollars. */
const DOLLARS_OF_ALL = JSON.stringify({ scope: 'all:*:usd' });

/** States in which nothing was paid, and nothing will be. */
const UNPAID: readonly TransferState[] = ['refused', 'rejected', 'cancelled', 'expired', 'superseded'];

/** The ordinal of a dry run's transfer, which comes after all real ones. */
const ORDINAL_MAX = 9_223_372_036_854_775_807n;

const Rows = z.array(
  z.object({
    id: z.string().transform((text) => parseId('tr', text)),
    amount: z.string().transform(parseUnits),
    at: z.date().transform(fromDate),
    usd: z.string().regex(MEASURE_PATTERN).transform(BigInt).nullable(),
    policyHash: z.string().transform(parseBytes32).nullable(),
    facts: z.unknown(),
  }),
);
type Row = z.output<typeof Rows>[number];

/** Reads the transfers that a transfer is compared with by structuring and duplicate rules. */
@Injectable()
export class RecentTransfersRepository {
  constructor(private readonly policies: PoliciesRepository) {}

  /**
   * For each rule, all transfers that came in before this one and are either paid within the window or still unpaid.
   * `at` is the payment, or now for unpaid ones: however old, they may be paid together with this one. Read under the
   * locks of the transfer's budget, which serialise concurrent transfers.
   * @throws DomainError LIMIT_STRUCTURING or DUPLICATE_TRANSFER if one rule has more than 1,000
   */
  async list(tx: Tx, windows: readonly RecentWindow[], query: RecentQuery): Promise<Recent[]> {
    const recent: Recent[] = [];
    for (const window of windows) {
      const rows = await this.rows(tx, window, query);
      if (rows.length > ROWS_MAX) throw tooMany(window);
      const transfers: Recent['transfers'] = [];
      for (const row of rows) {
        const { id: transferId, amount, at } = row;
        transfers.push({ transferId, amount, usd: await this.usdOf(tx, row), at });
      }
      recent.push({ ruleId: window.ruleId, transfers });
    }
    return recent;
  }

  private async rows(tx: Tx, window: RecentWindow, query: RecentQuery): Promise<Row[]> {
    const isInDollars = window.assetId === undefined;
    return Rows.parse(
      await tx.$queryRaw`
        SELECT transfer.id, intent ->> 'amount' AS amount, least(ended_at, ${toDate(query.now)}) AS at,
          usd, policy_hash AS "policyHash", CASE WHEN usd IS NULL AND ${isInDollars} THEN facts END AS facts
        FROM transfer LEFT JOIN LATERAL (
          SELECT policy_hash, facts, jsonb_path_query_first(
            outcome, '$.reservations[*] ? (@.scope == $scope).amount', ${DOLLARS_OF_ALL}::jsonb
          ) #>> '{}' AS usd
          FROM decision WHERE transfer_id = transfer.id
          ORDER BY outcome ->> 'outcome' = 'permit' DESC, created_at DESC, id DESC LIMIT 1
        ) decided ON true
        WHERE ${matching(window)} AND ${counting(window, query)}
          AND ordinal < COALESCE((SELECT ordinal FROM transfer WHERE id = ${query.transferId}), ${ORDINAL_MAX})
        ORDER BY ordinal LIMIT ${ROWS_MAX + 1}`,
    );
  }

  /** The value in US dollars by the price and policy of when the transfer was decided, not of now. */
  private async usdOf(tx: Tx, { usd, policyHash, facts }: Row): Promise<bigint | null> {
    if (usd !== null || policyHash === null || facts === null) return usd;
    const policy = await this.policies.findByHash(policyHash, tx);
    if (!policy) return null;
    const decided = parseFacts(facts);
    const value = valuer(policy.document, decided)(decided.amount);
    return value.isKnown ? value.value : null;
  }
}

/** The condition for a transfer that is live or was paid within the window. */
function counting({ windowSeconds }: RecentWindow, { now }: RecentQuery): Prisma.Sql {
  const since = toDate(unixSeconds(now - windowSeconds));
  return Prisma.sql`(ended_at IS NULL OR ended_at > ${since}) AND transfer.state <> ALL (${[...UNPAID]})`;
}

function matching({ safeId, destinationId, requesterId, assetId, amount }: RecentWindow): Prisma.Sql {
  if (safeId === undefined && destinationId === undefined && requesterId === undefined) {
    throw new TypeError('recent transfers are those of a Safe, of a destination or of a requester');
  }
  const conditions = [
    safeId && Prisma.sql`safe_id = ${safeId}`,
    requesterId && Prisma.sql`requester_id = ${requesterId}`,
    destinationId && Prisma.sql`intent ->> 'destinationId' = ${destinationId}`,
    assetId && Prisma.sql`intent ->> 'assetId' = ${assetId}`,
    amount !== undefined && Prisma.sql`intent ->> 'amount' = ${amount.toString()}`,
  ];
  return Prisma.join(
    conditions.filter((each) => typeof each === 'object'),
    ' AND ',
  );
}

function tooMany({ ruleId, kind }: RecentWindow): DomainError {
  const code = kind === 'duplicate' ? 'DUPLICATE_TRANSFER' : 'LIMIT_STRUCTURING';
  const detail = `the rule ${ruleId} has more than ${String(ROWS_MAX)} recent transfers to compare with`;
  return new DomainError(code, detail);
}

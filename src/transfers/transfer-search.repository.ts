import { Injectable } from '@nestjs/common';
import type { Sought } from '../domain/transfers/sought.js';
import { BEFORE_RELAY, EVIDENCE, type Transfer, type TransferState } from '../domain/transfers/transfer.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { AssetId, DestinationId, PersonId, SafeId, TransferId } from '../domain/values/identifier.js';
import { DAY_SECONDS, type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import type { Prisma } from '../generated/prisma/client.js';
import { Database, toDate } from '../infra/database/database.js';
import { parseTransfer } from './transfers.repository.js';

/** What is looked for; several members narrow it down together. */
export interface TransferSearch {
  readonly states?: readonly TransferState[] | undefined;
  readonly safeId?: SafeId | undefined;
  readonly assetId?: AssetId | undefined;
  readonly destinationId?: DestinationId | undefined;
  readonly requesterId?: PersonId | undefined;
  /** Requested at this moment or later. */
  readonly from?: UnixSeconds | undefined;
  /** Requested before this moment. */
  readonly to?: UnixSeconds | undefined;
  readonly safeTxHash?: Bytes32 | undefined;
  /** With the Safes at the address, if an address is sought. */
  readonly sought?: (Sought & { readonly safeIds?: readonly SafeId[] }) | undefined;
  /**
   * Which transfers that are not relayed yet may be found by destination or reference: the others hide both from the
   * reader. Undefined if nothing is ever hidden from the reader.
   */
  readonly shownBeforeRelay?: readonly TransferId[] | undefined;
}

export interface SearchPage {
  readonly limit: number;
  /** The page holds transfers older than this id; ids sort by age. */
  readonly before?: TransferId | undefined;
}

type Where = Prisma.TransferWhereInput;

const SINCE_RELAY = Object.keys(EVIDENCE).filter(
  (state) => !(BEFORE_RELAY as readonly string[]).includes(state),
);

/** Finds transfers for people, newest first, and counts what it would find. */
@Injectable()
export class TransferSearchRepository {
  constructor(private readonly database: Database) {}

  async list(search: TransferSearch, { limit, before }: SearchPage): Promise<readonly Transfer[]> {
    const ways = waysOf(search).map((way) => ({ AND: [way.where, way.tells ? shownIn(search) : {}] }));
    const rows = await this.database.read.transfer.findMany({
      where: { AND: [...narrowed(search), anyOf(ways), ...(before ? [{ id: { lt: before } }] : [])] },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(parseTransfer);
  }

  /**
   * How many of what is found are in each state; states without any are left out. It counts what does not overlap one
   * by one, in one snapshot: asked for together, it would read all rows there are.
   */
  async counts(search: TransferSearch): Promise<ReadonlyMap<string, number>> {
    const { transfer } = this.database.read;
    const each = waysOf(search)
      .flatMap((way) => (way.tells ? shownParts(search).map((shown) => [way.where, shown]) : [[way.where]]))
      .map((parts) =>
        transfer.groupBy({
          by: ['state'],
          where: { AND: [...narrowed(search), ...parts] },
          orderBy: { state: 'asc' },
          _count: { _all: true },
        }),
      );
    const isolationLevel = 'RepeatableRead';
    const counted = new Map<string, number>();
    for (const { state, _count } of (await this.database.read.$transaction(each, { isolationLevel })).flat())
      counted.set(state, (counted.get(state) ?? 0) + _count._all);
    return counted;
  }
}

/** What every transfer that is found fulfils, and which tells nothing that may be hidden. */
function narrowed(search: TransferSearch): Where[] {
  const { states, safeId, assetId, requesterId, safeTxHash } = search;
  return [
    { ...(states && { state: { in: [...states] } }), ...(safeId && { safeId }), ...(assetId && { assetId }) },
    { ...(requesterId && { requesterId }), ...(safeTxHash && { safeTxHash }) },
    ...timesIn(search),
  ];
}

/** One way to be found. If it `tells` something that may be hidden, it finds only what is known to be shown. */
interface Way {
  readonly where: Where;
  readonly tells: boolean;
}

/** All ways to be found; no transfer is found by two of them. */
function waysOf(search: TransferSearch): readonly Way[] {
  const { destinationId, sought } = search;
  const ways = sought ? soughtBy(sought) : [{ where: {}, tells: false }];
  if (!destinationId) return ways;
  return ways.map(({ where }) => ({ where: { AND: [{ destinationId }, where] }, tells: true }));
}

function soughtBy(sought: NonNullable<TransferSearch['sought']>): readonly Way[] {
  switch (sought.by) {
    case 'id':
      return [{ where: { id: sought.id }, tells: false }];
    case 'hash':
      return [{ where: { hashes: { some: { hash: sought.hash } } }, tells: false }];
    case 'address': {
      const { address, safeIds = [] } = sought;
      if (safeIds.length === 0) return [{ where: { destinationAddress: address }, tells: true }];
      const there: Where = { destinationAddress: address, safeId: { notIn: [...safeIds] } };
      return [
        { where: { safeId: { in: [...safeIds] } }, tells: false },
        { where: there, tells: true },
      ];
    }
    case 'reference': {
      // Prisma hands these on as wildcards. The column is in lower case.
      const contains = sought.part.toLowerCase().replace(/[\\%_]/g, (each) => `\\${each}`);
      return [{ where: { reference: { contains } }, tells: true }];
    }
  }
}

function anyOf(each: readonly Where[]): Where {
  const [only, ...others] = each;
  return only && others.length === 0 ? only : { OR: [...each] };
}

/**
 * What depends on something that may be hidden finds only what is known to be shown: a transfer that comes in meanwhile
 * is not found either.
 */
function shownIn({ shownBeforeRelay: shown }: TransferSearch): Where {
  if (!shown) return {};
  return { OR: [{ state: { notIn: [...BEFORE_RELAY] } }, { id: { in: [...shown] } }] };
}

/** The same in parts that do not overlap. By the names of its states the larger part is counted in an index. */
function shownParts({ shownBeforeRelay: shown }: TransferSearch): readonly Where[] {
  if (!shown) return [{}];
  return [{ state: { in: SINCE_RELAY } }, { state: { in: [...BEFORE_RELAY] }, id: { in: [...shown] } }];
}

/**
 * Ids begin with the time, by the clock of the replica that gave them, so they bound what is read; which rows are meant
 * is decided by the database's time. A clock that is wrong by more than the margin lets nobody sign in.
 */
const MARGIN_SECONDS = DAY_SECONDS;

function timesIn({ from, to }: TransferSearch): Where[] {
  return [
    ...(from === undefined
      ? []
      : [{ createdAt: { gte: toDate(from) }, id: { gte: firstId(Math.max(0, from - MARGIN_SECONDS)) } }]),
    ...(to === undefined
      ? []
      : [{ createdAt: { lt: toDate(to) }, id: { lt: firstId(to + MARGIN_SECONDS) } }]),
  ];
}

/** The lowest id of that second: a UUIDv7 begins with 48 bits of milliseconds (RFC 9562). */
function firstId(seconds: number): string {
  const digits = (unixSeconds(seconds) * 1000).toString(16).padStart(12, '0');
  return `tr_${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`;
}

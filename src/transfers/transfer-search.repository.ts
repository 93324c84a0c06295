import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import type { Sought } from '../domain/transfers/sought.js';
import { BEFORE_RELAY, EVIDENCE, type Transfer, type TransferState } from '../domain/transfers/transfer.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { AssetId, DestinationId, PersonId, SafeId, TransferId } from '../domain/values/identifier.js';
import { DAY_SECONDS, type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import type { Prisma } from '../generated/prisma/client.js';
import { Database, type Tx, toDate } from '../infra/database/database.js';
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
   * Which transfers that are not relayed yet may be found by destination, reference or what is hashed of them: the
   * others hide these from the reader. Undefined if nothing is ever hidden from the reader.
   */
  readonly shownBeforeRelay?: readonly TransferId[] | undefined;
}

export interface SearchPage {
  readonly limit: number;
  /** The page holds transfers older than this id; ids sort by age. */
  readonly before?: TransferId | undefined;
}

const LONGEST_SEARCH_MS = 3_000;
const TOO_LONG = `this search took longer than ${String(LONGEST_SEARCH_MS / 1000)} seconds: look for a longer part, or narrow it down by destination, from or to`;

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
    const page = before ? [{ id: { lt: before } }] : [];
    const where = { AND: [...narrowed(search), anyOf(ways), ...page, ...(await this.havingHash(search))] };
    const query = { where, orderBy: { id: 'desc' as const }, take: limit };
    const rows =
      search.sought?.by === 'reference'
        ? await this.bounded((tx) => tx.transfer.findMany(query))
        : await this.database.read.transfer.findMany(query);
    return rows.map(parseTransfer);
  }

  /**
   * How many of what is found are in each state; states without any are left out. It counts what does not overlap one
   * by one, in one snapshot: asked for together, it would read all rows there are.
   */
  async counts(search: TransferSearch): Promise<ReadonlyMap<string, number>> {
    const each = waysOf(search)
      .flatMap((way) => (way.tells ? shownParts(search).map((shown) => [way.where, shown]) : [[way.where]]))
      .map((parts): Where => ({ AND: [...narrowed(search), ...parts] }));
    return search.sought?.by === 'reference'
      ? this.bounded((tx) => countedBy(tx, each))
      : this.database.snapshot((tx) => countedBy(tx, each));
  }

  /** By their ids, because PostgreSQL reads all rows for a hash in two ways. */
  private async havingHash({ sought }: TransferSearch): Promise<Where[]> {
    if (sought?.by !== 'hash') return [];
    const { hash } = sought;
    const found = await this.database.read.transferHash.findMany({ where: { hash } });
    return [{ id: { in: found.map(({ transferId }) => transferId) } }];
  }

  /** A text may be in more rows than an index can help with. Everything else is found by an index. */
  private async bounded<T>(read: (tx: Tx) => Promise<T>): Promise<T> {
    const found = await this.database.readWithin(LONGEST_SEARCH_MS, read);
    if (found === 'too-long') throw DomainError.at('/q', 'QUERY_SCHEMA', TOO_LONG);
    return found;
  }
}

async function countedBy(tx: Tx, each: readonly Where[]): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>();
  for (const where of each) {
    const groups = await tx.transfer.groupBy({ by: ['state'], where, _count: { _all: true } });
    for (const { state, _count } of groups) counted.set(state, (counted.get(state) ?? 0) + _count._all);
  }
  return counted;
}

/** What every transfer that is found fulfils, and which tells nothing that may be hidden. */
function narrowed(search: TransferSearch): Where[] {
  const { states, safeId, assetId, requesterId } = search;
  return [
    { ...(states && { state: { in: [...states] } }), ...(safeId && { safeId }), ...(assetId && { assetId }) },
    { ...(requesterId && { requesterId }) },
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
  const { destinationId, safeTxHash, sought } = search;
  const ways = sought ? soughtBy(sought) : [{ where: {}, tells: false }];
  if (!destinationId && !safeTxHash) return ways;
  const telling: Where = { ...(destinationId && { destinationId }), ...(safeTxHash && { safeTxHash }) };
  return ways.map(({ where }) => ({ where: { AND: [telling, where] }, tells: true }));
}

function soughtBy(sought: NonNullable<TransferSearch['sought']>): readonly Way[] {
  switch (sought.by) {
    case 'id':
      return [{ where: { id: sought.id }, tells: false }];
    case 'hash':
      // Of all its hashes only the intent's has a salt: by any other, destination and amount could be tried.
      return [
        { where: { intentHash: sought.hash }, tells: false },
        {
          where: { hashes: { some: { hash: sought.hash } }, intentHash: { not: sought.hash } },
          tells: true,
        },
      ];
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
      // Prisma hands these on as wildcards. The column is in lower case, in some locales only its ASCII letters.
      const part = sought.part.replace(/[\\%_]/g, (each) => `\\${each}`);
      const spelled = new Set([part.toLowerCase(), part.replace(/[A-Z]/g, (each) => each.toLowerCase())]);
      return [{ where: anyOf([...spelled].map((contains) => ({ reference: { contains } }))), tells: true }];
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

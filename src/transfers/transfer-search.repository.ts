import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import type { Sought } from '../domain/transfers/sought.js';
import { BEFORE_RELAY, type Transfer, type TransferState } from '../domain/transfers/transfer.js';
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

/** Finds transfers for people, newest first, and counts what it would find. */
@Injectable()
export class TransferSearchRepository {
  constructor(private readonly database: Database) {}

  async list(search: TransferSearch, { limit, before }: SearchPage): Promise<readonly Transfer[]> {
    const rows = await this.bounded(search, (client) =>
      client.transfer.findMany({
        where: { AND: [...whereOf(search), ...(before ? [{ id: { lt: before } }] : [])] },
        orderBy: { id: 'desc' },
        take: limit,
      }),
    );
    return rows.map(parseTransfer);
  }

  /** How many of what is found are in each state; states without any are left out. */
  async counts(search: TransferSearch): Promise<ReadonlyMap<string, number>> {
    const groups = await this.bounded(search, (client) =>
      client.transfer.groupBy({
        by: ['state'],
        where: { AND: whereOf(search) },
        _count: { _all: true },
      }),
    );
    return new Map(groups.map(({ state, _count }) => [state, _count._all]));
  }

  /** A text may be in more rows than an index can help with. Everything else is found by an index. */
  private async bounded<T>({ sought }: TransferSearch, read: (client: Tx) => Promise<T>): Promise<T> {
    if (sought?.by !== 'reference') return read(this.database.read);
    const found = await this.database.readWithin(LONGEST_SEARCH_MS, read);
    if (found === 'too-long') throw DomainError.at('/q', 'QUERY_SCHEMA', TOO_LONG);
    return found;
  }
}

function whereOf(search: TransferSearch): Where[] {
  const { states, safeId, assetId, destinationId, requesterId, safeTxHash, sought } = search;
  return [
    { ...(states && { state: { in: [...states] } }), ...(safeId && { safeId }), ...(assetId && { assetId }) },
    { ...(requesterId && { requesterId }) },
    ...(safeTxHash ? [{ AND: [{ safeTxHash }, shownIn(search)] }] : []),
    ...(destinationId ? [{ AND: [{ destinationId }, shownIn(search)] }] : []),
    ...(sought ? [soughtIn(search, sought)] : []),
    ...timesIn(search),
  ];
}

/**
 * What depends on something that may be hidden finds only what is known to be shown: a transfer that comes in meanwhile
 * is not found either.
 */
function shownIn({ shownBeforeRelay: shown }: TransferSearch): Where {
  if (!shown) return {};
  return { OR: [{ state: { notIn: [...BEFORE_RELAY] } }, { id: { in: [...shown] } }] };
}

function soughtIn(search: TransferSearch, sought: NonNullable<TransferSearch['sought']>): Where {
  switch (sought.by) {
    case 'id':
      return { id: sought.id };
    case 'hash':
      // Of all its hashes only the intent's has a salt: by any other, destination and amount could be tried.
      return {
        AND: [
          { hashes: { some: { hash: sought.hash } } },
          ...(search.shownBeforeRelay ? [{ OR: [{ intentHash: sought.hash }, shownIn(search)] }] : []),
        ],
      };
    case 'address': {
      const { address, safeIds = [] } = sought;
      const there: Where = { AND: [{ destinationAddress: address }, shownIn(search)] };
      return safeIds.length === 0 ? there : { OR: [{ safeId: { in: [...safeIds] } }, there] };
    }
    case 'reference': {
      // Prisma hands these on as wildcards. The column is in lower case, in some locales only its ASCII letters.
      const part = sought.part.replace(/[\\%_]/g, (each) => `\\${each}`);
      const spelled = new Set([part.toLowerCase(), part.replace(/[A-Z]/g, (each) => each.toLowerCase())]);
      const parts = [...spelled].map((contains) => ({ reference: { contains } }));
      return { AND: [parts.length === 1 ? { ...parts[0] } : { OR: parts }, shownIn(search)] };
    }
  }
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

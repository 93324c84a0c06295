import { Injectable } from '@nestjs/common';
import { DomainError } from '../../domain/errors.js';
import { whom } from '../../domain/identity/whom.js';
import type { Registered } from '../../domain/register/registered.js';
import type { Transfer } from '../../domain/transfers/transfer.js';
import type { Address } from '../../domain/values/address.js';
import { type PersonId, type SafeId, idPattern, parseId } from '../../domain/values/identifier.js';
import type { Principal } from '../../infra/http/access.js';
import { Register } from '../../register/register.js';
import { type TransferSearch, TransferSearchRepository } from '../../transfers/transfer-search.repository.js';
import { HiddenTransfers } from '../../veil/hidden-transfers.js';
import {
  type TransferCounts,
  type TransferCountsQuery,
  type TransferListQuery,
  countsView,
} from './transfer-list.contract.js';

export interface FoundPage {
  readonly transfers: readonly Transfer[];
  readonly nextCursor: string | null;
}

/**
 * Finds and counts transfers for one reader. What is hidden from the reader is not found by destination or reference,
 * nor by a hash of them, nor counted then: otherwise they could guess both. By everything else it is found, masked.
 */
@Injectable()
export class TransferSearches {
  constructor(
    private readonly register: Register,
    private readonly hidden: HiddenTransfers,
    private readonly found: TransferSearchRepository,
  ) {}

  async page(query: TransferListQuery, by: Principal): Promise<FoundPage> {
    const { limit, cursor } = query;
    const before = cursor === undefined ? undefined : cursorOf(cursor);
    const search = { ...(await this.search(query, by)), states: query.state };
    const transfers = await this.found.list(search, { limit: limit + 1, before });
    const page = transfers.slice(0, limit);
    return { transfers: page, nextCursor: transfers.length > limit ? (page.at(-1)?.id ?? null) : null };
  }

  async counts(query: TransferCountsQuery, by: Principal): Promise<TransferCounts> {
    return countsView(await this.found.counts(await this.search(query, by)));
  }

  private async search(query: TransferCountsQuery, by: Principal): Promise<TransferSearch> {
    const { safe, asset, destination, requester, from, to, safeTxHash, q: sought } = query;
    const isNamed = requester !== undefined || sought?.by === 'address';
    const register = isNamed ? await this.register.current() : undefined;
    const isTelling = destination !== undefined || safeTxHash !== undefined || (sought && sought.by !== 'id');
    return {
      ...{ from, to, safeTxHash },
      safeId: safe === undefined ? undefined : parseId('safe', safe),
      assetId: asset === undefined ? undefined : parseId('ast', asset),
      destinationId: destination === undefined ? undefined : parseId('dst', destination),
      requesterId: requester === undefined ? undefined : personOf(requester, register),
      sought: sought?.by === 'address' ? { ...sought, safeIds: safesAt(sought.address, register) } : sought,
      shownBeforeRelay: isTelling ? await this.hidden.shownBeforeRelay(by) : undefined,
    };
  }
}

function cursorOf(cursor: string) {
  if (idPattern('tr').test(cursor)) return parseId('tr', cursor);
  throw DomainError.at('/cursor', 'QUERY_SCHEMA', 'expected the nextCursor of the page before');
}

/** @throws DomainError QUERY_SCHEMA unless exactly one person is meant */
function personOf(text: string, register: Registered | undefined): PersonId {
  const found = whom(text, [...(register?.people.values() ?? [])]);
  if (found.kind === 'none') throw DomainError.at('/requester', 'QUERY_SCHEMA', found.words);
  return found.who.id;
}

function safesAt(address: Address, register: Registered | undefined): readonly SafeId[] {
  const safes = register?.list('safe').flatMap((id) => register.safe(id) ?? []) ?? [];
  return safes.filter(({ profile }) => profile.address === address).map(({ id }) => id);
}

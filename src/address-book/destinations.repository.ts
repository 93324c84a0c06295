import { Injectable } from '@nestjs/common';
import type { Destination } from '../domain/address-book/destination.js';
import { type PendingDestination, pendingDestinations } from '../domain/register/pending-destinations.js';
import type { DestinationId } from '../domain/values/identifier.js';
import type { Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';

/** Entries of the address book, as the register has them. */
@Injectable()
export class DestinationsRepository {
  constructor(private readonly register: Register) {}

  async find(id: DestinationId, tx?: Tx): Promise<Destination | undefined> {
    return (await this.register.current(tx)).destination(id);
  }

  /** Approved entries that begin later. */
  async pending(chainId: number): Promise<readonly PendingDestination[]> {
    const pending = pendingDestinations(await this.register.current());
    return pending.filter(({ entry }) => entry.chainId === chainId);
  }

  async list(chainId: number): Promise<readonly Destination[]> {
    const register = await this.register.current();
    const entries = register.list('destination').flatMap((id) => register.destination(id) ?? []);
    return entries.filter((entry) => entry.chainId === chainId).sort((a, b) => (a.label < b.label ? -1 : 1));
  }
}

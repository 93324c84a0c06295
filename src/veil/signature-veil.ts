import { Injectable } from '@nestjs/common';
import { isOwnerOf } from '../domain/identity/owner-of.js';
import { type Transfer, isExposed } from '../domain/transfers/transfer.js';
import type { SafeId, TransferId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import type { Principal } from '../infra/http/access.js';
import type { Registered } from '../domain/register/registered.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Register } from '../register/register.js';

/**
 * Keeps the bytes of owners' signatures, and of transactions that contain them, from everybody but the Safe's own
 * signers, until the nonce is used: whoever has enough of them can execute the transfer, whatever Sluice says
 * (decision record 0031). Afterwards they are public.
 */
@Injectable()
export class SignatureVeil {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
  ) {}

  async hides(transfer: Transfer, reader: Principal, tx?: Tx): Promise<boolean> {
    return (await this.hiddenOf([transfer], reader, tx)).has(transfer.id);
  }

  /** Of which of these transfers the bytes are kept from the reader, in as many queries as for one. */
  async hiddenOf(
    transfers: readonly Transfer[],
    reader: Principal,
    tx?: Tx,
  ): Promise<ReadonlySet<TransferId>> {
    const exposed = transfers.filter(isExposed);
    if (exposed.length === 0) return new Set();
    const owns = await this.ownership(reader, tx);
    return new Set(exposed.filter(({ intent }) => !owns(intent.safeId)).map(({ id }) => id));
  }

  /** A signer who has an owner's key of this Safe now. Services sign nothing. */
  async isSigner(reader: Principal, safeId: SafeId, tx?: Tx): Promise<boolean> {
    return (await this.ownership(reader, tx))(safeId);
  }

  /** As `isSigner`, for many Safes at once. */
  async signerOf(reader: Principal, register: Registered): Promise<(safeId: string) => boolean> {
    return signsFor(reader, register, await this.database.now());
  }

  private async ownership(reader: Principal, tx?: Tx): Promise<(safeId: SafeId) => boolean> {
    if (reader.kind !== 'person' || !reader.roles.includes('signer')) return () => false;
    return signsFor(reader, await this.register.current(tx), await this.database.now(tx));
  }
}

function signsFor(reader: Principal, register: Registered, now: UnixSeconds): (safeId: string) => boolean {
  if (reader.kind !== 'person' || !reader.roles.includes('signer')) return () => false;
  const person = register.people.get(reader.personId);
  return (safeId) => {
    const owners = register.safe(safeId)?.profile.owners;
    return person !== undefined && owners !== undefined && isOwnerOf(person, owners, now);
  };
}

import { Injectable } from '@nestjs/common';
import { isOwnerOf } from '../domain/identity/owner-of.js';
import { type Transfer, isExposed } from '../domain/transfers/transfer.js';
import type { SafeId } from '../domain/values/identifier.js';
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
    return isExposed(transfer) && !(await this.isSigner(reader, transfer.intent.safeId, tx));
  }

  /** A signer who has an owner's key of this Safe now. Services sign nothing. */
  async isSigner(reader: Principal, safeId: SafeId, tx?: Tx): Promise<boolean> {
    if (reader.kind !== 'person' || !reader.roles.includes('signer')) return false;
    const register = await this.register.current(tx);
    return signsFor(reader, register, await this.database.now(tx))(safeId);
  }

  /** As `isSigner`, for many Safes at once. */
  async signerOf(reader: Principal, register: Registered): Promise<(safeId: string) => boolean> {
    return signsFor(reader, register, await this.database.now());
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

import { Injectable } from '@nestjs/common';
import type { RegisteredSafe } from '../domain/register/registered.js';
import type { Frozen } from '../domain/safes/freeze.js';
import type { SafeProfile } from '../domain/safes/profile.js';
import type { Address } from '../domain/values/address.js';
import type { SafeId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';
import { Freezes } from './freezes.js';

/** A Safe under Sluice, with its pinned profile. */
export interface OnboardedSafe {
  readonly id: SafeId;
  readonly label: string;
  readonly address: Address;
  readonly profile: SafeProfile;
  readonly onboardedAt: UnixSeconds;
  /** As of the transaction that read it; a step must call `Freezes.require`. */
  readonly frozen: Frozen | null;
}

@Injectable()
export class SafesRepository {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly freezes: Freezes,
  ) {}

  async find(id: SafeId, tx: Tx = this.database.read): Promise<OnboardedSafe | undefined> {
    const safe = (await this.register.current(tx)).safe(id);
    return safe && onboarded(safe, await this.freezes.frozen(id, tx));
  }

  async list(): Promise<readonly OnboardedSafe[]> {
    const register = await this.register.current();
    const safes = register.list('safe').flatMap((id) => register.safe(id) ?? []);
    const frozen = await this.freezes.frozenEach(safes.map(({ id }) => id));
    return safes.map((safe, index) => onboarded(safe, frozen[index] ?? null));
  }
}

function onboarded(
  { id, label, profile, onboardedAt }: RegisteredSafe,
  frozen: Frozen | null,
): OnboardedSafe {
  return { id, label, address: profile.address, profile, onboardedAt, frozen };
}

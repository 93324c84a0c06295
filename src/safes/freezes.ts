import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { type Freeze, type Frozen, frozenBy, stands } from '../domain/safes/freeze.js';
import type { FreezeId, SafeId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';
import { FreezeTurnsRepository } from './freeze-turns.repository.js';
import { FreezesRepository } from './freezes.repository.js';

export interface FreezeQuestion {
  readonly safeId?: SafeId | undefined;
  /** Only freezes that are not lifted. */
  readonly standing: boolean;
  readonly before?: FreezeId | undefined;
  readonly limit: number;
}

export type ListedFreeze = Freeze & { readonly standing: boolean };

/** Tells whether a Safe is frozen, always read from the database. */
@Injectable()
export class Freezes {
  constructor(
    private readonly database: Database,
    private readonly freezes: FreezesRepository,
    private readonly register: Register,
    private readonly turns: FreezeTurnsRepository,
  ) {}

  async frozen(safeId: SafeId, tx: Tx = this.database.read): Promise<Frozen | null> {
    const freezes = await this.freezes.of(safeId, tx);
    return freezes.length === 0 ? null : frozenBy(freezes, await this.liftedIds(tx), safeId);
  }

  /** For each of the Safes, the freezes that stop it. */
  async frozenEach(safeIds: readonly SafeId[]): Promise<readonly (Frozen | null)[]> {
    const freezes = await this.freezes.all();
    const lifted = await this.liftedIds(this.database.read);
    return safeIds.map((safeId) => frozenBy(freezes, lifted, safeId));
  }

  /** Newest first, each with whether it stands. */
  async list({ standing, ...filter }: FreezeQuestion): Promise<readonly ListedFreeze[]> {
    const lifted = await this.liftedIds(this.database.read);
    const freezes = await this.freezes.list({ ...filter, except: standing ? lifted : undefined });
    return freezes.map((freeze) => ({ ...freeze, standing: stands(freeze, lifted) }));
  }

  /**
   * Call it in the transaction of a step, after its other locks. Freezes and steps exclude each other, so no freeze can
   * fall between this check and the commit. On all replicas, a step after a freeze is refused, and a step before it is
   * logged before it.
   * @throws DomainError SAFE_FROZEN
   */
  async require(tx: Tx, safeId: SafeId): Promise<void> {
    await this.turns.step(tx, safeId);
    const frozen = await this.frozen(safeId, tx);
    if (frozen) throw new DomainError('SAFE_FROZEN', `the Safe is frozen: ${frozen.reason}`);
  }

  /** A quorum lifts freezes, by its active changes. Nothing else lifts one. */
  private async liftedIds(tx: Tx): Promise<ReadonlySet<string>> {
    return (await this.register.current(tx)).liftedFreezes();
  }
}

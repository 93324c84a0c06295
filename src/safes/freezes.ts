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
  /** Only those that are not lifted. */
  readonly standing: boolean;
  readonly before?: FreezeId | undefined;
  readonly limit: number;
}

export type ListedFreeze = Freeze & { readonly standing: boolean };

/** Says whether a Safe is frozen, read anew from the database at every question. */
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

  /** For each of the Safes what freezes it. */
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
   * For whatever goes on: asked in the transaction in which it goes on, after its other locks. A freeze and this wait
   * for one another, so no freeze can fall between the question and the commit: what was frozen first does not go on, on
   * any replica, and what goes on first stands in the log before the freeze.
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

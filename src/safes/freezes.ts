import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { type Frozen, frozenBy, stands } from '../domain/safes/freeze.js';
import { type FreezeLift, freezeLifts } from '../domain/register/freeze-lifts.js';
import type { Registered } from '../domain/register/registered.js';
import type { FreezeId, PersonId, SafeId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';
import { FreezeTurnsRepository } from './freeze-turns.repository.js';
import { FreezesRepository, type RecordedFreeze } from './freezes.repository.js';

export interface FreezeQuestion {
  readonly safeId?: SafeId | undefined;
  /** Only freezes that are not lifted. */
  readonly standing: boolean;
  readonly before?: FreezeId | undefined;
  readonly limit: number;
}

export interface ListedFreeze extends RecordedFreeze {
  readonly standing: boolean;
  /** Null for the system, and for a service. */
  readonly actorName: string | null;
  readonly lift: FreezeLift | null;
}

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
    const register = await this.register.current();
    const except = standing ? register.liftedFreezes() : undefined;
    return listed(register, await this.freezes.list({ ...filter, except }));
  }

  /** Of each of these findings, the freeze that it made. */
  async ofFindings(
    findings: readonly string[],
    register: Registered,
  ): Promise<ReadonlyMap<string, ListedFreeze>> {
    const freezes = listed(register, await this.freezes.ofFindings(findings));
    return new Map(freezes.map((freeze) => [freeze.finding ?? '', freeze]));
  }

  /** These freezes, each with who made it. */
  async listedEach(
    ids: readonly FreezeId[],
    register: Registered,
  ): Promise<ReadonlyMap<string, ListedFreeze>> {
    if (ids.length === 0) return new Map();
    return new Map(listed(register, await this.freezes.byIds(ids)).map((each) => [each.id, each]));
  }

  /** Those of these freezes that stand. */
  async standingOf(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const lifted = await this.liftedIds(this.database.read);
    const made = await this.freezes.byIds(ids);
    return new Set(made.filter((freeze) => stands(freeze, lifted)).map(({ id }) => id));
  }

  /** A freeze that was just made, as the list has it. */
  async shown(freeze: RecordedFreeze, tx: Tx): Promise<ListedFreeze> {
    const [shown] = listed(await this.register.current(tx), [freeze]);
    if (!shown) throw new TypeError('one freeze is listed as one');
    return shown;
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

function listed(register: Registered, freezes: readonly RecordedFreeze[]): readonly ListedFreeze[] {
  const lifted = register.liftedFreezes();
  const lifts = freezeLifts(register);
  return freezes.map((freeze) => ({
    ...freeze,
    standing: stands(freeze, lifted),
    actorName: register.people.get(freeze.actor as PersonId)?.name ?? null,
    lift: lifts.get(freeze.id) ?? null,
  }));
}

import { setImmediate } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { Ledger } from '../domain/register/ledger.js';
import { Registered } from '../domain/register/registered.js';
import type { Act } from '../domain/changes/act.js';
import { ledgerAt, replay } from '../domain/register/replay.js';
import { DomainError } from '../domain/errors.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Readiness } from '../infra/http/readiness.js';
import { GovernanceActsRepository, type StoredAct, actOf } from './governance-acts.repository.js';

/** How far a signed moment may be ahead of the database's clock: five minutes on receipt, and one to read it. */
const AHEAD_SECONDS = 360;

/** How long before its appearance an act may have been signed: the skew of signers' clocks, and a long transaction. */
const LATE_SECONDS = 600;

interface Verified {
  readonly ledger: Ledger;
  /** The text of the last act, to verify that the row is unchanged before building on it. */
  readonly lastBody: string;
}

/**
 * The governed state, replayed from its signed acts and kept in memory. Later edits of rows cannot change what was
 * verified, and a start verifies everything again. Every read looks for new acts first, so that all replicas decide by
 * the present register.
 */
@Injectable()
export class Register implements OnModuleInit {
  #verified: Verified | undefined;
  #first: Promise<Verified> | undefined;
  #view: Registered | undefined;
  #next: Promise<Registered> | undefined;
  /** When the acts were last read. Acts that appear later must have been signed later, within `LATE_SECONDS`. */
  #lookedAt = unixSeconds(0);

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly acts: GovernanceActsRepository,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.readiness.require(() => this.current());
  }

  /** @throws DomainError REGISTER_ALTERED or KEY_ENROLMENT_INVALID if the register does not verify */
  current(tx?: Tx): Promise<Registered> {
    if (tx !== undefined && tx !== this.database.read) return this.look(tx);
    this.#next ??= this.lookSoon();
    return this.#next;
  }

  /** Who asks before the look begins shares it. One that has begun may miss what was committed since. */
  private async lookSoon(): Promise<Registered> {
    await setImmediate();
    this.#next = undefined;
    return this.look(this.database.read);
  }

  private async look(tx: Tx): Promise<Registered> {
    const known = this.#verified ?? (await this.start());
    const found = await this.acts.newest(BigInt(known.ledger.size - 1), tx);
    if (!found) throw actsGone();
    const { now, rows } = found;
    const latest = await this.continued(known, rows, now);
    this.#lookedAt = unixSeconds(Math.max(this.#lookedAt, now));
    // Do not keep what a transaction has appended: it may yet be rolled back.
    if (tx === this.database.read) this.keep(latest);
    return this.viewAt(latest.ledger, now);
  }

  /** Adds an act and returns the new register. Until the caller's transaction ends, no other act is added. */
  async append(tx: Tx, act: Act): Promise<Registered> {
    const seq = await this.acts.takeSeq(tx);
    await this.acts.insert(tx, seq, act);
    return this.current(tx);
  }

  /** Locks out other acts to the end of the transaction, so that `append` adds to the register checked before it. */
  async lock(tx: Tx): Promise<Registered> {
    await this.acts.lock(tx);
    return this.current(tx);
  }

  /** Keeps all acts out to the end of the transaction, and returns the register, which stays as it is until then. */
  async hold(tx: Tx): Promise<Registered> {
    await this.acts.hold(tx);
    return this.current(tx);
  }

  private start(): Promise<Verified> {
    this.#first ??= this.replayAll().finally(() => {
      this.#first = undefined;
    });
    return this.#first;
  }

  private async replayAll(): Promise<Verified> {
    const now = await this.database.now();
    const rows = await this.acts.since(0n);
    const [last] = rows.slice(-1);
    requireUnbroken(rows, 0n);
    const ledger = await replay(this.config.foundingDigest, rows.map(actOf));
    if (!last) throw new DomainError('REGISTER_ALTERED', 'Sluice has not been founded');
    requirePast(ledger, now);
    const { chainId } = ledger.installation;
    if (chainId !== this.config.chainId)
      throw new DomainError('REGISTER_ALTERED', `the register was founded on chain ${String(chainId)}`);
    this.keep({ ledger, lastBody: last.body });
    return { ledger, lastBody: last.body };
  }

  private async continued(known: Verified, rows: readonly StoredAct[], now: UnixSeconds): Promise<Verified> {
    const [standing, ...later] = rows;
    if (standing?.seq !== BigInt(known.ledger.size - 1) || standing.body !== known.lastBody) throw actsGone();
    const last = later.at(-1);
    if (!last) return known;
    requireUnbroken(later, BigInt(known.ledger.size));
    const acts = later.map(actOf);
    requireFresh(acts, this.#lookedAt);
    const ledger = await replay(this.config.foundingDigest, acts, known.ledger);
    requirePast(ledger, now);
    return { ledger, lastBody: last.body };
  }

  private keep(verified: Verified): void {
    if (verified.ledger.size > (this.#verified?.ledger.size ?? 0)) this.#verified = verified;
  }

  /** Caches the view while nothing changes: it is large, and each request needs it several times. */
  private viewAt(ledger: Ledger, now: UnixSeconds): Registered {
    const known = this.#view;
    if (known?.verified === ledger && ledgerAt(known.ledger, now) === known.ledger) return known;
    this.#view = new Registered(ledgerAt(ledger, now), ledger);
    return this.#view;
  }
}

function actsGone(): DomainError {
  return new DomainError('REGISTER_ALTERED', 'acts of the register that were there are gone or changed');
}

function requireUnbroken(rows: readonly StoredAct[], from: bigint): void {
  const broken = rows.find(({ seq }, index) => seq !== from + BigInt(index));
  if (broken)
    throw new DomainError(
      'REGISTER_ALTERED',
      `acts of the register are missing before ${String(broken.seq)}`,
    );
}

/**
 * Refuses backdated acts, which would shorten a delay or complete a change that has expired since. A start cannot
 * detect them; only the log's checkpoints tell what existed when.
 */
function requireFresh(acts: readonly Act[], lookedAt: UnixSeconds): void {
  const isLate = acts.some((act) => act.act !== 'found' && act.answer.at < lookedAt - LATE_SECONDS);
  if (isLate)
    throw new DomainError('REGISTER_ALTERED', 'an act of the register was signed long before it appeared');
}

/** Refuses postdated acts, which would end a delay early. */
function requirePast({ clock }: Ledger, now: UnixSeconds): void {
  if (clock > now + AHEAD_SECONDS)
    throw new DomainError(
      'REGISTER_ALTERED',
      'an act of the register is signed for a moment that is yet to come',
    );
}

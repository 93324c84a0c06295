import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainError, isPassing } from '../domain/errors.js';
import { decide } from '../domain/policies/decide.js';
import type { RuleResult } from '../domain/policies/rule-result.js';
import { nonceWords } from '../domain/transfers/clearance-of.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import { Database, type Tx } from '../infra/database/database.js';
import { Jobs } from '../infra/jobs/jobs.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import { TransferDecider, driftWords } from '../decisions/decide-transfer.js';
import { FactsGatherer } from '../decisions/gather-facts.js';
import type { Gathered } from '../decisions/gathered.js';
import { PolicyFollower } from './follow-policy.js';
import { Standings } from './standings.js';
import { JOBS, type Rechecked, TransferLife, isRechecked } from '../transfers/transfer-life.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';

/** What a look at the chain gave: what is there, that it could not be looked at, or a fault that is no passing one. */
export type Look =
  | { readonly kind: 'seen'; readonly gathered: Gathered }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'fault'; readonly error: DomainError };

type Asked = TransferIn<'awaiting-confirmation' | 'confirmed'>;

/** Compares the chain, as it was read just now, with what a transfer was cleared for. */
@Injectable()
export class ChainStandings {
  constructor(
    private readonly gatherer: FactsGatherer,
    private readonly decider: TransferDecider,
    private readonly simulations: SimulationsRepository,
  ) {}

  async look({ id, intent, intentSignature: signature }: Rechecked): Promise<Look> {
    try {
      return { kind: 'seen', gathered: await this.gatherer.gather({ id, intent, signature }) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return isPassing(error.code) ? { kind: 'unavailable' } : { kind: 'fault', error };
    }
  }

  /** Could not look is no difference and no pass: the relay gate lets nothing through that it has not seen (invariant 6). */
  async faults(tx: Tx, transfer: Asked, look: Look): Promise<readonly string[]> {
    switch (look.kind) {
      case 'unavailable':
        return [];
      case 'fault':
        return [look.error.message];
      case 'seen':
        return (await this.isOld(tx, transfer, look.gathered))
          ? []
          : this.compare(tx, transfer, look.gathered);
    }
  }

  /** A provider that lags shows a state from before the clearance, which says nothing about now. */
  private async isOld(tx: Tx, { id, revision }: Asked, { reading }: Gathered): Promise<boolean> {
    const clearedAt = await this.simulations.clearedAt(id, revision, tx);
    return clearedAt !== undefined && reading.block.number < clearedAt;
  }

  private async compare(tx: Tx, { evidence }: Asked, gathered: Gathered): Promise<readonly string[]> {
    const { drift, reading } = gathered;
    if (drift.length > 0) {
      await this.decider.freezeOnDrift(tx, gathered);
      return [`the Safe is not as pinned: ${driftWords(drift)}`];
    }
    const { nonce } = evidence.cleared;
    const moved = reading.nonce === nonce ? [] : [nonceWords(nonce, reading.nonce)];
    return [...moved, ...(await this.denials(tx, gathered))];
  }

  /**
   * The words of every rule that would deny it now. A freeze alone ends nothing that waits, because the relay gate stops it;
   * nor do transfers that came later and filled the window: its own budget is reserved; nor a price or a balance that could
   * not be read, without which the gate lets nothing through.
   */
  private async denials(tx: Tx, gathered: Gathered): Promise<readonly string[]> {
    const { facts, policy } = await this.gatherer.complete(tx, gathered, 'relay');
    return decide(policy, facts)
      .reasons.filter(({ outcome, code }) => outcome === 'deny' && !isWaitedFor(code))
      .map(({ words }) => words);
  }
}

function isWaitedFor(code: RuleResult['code']): boolean {
  if (code === 'SAFE_FROZEN' || code === 'LIMIT_WINDOW' || code === 'LIMIT_COUNT') return true;
  return code !== null && isPassing(code);
}

/** What follows of a look, under the lock of the transfer's row. */
@Injectable()
export class Invalidation {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly life: TransferLife,
    private readonly standings: Standings,
    private readonly chain: ChainStandings,
  ) {}

  async apply(tx: Tx, seen: Asked, look: Look): Promise<void> {
    const transfer = await this.transfers.lock(seen.id, tx);
    if (transfer?.state !== 'awaiting-confirmation' && transfer?.state !== 'confirmed') return;
    if (transfer.revision !== seen.revision) return;
    const at = await this.database.now(tx);
    if (at >= transfer.intent.expiresAt) {
      await this.life.advance(tx, transfer, { kind: 'expire' }, 'system');
      return;
    }
    const faults = await this.standings.faults(transfer, tx);
    const all = faults.length > 0 ? faults : await this.chain.faults(tx, transfer, look);
    if (all.length === 0) return;
    await this.life.advance(tx, transfer, { kind: 'revise', because: all.join('; '), at }, 'system');
  }
}

/** As many looks at a time as leave the job engine hands for the transfers that move. */
const AT_ONCE = 2;

/**
 * The regular look at everything that waits: whatever its clearance rests on is read again, and a difference makes a new
 * revision at once, not only when the relay gate would find it (invariants 9 and 13).
 */
@Injectable()
export class Rechecker implements OnModuleInit {
  private readonly log = new Logger(Rechecker.name);
  private looks = 0;

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly chain: ChainStandings,
    private readonly invalidation: Invalidation,
    private readonly follower: PolicyFollower,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(JOBS.recheck, (id) => this.recheck(id));
  }

  private async recheck(id: string): Promise<void> {
    const transfer = await this.follower.current(id);
    if (!transfer || !isRechecked(transfer)) return;
    const isBusy = this.looks >= AT_ONCE;
    if (!isBusy) {
      this.looks += 1;
      try {
        await this.look(transfer);
      } catch (error) {
        // The transfer moved on meanwhile, or something cannot be read: both are for the next look.
        if (!(error instanceof DomainError)) throw error;
        this.log.warn(`${id} cannot be looked at now: ${error.message}`);
      } finally {
        this.looks -= 1;
      }
    }
    await this.again(id, isBusy ? 'recheckBusy' : 'recheck');
  }

  private async look(transfer: Rechecked): Promise<void> {
    if (transfer.state === 'needs-exception' || transfer.state === 'queued') {
      await this.follower.follow(transfer);
      return;
    }
    const look = await this.chain.look(transfer);
    await this.database.transaction((tx) => this.invalidation.apply(tx, transfer, look));
  }

  private async again(id: string, after: 'recheck' | 'recheckBusy'): Promise<void> {
    await this.database.transaction(async (tx) => {
      const transfer = await this.follower.current(id, tx);
      if (!transfer || !isRechecked(transfer)) return;
      await this.jobs.order(tx, { name: JOBS.recheck, id, after });
    });
  }
}

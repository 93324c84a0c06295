import { Injectable } from '@nestjs/common';
import { TransferDecider, driftWords } from '../decisions/decide-transfer.js';
import { FactsGatherer } from '../decisions/gather-facts.js';
import type { TransferSnapshot } from '../decisions/transfer-snapshot.js';
import { DomainError, isPassing } from '../domain/errors.js';
import { decide } from '../domain/policies/decide.js';
import type { RuleResult } from '../domain/policies/rule-result.js';
import { nonceWords } from '../domain/transfers/clearance-of.js';
import type { TransferIn } from '../domain/transfers/transfer.js';
import type { Tx } from '../infra/database/database.js';
import type { Voices } from '../infra/chain/providers.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import type { Rechecked } from '../transfers/transfer-life.js';

/** What a look at the chain gave: what is there, that it could not be looked at, or a fault that is no passing one. */
export type Look =
  | { readonly kind: 'seen'; readonly gathered: TransferSnapshot }
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

  async look({ id, intent, intentSignature: signature }: Rechecked, voices: Voices): Promise<Look> {
    try {
      return { kind: 'seen', gathered: await this.gatherer.gather({ id, intent, signature }, voices) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return isPassing(error.code) ? { kind: 'unavailable' } : { kind: 'fault', error };
    }
  }

  /** Could not look is no difference and no pass: the relay gate lets nothing through that it has not seen (invariant 6). */
  async faults(tx: Tx, transfer: Asked, look: Look): Promise<readonly string[]> {
    const found = await this.differences(tx, transfer, look);
    if (found.length > 0 && look.kind === 'seen') await this.decider.freezeOnDrift(tx, look.gathered);
    return found;
  }

  /** The same, with nothing done about it. */
  async differences(tx: Tx, transfer: Asked, look: Look): Promise<readonly string[]> {
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
  private async isOld(tx: Tx, { id, revision }: Asked, { reading }: TransferSnapshot): Promise<boolean> {
    const clearedAt = await this.simulations.clearedAt(id, revision, tx);
    return clearedAt !== undefined && reading.block.number < clearedAt;
  }

  private async compare(tx: Tx, { evidence }: Asked, gathered: TransferSnapshot): Promise<readonly string[]> {
    const { drift, reading } = gathered;
    if (drift.length > 0) return [`the Safe is not as pinned: ${driftWords(drift)}`];
    const { nonce } = evidence.cleared;
    const moved = reading.nonce === nonce ? [] : [nonceWords(nonce, reading.nonce)];
    return [...moved, ...(await this.denials(tx, gathered))];
  }

  /**
   * The words of every rule that would deny it now. A freeze alone ends nothing that waits, because the relay gate stops it;
   * nor do transfers that came later and filled the window: its own budget is reserved; nor a price or a balance that could
   * not be read, without which the gate lets nothing through.
   */
  private async denials(tx: Tx, gathered: TransferSnapshot): Promise<readonly string[]> {
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

import { Injectable } from '@nestjs/common';
import { TransferDecider, driftWords } from '../decisions/decide-transfer.js';
import { FactsGatherer } from '../decisions/gather-facts.js';
import type { TransferSnapshot } from '../decisions/transfer-snapshot.js';
import { DomainError, isPassing } from '../domain/errors.js';
import { decide } from '../domain/policies/decide.js';
import type { RuleResult } from '../domain/policies/rule-result.js';
import { nonceWords } from '../domain/transfers/clearance-of.js';
import type { Transfer, TransferIn } from '../domain/transfers/transfer.js';
import type { Tx } from '../infra/database/database.js';
import type { Voices } from '../infra/chain/providers.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';

/** The result of a look at the chain: a snapshot, a failure to read it, or a permanent fault. */
export type Look =
  | { readonly kind: 'seen'; readonly gathered: TransferSnapshot }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'fault'; readonly error: DomainError };

type Asked = TransferIn<'awaiting-confirmation' | 'confirmed'>;

/** Compares the chain as just read with the clearance of a transfer. */
@Injectable()
export class ChainStandings {
  constructor(
    private readonly gatherer: FactsGatherer,
    private readonly decider: TransferDecider,
    private readonly simulations: SimulationsRepository,
  ) {}

  async look(
    { id, intent, intentSignature: signature }: Pick<Transfer, 'id' | 'intent' | 'intentSignature'>,
    voices: Voices,
  ): Promise<Look> {
    try {
      return { kind: 'seen', gathered: await this.gatherer.gather({ id, intent, signature }, voices) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return isPassing(error.code) ? { kind: 'unavailable' } : { kind: 'fault', error };
    }
  }

  /** The differences. A failed look finds none, which is safe: the relay gate passes nothing unseen (invariant 6). */
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

  /** True for a state from before the clearance, as a lagging provider shows it: it says nothing about now. */
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
   * The words of every rule that would deny the transfer now, with three exceptions. A freeze does not end a waiting
   * transfer, because the relay gate stops it. Later transfers that filled the window do not, because its own budget is
   * reserved. An unreadable price or balance does not, because the gate lets nothing through without them.
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

import { Injectable } from '@nestjs/common';
import { decide } from '../domain/policies/decide.js';
import type { Decision } from '../domain/policies/decision.js';
import type { Facts } from '../domain/policies/facts.js';
import type { Intent } from '../domain/transfers/intent.js';
import { parseId } from '../domain/values/identifier.js';
import { Database } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { BoundedAsking } from '../infra/http/problems/bounded-asking.js';
import { UnlockedUsage } from '../policies/unlocked-usage.js';
import { type DecidedBy, FactsGatherer } from './gather-facts.js';

// A placeholder: it is assumed that the requester signs, and callers say so.
const NO_SIGNATURE = `0x${'00'.repeat(65)}` as const;

export interface DryDecided {
  readonly decision: Decision;
  readonly facts: Facts;
  readonly policy: DecidedBy;
}

/** Each asks every provider a dozen things, and nothing but these bounds keeps one caller from asking all day. */
const BOUNDS = {
  ...{ what: 'dry runs', max: 60, windowMs: 60_000 },
  ...{ each: 2, all: 6, patienceMs: 3_000 },
};

/**
 * Decides an intent that nobody has signed, by the code path of a request up to the decision. It stores nothing and
 * locks nothing: whoever asks holds up nobody who acts.
 */
@Injectable()
export class DryDecision {
  private readonly asking = new BoundedAsking(BOUNDS);

  constructor(
    private readonly database: Database,
    private readonly gatherer: FactsGatherer,
    private readonly usage: UnlockedUsage,
  ) {}

  /**
   * @param asker the person or API key
   * @param own another policy than the one in force
   * @throws DomainError as the gatherer; RateLimited
   */
  of(intent: Intent, asker: string, own?: DecidedBy): Promise<DryDecided> {
    return this.asking.of(asker, () => this.decided(intent, own));
  }

  private async decided(intent: Intent, own: DecidedBy | undefined): Promise<DryDecided> {
    const unsigned = { id: parseId('tr', newId('tr')), intent, signature: NO_SIGNATURE };
    // It leaves nothing behind: of somebody who is silent that much is forgiven.
    const gathered = await this.gatherer.gather(unsigned, 'answering');
    const { facts: found, policy } = await this.database.snapshot((tx) =>
      this.gatherer.complete(tx, gathered, 'request', { by: own, usage: this.usage }),
    );
    const facts = { ...found, intentSignatureValid: true };
    return { decision: decide(policy, facts), facts, policy };
  }
}

import { Injectable } from '@nestjs/common';
import { decide } from '../domain/policies/decide.js';
import type { Decision } from '../domain/policies/decision.js';
import type { Facts } from '../domain/policies/facts.js';
import type { Intent } from '../domain/transfers/intent.js';
import { parseId } from '../domain/values/identifier.js';
import { Database, type Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { type DecidedBy, FactsGatherer } from './gather-facts.js';

// A placeholder: it is assumed that the requester signs, and callers say so.
const NO_SIGNATURE = `0x${'00'.repeat(65)}` as const;

export interface DryDecided {
  readonly decision: Decision;
  readonly facts: Facts;
  readonly policy: DecidedBy;
}

/** Decides an intent that nobody has signed, by the code path of a request up to the decision, and stores nothing. */
@Injectable()
export class DryDecision {
  constructor(
    private readonly database: Database,
    private readonly gatherer: FactsGatherer,
  ) {}

  /** @param own another policy than the one in force, which is read under the locks as a request does */
  async of(intent: Intent, own?: DecidedBy): Promise<DryDecided> {
    const unsigned = { id: parseId('tr', newId('tr')), intent, signature: NO_SIGNATURE };
    // It leaves nothing behind: of somebody who is silent that much is forgiven.
    const gathered = await this.gatherer.gather(unsigned, 'answering');
    const { facts: found, policy } = await undone(this.database, (tx) =>
      this.gatherer.complete(tx, gathered, 'request', own),
    );
    const facts = { ...found, intentSignatureValid: true };
    return { decision: decide(policy, facts), facts, policy };
  }
}

/** Rolls a transaction back. */
class Undone extends Error {}

async function undone<T>(database: Database, act: (tx: Tx) => Promise<T>): Promise<T> {
  const results: T[] = [];
  try {
    await database.transaction(async (tx) => {
      results.push(await act(tx));
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  const [result] = results;
  if (result === undefined) throw new Error('nothing was read');
  return result;
}

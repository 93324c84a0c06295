import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { DomainError } from '../domain/errors.js';
import type { Person } from '../domain/identity/person.js';
import { decide } from '../domain/policies/decide.js';
import type { Decision } from '../domain/policies/decision.js';
import type { Facts } from '../domain/policies/facts.js';
import { withMissing } from '../domain/policies/missing-facts.js';
import type { Policy } from '../domain/policies/policy.js';
import { type PersonId, parseId } from '../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database, type Tx } from '../infra/database/database.js';
import type { Principal } from '../infra/http/access.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { Register } from '../register/register.js';
import type { EvaluateTransfer } from './evaluations.contract.js';
import { type DecidedBy, FactsGatherer } from '../decisions/gather-facts.js';
import { HiddenTransfers } from '../veil/hidden-transfers.js';
import { HypotheticalIntents, type Hypothesis } from './hypothetical-intent.js';
import { PastFacts, type PastFact } from './past-facts.js';

export interface Evaluated {
  readonly decision: Decision;
  readonly facts: Facts;
  readonly policy: DecidedBy;
  readonly isDraft: boolean;
  readonly isPast: boolean;
  /** Everybody who was known at that moment. */
  readonly people: readonly Person[];
  readonly missing: readonly string[];
  readonly sources: readonly PastFact[];
}

type Asked = z.output<typeof EvaluateTransfer>;

/** The policy that is asked: a draft has the number that it would get. */
interface Chosen {
  readonly policy: DecidedBy;
  readonly isDraft: boolean;
}

/** The moment that is asked about, by the register of that moment. */
@Injectable()
export class Moments {
  constructor(
    readonly database: Database,
    readonly people: PeopleRepository,
    private readonly policies: PoliciesRepository,
    private readonly register: Register,
  ) {}

  registerAt(at: UnixSeconds) {
    return this.register.at(at);
  }

  async choose(asked: Asked['policy'], inForce: Policy | undefined): Promise<Chosen> {
    if (asked === undefined) {
      if (!inForce) throw DomainError.at('/at', 'BODY_SCHEMA', 'no policy was in force then');
      return { policy: inForce, isDraft: false };
    }
    if (typeof asked === 'number') {
      const policy = await this.policies.find(asked);
      if (policy) return { policy, isDraft: false };
      throw DomainError.at('/policy', 'POLICY_NOT_FOUND', `there is no policy version ${String(asked)}`);
    }
    const [latest] = await this.policies.list({ limit: 1 });
    return { policy: { version: (latest?.version ?? 0) + 1, document: asked }, isDraft: true };
  }

  async inForce(now: UnixSeconds): Promise<Policy> {
    return this.policies.active(now);
  }
}

/** Decides a transfer that nobody has asked for. It goes the way of a request up to the decision, and leaves nothing behind. */
@Injectable()
export class DryRun {
  constructor(
    private readonly moments: Moments,
    private readonly intents: HypotheticalIntents,
    private readonly gatherer: FactsGatherer,
    private readonly past: PastFacts,
    private readonly hidden: HiddenTransfers,
  ) {}

  async evaluate(by: Principal, asked: Asked): Promise<Evaluated> {
    const now = await this.moments.database.now();
    const at = asked.at ?? now;
    if (at > now) throw DomainError.at('/at', 'BODY_SCHEMA', 'nobody knows what will be then');
    await this.hidden.requireNone(by, at);
    const hypothesis = hypothesisOf(asked, requesterOf(by, asked.requester));
    return asked.at === undefined ? this.today(hypothesis, asked, now) : this.earlier(hypothesis, asked, at);
  }

  private async today(hypothesis: Hypothesis, asked: Asked, now: UnixSeconds): Promise<Evaluated> {
    const { policy, isDraft } = await this.moments.choose(asked.policy, await this.moments.inForce(now));
    const expiresAt = unixSeconds(now + policy.document.maxExpirySeconds);
    const gathered = await this.gatherer.gather(await this.intents.build(hypothesis, expiresAt));
    // By no version of one's own it is decided by the one that is in force under the locks, as a request is.
    const own = asked.policy === undefined ? undefined : policy;
    const complete = await undone(this.moments.database, (tx) =>
      this.gatherer.complete(tx, gathered, 'request', own),
    );
    const facts = { ...complete.facts, intentSignatureValid: true };
    return {
      decision: decide(complete.policy, facts),
      ...{ facts, policy: complete.policy, isDraft, isPast: false, missing: [], sources: [] },
      people: await this.moments.people.list(),
    };
  }

  private async earlier(hypothesis: Hypothesis, asked: Asked, at: UnixSeconds): Promise<Evaluated> {
    const register = await this.moments.registerAt(at);
    const inForce = register.policies().findLast((each) => each.activeFrom <= at);
    const { policy, isDraft } = await this.moments.choose(asked.policy, inForce);
    const { facts, missing, sources } = await this.past.facts(hypothesis, { register, at, policy });
    const decision = withMissing(decide(policy, facts), missing);
    const words = missing.map((each) => each.words);
    const people = [...register.people.values()];
    return { decision, facts, policy, isDraft, isPast: true, people, missing: words, sources };
  }
}

/** Ends a transaction without keeping anything of it. */
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
  if (result === undefined) throw new TypeError('the transaction has ended without a result');
  return result;
}

function hypothesisOf(asked: Asked, requester: PersonId): Hypothesis {
  return {
    safe: parseId('safe', asked.safe),
    asset: parseId('ast', asked.asset),
    destination: parseId('dst', asked.destination),
    amount: asked.amount,
    requester,
  };
}

/** Anybody may be named: nothing is done in their name. */
function requesterOf(by: Principal, named: string | undefined): PersonId {
  if (named !== undefined) return parseId('per', named);
  if (by.kind === 'person') return by.personId;
  throw DomainError.at('/requester', 'BODY_SCHEMA', 'a service names the person who would ask');
}

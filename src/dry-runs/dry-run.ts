import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { DryDecision } from '../decisions/dry-decision.js';
import type { DecidedBy } from '../decisions/gather-facts.js';
import { DomainError } from '../domain/errors.js';
import type { Person } from '../domain/identity/person.js';
import type { Decision } from '../domain/policies/decision.js';
import type { Facts } from '../domain/policies/facts.js';
import type { Intent } from '../domain/transfers/intent.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { type PersonId, parseId } from '../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { Database } from '../infra/database/database.js';
import { type Principal, actorOf } from '../infra/http/access.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { IntentBuilder } from '../transfer-api/transfer-requester.js';
import { HiddenTransfers } from '../veil/hidden-transfers.js';
import type { EvaluateTransfer } from './evaluations.contract.js';

export interface Evaluated {
  readonly decision: Decision;
  readonly facts: Facts;
  readonly policy: DecidedBy;
  readonly isDraft: boolean;
  readonly people: readonly Person[];
}

type Asked = z.output<typeof EvaluateTransfer>;

/** The policy of a dry run. A draft has the version number that it would get. */
interface Chosen {
  readonly policy: DecidedBy;
  readonly isDraft: boolean;
}

// A placeholder: the salt is no fact of a decision.
const NO_SALT = parseBytes32(`0x${'00'.repeat(32)}`);

/** The assumptions of a dry run. */
export const ASSUMED: readonly string[] = [
  'The requester signs the intent.',
  'It expires as late as the policy allows.',
  'Nobody has made an exception for it.',
];

/** Decides a hypothetical transfer by the code path of a request, up to the decision, and stores nothing. */
@Injectable()
export class DryRun {
  constructor(
    private readonly database: Database,
    private readonly people: PeopleRepository,
    private readonly policies: PoliciesRepository,
    private readonly intents: IntentBuilder,
    private readonly decisions: DryDecision,
    private readonly hidden: HiddenTransfers,
  ) {}

  evaluate(by: Principal, asked: Asked): Promise<Evaluated> {
    return this.hidden.requireNone(by, () => this.decide(by, asked));
  }

  private async decide(by: Principal, asked: Asked): Promise<Evaluated> {
    const requester = requesterOf(by, asked.requester);
    const now = await this.database.now();
    const { policy, isDraft } = await this.choose(asked.policy, now);
    const expiresAt = unixSeconds(now + policy.document.maxExpirySeconds);
    const intent = await this.intent(asked, requester, expiresAt);
    // By no version of one's own it is decided by the one that is in force then, as a request is.
    const own = asked.policy === undefined ? undefined : policy;
    const decided = await this.decisions.of(intent, actorOf(by), own);
    return {
      ...{ ...decided, isDraft },
      people: await this.people.list(),
    };
  }

  private async choose(asked: Asked['policy'], now: UnixSeconds): Promise<Chosen> {
    if (asked === undefined) return { policy: await this.policies.active(now), isDraft: false };
    if (typeof asked === 'number') {
      const policy = await this.policies.find(asked);
      if (policy) return { policy, isDraft: false };
      throw DomainError.at('/policy', 'POLICY_NOT_FOUND', `there is no policy version ${String(asked)}`);
    }
    const [latest] = await this.policies.list({ limit: 1 });
    return { policy: { version: (latest?.version ?? 0) + 1, document: asked }, isDraft: true };
  }

  /** @throws DomainError as a request does, with pointers into the request */
  private async intent(asked: Asked, requester: PersonId, expiresAt: UnixSeconds): Promise<Intent> {
    const named = {
      safe: parseId('safe', asked.safe),
      asset: parseId('ast', asked.asset),
      destination: parseId('dst', asked.destination),
    };
    const { amount } = asked;
    const request = { ...named, amount, reference: 'Dry run', salt: NO_SALT, expiresAt };
    return this.intents.build(request, requester);
  }
}

/** The hypothetical requester. Any person may be named, because nothing is done in their name. */
function requesterOf(by: Principal, named: string | undefined): PersonId {
  if (named !== undefined) return parseId('per', named);
  if (by.kind === 'person') return by.personId;
  throw DomainError.at('/requester', 'BODY_SCHEMA', 'a service names the person who would ask');
}

import { Injectable } from '@nestjs/common';
import { assetOf } from '../../domain/policies/applies.js';
import {
  type BudgetAsset,
  type BudgetWorld,
  type LimitBudget,
  isRolling,
  limitBudgets,
} from '../../domain/policies/limit-budgets.js';
import type { Policy, Rule } from '../../domain/policies/policy.js';
import type { Registered } from '../../domain/register/registered.js';
import { type AssetId, type SafeId, parseId } from '../../domain/values/identifier.js';
import type { UnixSeconds } from '../../domain/values/time.js';
import { DomainError } from '../../domain/errors.js';
import { Database } from '../../infra/database/database.js';
import { LimitUsageRepository, type WindowUse } from '../../policies/limit-usage.repository.js';
import { Register } from '../../register/register.js';

export interface LimitQuestion {
  readonly safe?: SafeId | undefined;
  readonly asset?: AssetId | undefined;
  /** The place of the last limit of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface UsedLimit {
  /** Sorts the limits, and names each among them. */
  readonly place: string;
  readonly budget: LimitBudget;
  readonly use: WindowUse;
}

export interface UsedLimits {
  readonly at: UnixSeconds;
  readonly policy: Policy;
  readonly register: Registered;
  readonly limits: readonly UsedLimit[];
  /** The rules without a budget of their own. */
  readonly others: readonly Rule[];
}

/** Every rolling limit of the policy in force with what is used of it, in a constant number of queries. */
@Injectable()
export class Limits {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly usage: LimitUsageRepository,
  ) {}

  /** @throws DomainError POLICY_UNAVAILABLE */
  async list({ safe, asset, after, limit }: LimitQuestion): Promise<UsedLimits> {
    const [register, at] = [await this.register.current(), await this.database.now()];
    const policy = register.policies().findLast((each) => each.activeFrom <= at);
    if (!policy) throw new DomainError('POLICY_UNAVAILABLE', 'no policy is in force');
    const document = {
      ...policy.document,
      rules: policy.document.rules.filter(
        (rule) => asset === undefined || [undefined, asset].includes(assetOf(rule) as AssetId),
      ),
    };
    const budgets = limitBudgets(document, everybody(register)).filter(
      ({ scope, subject }) => safe === undefined || scope !== 'safe' || subject === safe,
    );
    const page = (await this.relevant(budgets, register))
      .map((budget) => ({ place: `${budget.rule.id}~${budget.subject}`, budget }))
      .filter(({ place }) => after === undefined || place > after)
      .sort((one, other) => (one.place < other.place ? -1 : 1))
      .slice(0, limit);
    const uses = await this.usage.of(
      page.map(({ budget }) => budget),
      at,
    );
    const counted = new Set(budgets.map(({ rule }) => rule.id));
    return {
      ...{ at, policy, register },
      limits: page.flatMap((each, index) => {
        const use = uses[index];
        return use ? [{ ...each, use }] : [];
      }),
      others: document.rules.filter((rule) => !isRolling(rule) || !counted.has(rule.id)),
    };
  }

  /** Budgets of what exists; of what was removed, only where something was ever counted. */
  private async relevant(
    budgets: readonly LimitBudget[],
    register: Registered,
  ): Promise<readonly LimitBudget[]> {
    const gone = budgets.filter((budget) => isGone(budget, register));
    const used = await this.usage.used(gone.map(({ scopeKey }) => scopeKey));
    const unused = new Set(gone.filter(({ scopeKey }) => !used.has(scopeKey)));
    return budgets.filter((budget) => !unused.has(budget));
  }
}

function everybody(register: Registered): BudgetWorld {
  return {
    safes: register.list('safe').map((id) => parseId('safe', id)),
    destinations: register.list('destination').map((id) => parseId('dst', id)),
    requesters: [...register.people.keys()],
    asset: (id): BudgetAsset | undefined => register.asset(id)?.asset,
  };
}

function isGone({ scope, subject }: LimitBudget, register: Registered): boolean {
  switch (scope) {
    case 'destination':
      return register.destination(subject)?.removedAt !== null;
    case 'requester': {
      const person = register.people.get(parseId('per', subject));
      return person?.removedAt !== null || !person.roles.includes('operator');
    }
    case 'safe':
    case 'asset':
    case 'group':
    case 'all':
      return false;
  }
}

import type { LimitBudget } from '../../domain/policies/limit-budgets.js';
import { formatMeasure, unitSymbol } from '../../domain/policies/measure.js';
import { ruleSentence } from '../../domain/policies/policy-sentences.js';
import { type PolicyNames, lengthWords } from '../../domain/policies/rule-words.js';
import type { Registered } from '../../domain/register/registered.js';
import { namesIn } from '../../domain/register/words.js';
import { parseId } from '../../domain/values/identifier.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import type { LimitPage, LimitView } from './limits.contract.js';
import type { UsedLimit, UsedLimits } from './limits.js';

/** A page of limits as the API shows it; `nextCursor` is the place of its last one if there are more. */
export function limitPage(found: UsedLimits, limit: number): LimitPage {
  const { at, policy, register, limits, others } = found;
  const names = namesIn(register.ledger);
  const page = limits.slice(0, limit);
  return {
    at: printTimestamp(at),
    policy: { version: policy.version, hash: policy.hash, name: policy.document.name },
    data: page.map((each) => limitView(each, register, names)),
    nextCursor: limits.length > limit ? (page.at(-1)?.place ?? null) : null,
    others: others.map((rule) => ({
      rule: rule.id,
      kind: rule.kind,
      sentence: ruleSentence(rule, names),
    })),
  };
}

function limitView({ budget, use }: UsedLimit, register: Registered, names: PolicyNames): LimitView {
  const { rule, scope, subject, unit, asset, windowSeconds, max, ceiling } = budget;
  const print = (value: bigint): string => formatMeasure(value, unit, asset?.decimals ?? 0);
  return {
    ...{ rule: rule.id, kind: rule.kind, sentence: ruleSentence(rule, names) },
    scope: { kind: scope, id: scope === 'all' ? null : subject, label: labelOf(budget, register) },
    asset: asset && { id: asset.id, symbol: asset.symbol, decimals: asset.decimals },
    ...{ unit, symbol: unitSymbol(unit, asset?.symbol ?? '') },
    window: { seconds: windowSeconds, words: lengthWords({ windowSeconds }) },
    max: print(max),
    ceiling: ceiling === null ? null : print(ceiling),
    used: print(use.used),
    reserved: print(use.reserved),
    free: print(use.used < max ? max - use.used : 0n),
    frees: use.frees.map((each) => ({ at: printTimestamp(each.at), used: print(each.used) })),
  };
}

function labelOf({ scope, subject }: LimitBudget, register: Registered): string {
  switch (scope) {
    case 'safe':
      return register.safe(subject)?.label ?? subject;
    case 'destination':
      return register.destination(subject)?.label ?? subject;
    case 'requester':
      return register.people.get(parseId('per', subject))?.name ?? subject;
    case 'asset':
      return 'All Safes together';
    case 'group':
      return subject;
    case 'all':
      return 'All transfers together';
  }
}

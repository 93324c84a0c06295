import type { Amount } from '../values/amount.js';
import { applies } from './applies.js';
import type { PolicyDocument, Rule } from './policy.js';
import { valuer } from './price.js';
import { kindOf } from './rule-kinds.js';
import type { RecentMatch, RollingSum, ScopeFacts, WindowFacts } from './scopes.js';

/** One sum that `decide` needs. */
export interface RollingWindow extends RollingSum {
  readonly ruleId: string;
  readonly windowSeconds: number;
}

/**
 * The sums that `decide` needs: one for each rolling rule that applies. A rule in US dollars without a price, or with
 * an unreadable limit, is left out, because it denies whatever was used.
 */
export function rollingWindows(document: PolicyDocument, facts: WindowFacts): RollingWindow[] {
  const worth = valuer(document, facts)(facts.amount);
  const usd = worth.isKnown ? worth.value : null;
  return windowsOf(document, facts, (rule) => kindOf(rule).rolling?.(rule, facts, usd));
}

/** The earlier transfers that `decide` needs: those that match and still count. */
export interface RecentWindow extends RecentMatch {
  readonly ruleId: string;
  readonly kind: Rule['kind'];
  readonly windowSeconds: number;
}

export function recentWindows(
  document: PolicyDocument,
  facts: ScopeFacts & { readonly amount: Amount },
): RecentWindow[] {
  return windowsOf(document, facts, (rule) => {
    const match = kindOf(rule).recent?.(rule, facts);
    return match && { ...match, kind: rule.kind };
  });
}

/** Runs `ask` for each applicable rule with a window. */
function windowsOf<W>(
  document: PolicyDocument,
  facts: ScopeFacts,
  ask: (rule: Rule) => W | null | undefined,
): (W & { readonly ruleId: string; readonly windowSeconds: number })[] {
  return document.rules.flatMap((rule) => {
    if (!('windowSeconds' in rule) || !applies(rule, facts)) return [];
    if ('scope' in rule && rule.scope === 'destination' && facts.destination === null) return [];
    const asked = ask(rule);
    return asked ? [{ ...asked, ruleId: rule.id, windowSeconds: rule.windowSeconds }] : [];
  });
}

import { ACTS, isAuditType } from './acts/acts.js';
import type { Outcome } from './acts/act.js';

type Rule = Outcome | { readonly member: string; readonly values: Readonly<Record<string, Outcome>> };

/**
 * The outcome of an entry, from its type and detail alone, so that every reader computes the same. Null for an unknown
 * type. An unknown value is never a success.
 */
export function outcomeOf(type: string, detail: unknown): Outcome | null {
  if (!isAuditType(type)) return null;
  const rule: Rule = ACTS[type].outcome;
  if (typeof rule === 'string') return rule;
  const value = memberOf(detail, rule.member);
  const isWord = typeof value === 'string' || typeof value === 'boolean';
  const word = isWord ? String(value) : '';
  return Object.hasOwn(rule.values, word) ? (rule.values[word] ?? 'failure') : 'failure';
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

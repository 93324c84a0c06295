import { formatMeasure, parseMeasure } from '../../../src/domain/policies/measure.js';
import type { LimitView } from '../../../src/dry-runs/limits/limits.contract.js';

type ScopeKind = LimitView['scope']['kind'];

/** Limits that stand below one heading. */
export interface LimitGroup {
  readonly kind: ScopeKind;
  /** Null where the heading is of a kind and not of one thing. */
  readonly id: string | null;
  readonly title: string;
  readonly note: string;
  readonly limits: readonly LimitView[];
}

const ORDER: readonly ScopeKind[] = ['safe', 'destination', 'requester', 'group', 'asset', 'all'];

const HEADS: Readonly<Record<Exclude<ScopeKind, 'safe'>, readonly [title: string, note: string]>> = {
  destination: ['Destinations', 'what each may be sent'],
  requester: ['Requesters', 'what each may ask for'],
  group: ['Groups', 'what the transfers of each group may add up to'],
  asset: ['Assets', 'over all Safes'],
  all: ['All transfers together', 'by the prices of the policy'],
};

/** Each Safe for itself, then what is counted for others, kind by kind. Within a group the fullest stands first. */
export function limitGroups(limits: readonly LimitView[]): readonly LimitGroup[] {
  return ORDER.flatMap((kind): readonly LimitGroup[] => {
    const own = limits.filter(({ scope }) => scope.kind === kind);
    if (own.length === 0) return [];
    if (kind !== 'safe') {
      const [title, note] = HEADS[kind];
      return [{ kind, id: null, title, note, limits: own.toSorted(byShare) }];
    }
    const ids = [...new Set(own.map(({ scope }) => scope.id))];
    return ids.map((id) => {
      const ofOne = own.filter(({ scope }) => scope.id === id).toSorted(byShare);
      return { kind, id, title: ofOne[0]?.scope.label ?? id ?? '', note: '', limits: ofOne };
    });
  });
}

const STEPS = 10_000n;

function shareOf(limit: LimitView): bigint {
  const max = units(limit, limit.max);
  return max === 0n ? STEPS : (units(limit, limit.used) * STEPS) / max;
}

function byShare(one: LimitView, other: LimitView): number {
  return Number(shareOf(other) - shareOf(one));
}

function units({ unit, asset }: LimitView, text: string): bigint {
  return parseMeasure(text, unit, asset?.decimals ?? 0);
}

function words({ unit, asset }: LimitView, value: bigint): string {
  return formatMeasure(value, unit, asset?.decimals ?? 0);
}

/** What was paid, without what is held. */
export function paidOf(limit: LimitView): string {
  return words(limit, units(limit, limit.used) - units(limit, limit.reserved));
}

export interface Release {
  readonly at: string;
  /** By how much the limit has more room from then on. */
  readonly amount: string;
}

/** What leaves the window when. */
export function releasesOf(limit: LimitView): readonly Release[] {
  let before = units(limit, limit.used);
  return limit.frees.map(({ at, used }) => {
    const after = units(limit, used);
    const amount = words(limit, before - after);
    before = after;
    return { at, amount };
  });
}

export function isFull(limit: LimitView): boolean {
  return units(limit, limit.free) === 0n;
}

/** The words of a rule without its id, which stands beside them. */
export function sentenceOf({ rule, sentence }: { readonly rule: string; readonly sentence: string }): string {
  const bare = sentence.startsWith(`${rule}: `) ? sentence.slice(rule.length + 2) : sentence;
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

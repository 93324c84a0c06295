import type { Requirement } from '../src/domain/confirmations/quorum.js';
import type { ExceptionFact, Facts } from '../src/domain/policies/facts.js';
import type { PolicyDocument, Rule } from '../src/domain/policies/policy.js';

export type Measured = Readonly<{ unit?: 'asset' | 'usd' }>;
/** "allow", "deny CODE" or "waived", and then the unit, what was measured, the bound and the ceiling. */
export type Answer = readonly [string, ...numbers: readonly (string | bigint | null)[]];

export const max = (...list: bigint[]): bigint => list.reduce((a, b) => (a > b ? a : b), 0n);
export const upwards = (value: bigint, by: bigint): bigint => value / by + (value % by === 0n ? 0n : 1n);

/** Fixed point with no rounding, or no number at all. */
export function units(text: string, decimals: number): bigint {
  const [whole = '', part = ''] = text.split('.');
  const value = BigInt(whole + part.padEnd(decimals, '0'));
  if (part.length > decimals || value >= 2n ** 256n) throw new Error('RULE_FAILED');
  return value;
}

export function only<T extends { ruleId: string }>(list: readonly T[], id: string): T {
  const [one, more] = list.filter((each) => each.ruleId === id);
  if (!one || more) throw new Error('RULE_FAILED');
  return one;
}

/**
 * Tries every way of putting different people into the places. Who answered by a passkey too does not fill a place that
 * wants EVM keys: answering again never helps.
 */
export function canFill(
  [place, ...places]: Pick<Requirement, 'group' | 'keys'>[],
  people: readonly ExceptionFact[],
  taken: string[],
): boolean {
  if (place === undefined) return true;
  const fitting = people.filter(
    (each) =>
      each.groups.includes(place.group) &&
      !taken.includes(each.personId) &&
      !(place.keys === 'evm' && people.some((other) => isSame(other, each) && other.keys !== 'evm')),
  );
  return fitting.some((each) => canFill(places, people, [...taken, each.personId]));
}

function isSame(one: ExceptionFact, other: ExceptionFact): boolean {
  return one.personId === other.personId;
}

export function inDollars({ prices }: PolicyDocument, { asset, price, now }: Facts, value: bigint): bigint {
  const quotes = (prices ?? [])
    .filter(({ assetId }) => assetId === asset.id)
    .map(({ usd }) => units(usd, 30));
  if (price?.kind === 'unavailable') throw new Error('PRICE_UNAVAILABLE');
  if (price?.kind === 'feed') {
    const { rounds, decimals, maxAgeSeconds } = price;
    const [one, names] = [rounds[0], new Set(rounds.map(({ provider }) => provider))];
    if (!one || names.size < 2 || names.size < rounds.length) throw new Error('PRICE_UNAVAILABLE');
    const said = new Set(
      rounds.map(({ provider: _, ...rest }) => JSON.stringify(Object.entries(rest).sort())),
    );
    if (said.size > 1 || one.decimals !== decimals) throw new Error('PRICE_DIVERGENT');
    const answer = BigInt(one.answer) * 10n ** BigInt(30 - decimals);
    if (answer <= 0n) throw new Error('PRICE_OUT_OF_BOUNDS');
    const age = now - Number(one.updatedAt);
    if (age < 0 || age > maxAgeSeconds || BigInt(one.answeredInRound) < BigInt(one.roundId))
      throw new Error('PRICE_STALE');
    if (answer < units(price.min, 30) || answer > units(price.max, 30))
      throw new Error('PRICE_OUT_OF_BOUNDS');
    quotes.push(answer);
  }
  if (quotes.length === 0) throw new Error('PRICE_UNAVAILABLE');
  return max(
    ...quotes.map((quote) => upwards(value * quote * 1_000_000n, 10n ** BigInt(30 + asset.decimals))),
  );
}

const READINGS = new Map<string, Intl.DateTimeFormat>();

/** By what a wall shows, as Swedes write it ("2026-11-22 11:05:00"), looked at every quarter of an hour for the same again. */
export function isOpen(rule: Extract<Rule, { kind: 'business-hours' }>, now: number): boolean {
  const { timeZone } = rule;
  const long = { dateStyle: 'short', timeStyle: 'medium' } as const;
  const format = READINGS.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, ...long });
  READINGS.set(timeZone, format);
  const shown = format.format(now * 1_000);
  const [today = '', time = ''] = shown.split(' ');
  const [hasOpened, hasNotClosed] = [time >= `${rule.from}:00`, time < `${rule.to}:00`];
  const isNight = rule.from > rule.to;
  if (isNight ? !hasOpened && !hasNotClosed : !hasOpened || !hasNotClosed) return false;
  const date =
    isNight && hasNotClosed ? lastDateBefore(today, now, (at) => format.format(at * 1_000)) : today;
  const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][new Date(`${date}T12:00:00Z`).getUTCDay()];
  if (rule.holidays?.includes(date) === true || !rule.days.some((each) => each === day)) return false;
  return Array.from({ length: 16 }, (_, quarter) => format.format((now + (quarter + 1) * 900) * 1_000)).every(
    (later) => later !== shown,
  );
}

/** The last other date that the wall showed, looked for every quarter of an hour. */
function lastDateBefore(today: string, now: number, wall: (at: number) => string): string {
  let at = now;
  while (wall(at).startsWith(today)) at -= 900;
  return wall(at).slice(0, 10);
}

export const nameOf = ({ unit }: Measured): string => unit ?? 'asset';

export const held = (
  code: string,
  unit: string,
  measured: bigint,
  bound: bigint,
  ceiling: bigint | null,
): Answer => [measured <= bound ? 'allow' : `deny ${code}`, unit, measured, bound, ceiling];

export const failing = (ask: () => Answer): Answer => {
  try {
    return ask();
  } catch (error) {
    const code = (error as Error).message;
    return [`deny ${/^[A-Z_]+$/.test(code) ? code : 'RULE_FAILED'}`];
  }
};

export function isLiftable([said, , measured, , ceiling]: Answer): boolean {
  return (
    said.startsWith('deny') &&
    typeof measured === 'bigint' &&
    typeof ceiling === 'bigint' &&
    measured <= ceiling
  );
}

import { joinedQuorum } from '../confirmations/joined-quorum.js';
import { placeWords, requirementWords } from '../confirmations/requirement-words.js';
import { canonicalJson, plain } from '../values/canonical-json.js';
import type { TransferId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';
import type { ReadRecord } from './decision-record.js';
import type { Facts } from './facts.js';
import type { PolicyDocument } from './policy.js';
import { valuer } from './price.js';
import { type Life, ReplayedTotals, counts } from './replayed-totals.js';
import { reservationScopes } from './scopes.js';
import { type RecentWindow, recentWindows, rollingWindows } from './windows.js';

/** A transfer with the last decision before people were asked to confirm it, and its fate. */
export interface PastTransfer {
  readonly id: TransferId;
  readonly facts: Facts;
  readonly decision: Decision;
  readonly life: Life;
}

interface Ending {
  readonly outcome: Decision['outcome'];
  readonly tier: Decision['tier'];
}

/** A transfer that the draft decides differently. */
export interface Otherwise {
  readonly transfer: TransferId;
  readonly at: UnixSeconds;
  readonly was: Ending;
  readonly would: Ending;
  readonly because: readonly string[];
}

export interface Replayed {
  /** The number of transfers that were decided again. */
  readonly transfers: number;
  readonly otherwise: readonly Otherwise[];
}

/** The assumptions of a replay, which are shown with every result. */
export const REPLAY_ASSUMPTIONS: readonly string[] = [
  'Everybody asks for the same at the same time, and the same exceptions are made.',
  'Balances, prices, code, frozen Safes and the count of settled transfers are what they were; a fact that was not kept is missing, and its rules deny.',
  'What the draft permits counts in its later limits: as long as it really did if it was permitted, else as paid at the moment it was asked for.',
  'What the draft denies or holds for an exception counts in no limit; what happened before the first day counts as it really did.',
];

/**
 * Decides past transfers again by a draft policy, in order of time. The running totals are the draft's own: what it
 * would not have permitted does not count in its later windows. Transfers before `from` are not decided again but count
 * as they did.
 */
export function replayHistory(
  draft: { readonly version: number; readonly document: PolicyDocument },
  history: readonly PastTransfer[],
  from: UnixSeconds,
): Replayed {
  const past = new ReplayedPast(draft.document);
  const otherwise: Otherwise[] = [];
  const ordered = [...history].sort((a, b) => a.facts.now - b.facts.now || (a.id < b.id ? -1 : 1));
  for (const transfer of ordered) {
    if (transfer.facts.now < from) {
      past.add(transfer, transfer.decision.outcome);
      continue;
    }
    const would = decide(draft, past.factsFor(transfer));
    past.add(transfer, would.outcome);
    const difference = differenceOf(transfer, would);
    if (difference) otherwise.push(difference);
  }
  return { transfers: ordered.filter(({ facts }) => facts.now >= from).length, otherwise };
}

/** How much history before the first replayed day is needed to fill the draft's windows. */
export function longestWindow({ rules }: PolicyDocument): number {
  return Math.max(0, ...rules.map((rule) => ('windowSeconds' in rule ? rule.windowSeconds : 0)));
}

/** "3 of the last 90 days' 120 transfers would have ended otherwise." */
export function replayWords(days: number, { transfers, otherwise }: Replayed): string {
  const time = days === 1 ? "the last day's" : `the last ${String(days)} days'`;
  if (transfers === 0) return `There are no transfers of ${time.replace(/'s?$/, '')} to decide again.`;
  const count = `${String(transfers)} ${transfers === 1 ? 'transfer' : 'transfers'}`;
  const how = otherwise.length === 0 ? 'None' : String(otherwise.length);
  return `${how} of ${time} ${count} would have ended otherwise.`;
}

/** The transfers of a history, each with the last decision before people were asked to confirm it. */
export function pastTransfers(records: readonly ReadRecord[]): readonly PastTransfer[] {
  const asked = records.filter(({ facts }) => facts.stage !== 'relay');
  const byTransfer = Map.groupBy(asked, ({ transfer }) => transfer.id);
  return [...byTransfer.values()].flatMap((decided) => {
    const last = decided.reduce((a, b) =>
      a.facts.now < b.facts.now || (a.facts.now === b.facts.now && a.id < b.id) ? b : a,
    );
    const { transfer, facts, decision } = last;
    const { id, paidAt, endedAt } = transfer;
    return [{ id, facts, decision, life: { paidAt, endedUnpaidAt: paidAt === null ? endedAt : null } }];
  });
}

/** What the draft has decided so far, in the form of facts for its later decisions. */
class ReplayedPast {
  readonly #longest: number;
  readonly #totals: ReplayedTotals;
  #recent: { readonly transfer: PastTransfer; readonly usd: bigint | null; readonly life: Life }[] = [];

  constructor(private readonly document: PolicyDocument) {
    this.#longest = longestWindow(document);
    this.#totals = new ReplayedTotals(this.#longest);
  }

  factsFor({ facts }: PastTransfer): Facts {
    this.#recent = this.#recent.filter(({ life }) => counts(life, this.#longest, facts.now));
    const rolling = rollingWindows(this.document, facts).map((window) => this.#totals.use(window, facts.now));
    const recent = recentWindows(this.document, facts).map((window) => ({
      ruleId: window.ruleId,
      transfers: this.#recentOf(window, facts.now),
    }));
    return { ...facts, rolling, recent };
  }

  add(transfer: PastTransfer, outcome: Decision['outcome']): void {
    if (outcome === 'deny') return;
    const { facts, decision } = transfer;
    const value = valuer(this.document, facts)(facts.amount);
    const usd = value.isKnown ? value.value : null;
    const life = lifeUnder(outcome, transfer);
    if (decision.outcome !== 'deny' || outcome === 'permit') this.#recent.push({ transfer, usd, life });
    if (outcome === 'permit') this.#totals.add(reservationScopes(facts, { amount: facts.amount, usd }), life);
  }

  #recentOf(window: RecentWindow, now: UnixSeconds): Facts['recent'][number]['transfers'] {
    return this.#recent
      .filter(
        ({ transfer, life }) => isLike(window, transfer.facts) && counts(life, window.windowSeconds, now),
      )
      .map(({ transfer, usd, life: { paidAt } }) => ({
        transferId: transfer.id,
        amount: transfer.facts.amount,
        usd,
        // A transfer that is still live counts as paid now.
        at: paidAt === null || paidAt > now ? now : paidAt,
      }));
  }
}

/**
 * For a transfer that only the draft permits nobody knows when it would have been paid, so it counts from its request.
 */
function lifeUnder(outcome: Decision['outcome'], { facts, decision, life }: PastTransfer): Life {
  if (outcome !== 'permit' || decision.outcome === 'permit') return life;
  return { paidAt: facts.now, endedUnpaidAt: null };
}

function isLike(window: RecentWindow, { safe, destination, requester, asset, amount }: Facts): boolean {
  return (
    isSame(window.safeId, safe.id) &&
    isSame(window.destinationId, destination?.id) &&
    isSame(window.requesterId, requester.personId) &&
    isSame(window.assetId, asset.id) &&
    isSame(window.amount, amount)
  );
}

function isSame<T>(wanted: T | undefined, actual: T | undefined): boolean {
  return wanted === undefined || wanted === actual;
}

function differenceOf({ id, facts, decision }: PastTransfer, would: Decision): Otherwise | undefined {
  const [was, is] = [endingOf(decision), endingOf(would)];
  const isOtherwise = was.outcome !== is.outcome || quorumOf(was) !== quorumOf(is);
  if (!isOtherwise) return undefined;
  return { transfer: id, at: facts.now, was, would: is, because: becauseOf(decision, would) };
}

function endingOf({ outcome, tier }: Decision): Ending {
  return { outcome, tier: outcome === 'deny' ? null : tier };
}

/** Who must confirm, ignoring the tier's name. */
function quorumOf({ tier }: Ending): string {
  if (tier === null) return '';
  const require = joinedQuorum([tier.require]).sort((a, b) => (placeWords(a) < placeWords(b) ? -1 : 1));
  return canonicalJson(plain({ require, rekey: tier.rekey === true }));
}

function becauseOf(was: Decision, would: Decision): readonly string[] {
  const denials = ({ reasons }: Decision) => reasons.filter((reason) => reason.outcome === 'deny');
  const [before, after] = [denials(was), denials(would)];
  const isIn = (list: typeof before, rule: string) => list.some((each) => each.rule === rule);
  const added = after.filter(({ rule }) => !isIn(before, rule)).map((each) => `${each.rule}: ${each.words}`);
  const gone = before
    .filter(({ rule }) => !isIn(after, rule))
    .map((each) => `No longer denied by ${each.rule}: ${each.words}`);
  const words = [...added, ...gone];
  if (words.length > 0) return words;
  if (quorumOf(endingOf(was)) === quorumOf(endingOf(would))) {
    return after.map((each) => `${each.rule}: ${each.words}`);
  }
  return [`It needs ${quorumWords(would.tier)}; it needed ${quorumWords(was.tier)}.`];
}

function quorumWords(tier: Decision['tier']): string {
  if (tier === null) return 'nobody';
  const people = requirementWords(tier.require);
  return tier.rekey === true ? `${people}, who enter destination and amount first` : people;
}

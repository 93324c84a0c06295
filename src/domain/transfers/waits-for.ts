import { type Awaited, NOBODY, type Named, type OpenPlaces } from './awaited.js';
import { placeWords } from '../confirmations/requirement-words.js';
import { unreachable } from '../errors.js';
import type { TransferId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';
import { asking, awaitedWords, namesOf } from './awaited-words.js';
import { cancelEnd } from './cancellation-of.js';
import { type FreezeEnd, type StandingFreeze, freezeEndWords, frozenWords } from './freeze-wait.js';
import { isHeldForOwners } from './held-for-owners.js';
import { type HoldCode, holdCode } from './hold-codes.js';
import { isStoppedByFreeze } from './stopped-by-freeze.js';
import { type CancelAs, type Reason, type Transfer, hasEnded, isBeforeRelay, isRelayed } from './transfer.js';
import type { TransferEvent } from './transitions.js';

/** What an unfinished transfer waits for while nothing holds it up; a `HoldCode` says what does. */
export const WAIT_CODES = [
  'DECISION',
  'EXCEPTION',
  'LANE',
  'EXAMINATION',
  'CONFIRMATIONS',
  'RELAY',
  'OWNERS',
  'SUBMISSION',
  'EXECUTION',
  'FINALITY',
  'CANCEL_EXAMINATION',
  'CANCEL_CONFIRMATION',
  'CANCEL_OWNERS',
  'CANCEL_SUBMISSION',
  'CANCEL_EXECUTION',
] as const;
export type WaitCode = (typeof WAIT_CODES)[number];

/** A rule that an exception must lift, in the words of the decision. */
export interface Excepting {
  readonly rule: string;
  readonly words: string;
  readonly awaited: Awaited;
}

/** What was gathered about one transfer. Whatever its state does not ask for is empty. */
export interface WaitFacts {
  /** Since when it is in its state. */
  readonly since: UnixSeconds;
  /** The label of its Safe. */
  readonly safe: string;
  readonly frozen: StandingFreeze | null;
  readonly excepting: readonly Excepting[];
  /** The transfers of its Safe before it: who holds the lane, then who waits for it longer. */
  readonly ahead: readonly TransferId[];
  /** What the last attempt at its next step failed on, as far as that is known. */
  readonly failed: Reason | null;
  readonly awaited: Awaited;
  /** What holds up a relayed transfer, and since when. */
  readonly hold: (Reason & { readonly since: UnixSeconds }) | null;
  /** What is looked for on the chain. */
  readonly looked: string | null;
}

/** What an unfinished transfer waits for, from whom, since and until when. */
export interface WaitsFor {
  readonly code: WaitCode | HoldCode;
  readonly sentence: string;
  readonly people: readonly Named[];
  readonly groups: readonly OpenPlaces[];
  /** The transfer directly before it in its Safe's lane, and its own place in the queue: 1 is the next to enter. */
  readonly behind: { readonly transfer: TransferId; readonly place: number } | null;
  /** The freeze that stands on its Safe, also where it does not stop the next step. */
  readonly freeze: WaitFreeze | null;
  readonly since: UnixSeconds;
  /** When this wait ends by itself. */
  readonly expiresAt: UnixSeconds | null;
}

/** A freeze for people to see. */
export interface WaitFreeze extends Omit<StandingFreeze, 'end' | 'reason'> {
  /** Null for whoever must not learn what people wrote about the transfer. */
  readonly reason: string | null;
  /** The pending change that lifts it. */
  readonly change: FreezeEnd['change'];
}

/** Null only of a transfer that has ended. */
export function waitsFor(transfer: Transfer, facts: WaitFacts): WaitsFor | null {
  if (hasEnded(transfer.state)) return null;
  const { since } = facts;
  const freeze = facts.frozen && freezeOf(facts.frozen);
  const common = { people: [], groups: [], behind: null, freeze, since, expiresAt: endOf(transfer) };
  return { ...common, ...(frozen(transfer, facts) ?? heldUp(transfer, facts) ?? awaited(transfer, facts)) };
}

type Said = Pick<WaitsFor, 'code' | 'sentence'> & Partial<WaitsFor>;

/** A freeze comes first where it stops the next step. */
function frozen(transfer: Transfer, { frozen: found, safe, since }: WaitFacts): Said | undefined {
  const step = nextStep(transfer);
  if (!found || step === undefined || !isStoppedByFreeze(step)) return undefined;
  const asked = found.end.kind === 'approved' ? NOBODY : found.end.awaited;
  const { people, groups } = asking(asked);
  return {
    code: 'SAFE_FROZEN',
    sentence: `Waits until a quorum lifts the freeze: ${frozenWords(found, safe)}; ${freezeEndWords(found)}`,
    ...{ people, groups },
    since: later(since, found.at),
  };
}

function freezeOf({ end, ...freeze }: StandingFreeze): WaitFreeze {
  return { ...freeze, change: end.change };
}

/** What a look found against it, or what its next step failed on. */
function heldUp(transfer: Transfer, { hold, failed, frozen, awaited }: WaitFacts): Said | undefined {
  if (isRelayed(transfer) && hold) {
    const said = { code: holdCode(hold.code), sentence: `Is held up: ${hold.reason}`, since: hold.since };
    if (frozen || awaited.groups.length === 0 || !isHeldForOwners(hold)) return said;
    const { sentence, ...asked } = asking(awaited);
    return { ...said, ...asked, sentence: `${sentence}: ${awaited.lost ?? hold.reason}` };
  }
  if (!failed) return undefined;
  const code = holdCode(failed.code);
  if (transfer.state === 'simulating')
    return { code, sentence: `Is examined again and again: ${failed.reason}` };
  if (transfer.state === 'confirmed') return { code, sentence: `Waits at the relay gate: ${failed.reason}` };
  return undefined;
}

function awaited(transfer: Transfer, facts: WaitFacts): Said {
  const { state } = transfer;
  const looked = facts.looked === null ? '' : `: ${facts.looked}`;
  switch (state) {
    case 'requested':
      return { code: 'DECISION', sentence: 'Waits to be decided' };
    case 'needs-exception':
      return excepting(transfer.evidence.rules, facts.excepting);
    case 'queued':
      return inLane(facts);
    case 'simulating': {
      const { because, since } = transfer.evidence;
      return { code: 'EXAMINATION', sentence: `Is examined (${because})${looked}`, since };
    }
    case 'awaiting-confirmation':
      return { code: 'CONFIRMATIONS', ...asking(facts.awaited, 'the quorum, which is counted anew') };
    case 'confirmed':
      return { code: 'RELAY', sentence: 'Waits for the relay gate, which looks at everything once more' };
    case 'relayed':
      return { code: 'OWNERS', ...asking(facts.awaited, "the owners' signatures, which are counted anew") };
    case 'signed':
      return { code: 'SUBMISSION', sentence: `Waits to be sent by the relayer${looked}` };
    case 'submitted':
      return { code: 'EXECUTION', sentence: `Was sent, and waits to be mined${looked}` };
    case 'cancelling':
      return cancelled(transfer.evidence.cancel, facts);
    case 'executed': {
      const block = transfer.evidence.execution.blockNumber.toString();
      const sentence = `Was executed in block ${block}, and waits until that is final and compared${looked}`;
      return { code: 'FINALITY', sentence };
    }
    case 'settled':
    case 'mismatched':
    case 'superseded':
    case 'refused':
    case 'cancelled':
    case 'rejected':
    case 'expired':
      throw new Error(`a transfer that is ${state} waits for nothing`);
    default:
      return unreachable(transfer);
  }
}

function excepting(held: readonly string[], rules: readonly Excepting[]): Said {
  const code = 'EXCEPTION';
  if (rules.length === 0) return { code, sentence: `Waits to be decided again, held by ${held.join(', ')}` };
  const words = rules.map(
    ({ rule, words, awaited }) => `${awaitedWords(awaited)} to except ${rule}: ${words.replace(/\.$/, '')}`,
  );
  return { code, sentence: `Waits for ${words.join('; and for ')}`, ...joined(rules) };
}

/** Everybody who could except any of the rules; of each group, what most is missing of. */
function joined(rules: readonly Excepting[]): Pick<WaitsFor, 'people' | 'groups'> {
  const people = new Map(
    rules.flatMap(({ awaited }) => awaited.people.map((each) => [each.id, each] as const)),
  );
  const groups = new Map<string, OpenPlaces>();
  for (const { people: _, ...open } of rules.flatMap(({ awaited }) => awaited.groups)) {
    const known = groups.get(placeWords(open));
    if (!known || open.needed - open.have > known.needed - known.have) groups.set(placeWords(open), open);
  }
  return { people: [...people.values()], groups: [...groups.values()] };
}

/** A freeze lets it in, and refuses it there: that is said before. */
function inLane({ ahead, safe, frozen }: WaitFacts): Said {
  const before = ahead.at(-1);
  const code = 'LANE';
  const stopped = frozen ? `, but ${frozenWords(frozen, safe)}; ${freezeEndWords(frozen)}` : '';
  if (before === undefined) return { code, sentence: `Enters the lane of ${safe} next${stopped}` };
  const count = ahead.length - 1;
  const waiting = count === 0 ? '' : `; ${String(count)} more ${count === 1 ? 'comes' : 'come'} before it`;
  return {
    code,
    sentence: `Waits for the lane of ${safe}, which ${ahead[0] ?? before} holds${waiting}${stopped}`,
    behind: { transfer: before, place: ahead.length },
  };
}

function cancelled(cancel: CancelAs, facts: WaitFacts): Said {
  const looked = facts.looked === null ? '' : `: ${facts.looked}`;
  switch (cancel.stage) {
    case 'asked':
      return {
        code: 'CANCEL_EXAMINATION',
        sentence: `Its cancel is examined${looked}`,
        since: cancel.at,
      };
    case 'cleared':
      return {
        code: 'CANCEL_CONFIRMATION',
        sentence: `Waits for one person to confirm that its nonce is burnt (${namesOf(facts.awaited.people)})`,
        people: facts.awaited.people,
      };
    case 'confirmed': {
      const asked = asking(facts.awaited, "the owners' signatures, which are counted anew");
      return { code: 'CANCEL_OWNERS', ...asked, sentence: `${asked.sentence} to burn its nonce` };
    }
    case 'signed':
      return { code: 'CANCEL_SUBMISSION', sentence: `Waits until the relayer sends its cancel${looked}` };
    case 'submitted':
      return {
        code: 'CANCEL_EXECUTION',
        sentence: `Its cancel was sent, and waits to be mined and final${looked}`,
      };
    default:
      return unreachable(cancel);
  }
}

/** The step towards the payment that it waits for; undefined of one that has ended. */
export function nextStep({ state, evidence }: Transfer): TransferEvent['kind'] | undefined {
  switch (state) {
    case 'requested':
    case 'needs-exception':
      return 'queue';
    case 'queued':
      return 'enter-lane';
    case 'simulating':
      return 'clear';
    case 'awaiting-confirmation':
      return 'confirm';
    case 'confirmed':
      return 'relay';
    case 'relayed':
      return 'sign';
    case 'signed':
      return 'submit';
    case 'submitted':
      return 'execute';
    case 'cancelling':
      return CANCEL_STEPS[evidence.cancel.stage];
    case 'executed':
      return 'settle';
    case 'settled':
    case 'mismatched':
    case 'superseded':
    case 'refused':
    case 'cancelled':
    case 'rejected':
    case 'expired':
      return undefined;
  }
}

const CANCEL_STEPS = {
  asked: 'clear-cancel',
  cleared: 'confirm-cancel',
  confirmed: 'sign-cancel',
  signed: 'submit-cancel',
  submitted: 'burn',
} as const satisfies Readonly<Record<CancelAs['stage'], TransferEvent['kind']>>;

/** The intent's expiry ends everything until it is executed; a cancel has its own hour. */
function endOf(transfer: Transfer): UnixSeconds | null {
  if (transfer.state === 'cancelling') return cancelEnd(transfer.evidence.cancel) ?? null;
  return isBeforeRelay(transfer) || isRelayed(transfer) ? transfer.intent.expiresAt : null;
}

function later(one: UnixSeconds, other: UnixSeconds): UnixSeconds {
  return one > other ? one : other;
}

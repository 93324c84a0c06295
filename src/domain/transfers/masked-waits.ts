import { namesOf, placesWords } from './awaited-words.js';
import type { Named } from './awaited.js';
import type { WaitCode, WaitsFor } from './waits-for.js';

/** The same for whoever must not learn amount and destination: no words of rules or people are left in it. */
export function maskedWaits<W extends Maskable>(waits: W): W {
  const { groups, people, freeze } = waits;
  const asked = groups.length > 0 ? `: ${placesWords(groups)}` : '';
  const could = people.length > 0 ? ` (${namesOf(people)})` : '';
  return {
    ...waits,
    sentence: `${genericWords(waits.code)}${asked}${could}`,
    freeze: freeze && { ...freeze, reason: null },
  };
}

interface Maskable extends Pick<WaitsFor, 'code' | 'sentence' | 'groups'> {
  readonly people: readonly Pick<Named, 'name'>[];
  readonly freeze: { readonly reason: string | null } | null;
}

const GENERIC: Readonly<Record<WaitCode, string>> = {
  DECISION: 'Waits to be decided',
  EXCEPTION: 'Waits for an exception',
  LANE: "Waits for its Safe's lane",
  EXAMINATION: 'Is examined',
  CONFIRMATIONS: 'Waits for confirmations',
  RELAY: 'Waits for the relay gate',
  OWNERS: "Waits for the owners' signatures",
  SUBMISSION: 'Waits to be sent',
  EXECUTION: 'Waits to be mined',
  FINALITY: 'Waits until its execution is final and compared',
  CANCEL_EXAMINATION: 'Its cancel is examined',
  CANCEL_CONFIRMATION: 'Waits for one person to confirm its cancel',
  CANCEL_OWNERS: 'Waits for the owners to sign its cancel',
  CANCEL_SUBMISSION: 'Waits until its cancel is sent',
  CANCEL_EXECUTION: 'Waits until its cancel is mined and final',
};

function genericWords(code: WaitsFor['code']): string {
  return Object.hasOwn(GENERIC, code) ? GENERIC[code as WaitCode] : `Is held up by ${code}`;
}

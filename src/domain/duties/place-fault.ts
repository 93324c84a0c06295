import { evmKeyWords } from '../confirmations/requirement-words.js';
import { type Refusal, refusal } from '../errors.js';
import { type Person, bestKeyKind } from '../identity/person.js';
import type { Named, OpenPlaces } from '../transfers/awaited.js';
import type { UnixSeconds } from '../values/time.js';

/** What is awaited, and of whom: as `WaitsFor` and `Awaited` have it. */
interface Open {
  readonly groups: readonly OpenPlaces[];
  readonly people: readonly Pick<Named, 'id'>[];
}

/** Why the answer of somebody whom no rule refuses would count for nothing: it is not among those that are awaited. */
export function placeFault(
  { groups, people }: Open,
  person: Person,
  { what, now }: { readonly what: string; readonly now: UnixSeconds },
): Refusal | undefined {
  if (people.some(({ id }) => id === person.id)) return undefined;
  const isOpen = groups.some(({ group }) => person.groups.includes(group));
  if (isOpen && bestKeyKind(person, now) === 'passkey') return refusal('EVM_KEY_REQUIRED', evmKeyWords(what));
  return refusal('QUORUM', 'no place that you could fill is open');
}

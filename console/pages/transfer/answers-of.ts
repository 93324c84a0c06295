import { placeWords } from '../../../src/domain/confirmations/requirement-words.js';
import type { Answer, WayFacts } from './way-facts.js';

/** Every answer of every revision; those that no longer count say by whom and why. */
export function confirmationAnswers(facts: WayFacts): readonly Answer[] {
  const { transfer } = facts;
  const given = transfer.confirmations.map((each): Answer => {
    const { personName, person, decision, revision, reason, status, staleBecause, at } = each;
    const did = decision === 'confirm' ? 'confirmed' : 'rejected';
    const why = reason === '' ? '' : `: “${reason}”`;
    const words = `${personName ?? person} ${did} revision ${String(revision)}${why}`;
    const answer = { at, could: [] };
    if (status === 'stale') {
      const because = staleBecause === null ? '' : `, by the system: ${staleBecause.reason}`;
      return { ...answer, kind: 'stale', words: `${words}; stale${because}` };
    }
    if (status === 'invalid') return { ...answer, kind: 'invalid', words: `${words}; it does not count` };
    return { ...answer, kind: decision === 'confirm' ? 'yes' : 'no', words };
  });
  return transfer.state === 'awaiting-confirmation' ? [...given, ...openPlaces(facts)] : given;
}

export function exceptionAnswers(facts: WayFacts): readonly Answer[] {
  const { transfer } = facts;
  const given = transfer.exceptions.map((each): Answer => {
    const { personName, person, rule, status, at, reason, ticket } = each;
    const why = reason === null ? '' : `: “${reason}”, ${ticket}`;
    const counts = status === 'open' || status === 'used';
    return {
      ...{ at, could: [], kind: status === 'invalid' ? 'invalid' : counts ? 'yes' : 'stale' },
      words: `${personName ?? person} excepted ${rule}${why}${counts ? '' : `; ${status}`}`,
    };
  });
  return transfer.state === 'needs-exception' ? [...given, ...openPlaces(facts)] : given;
}

export function ownerAnswers(facts: WayFacts): readonly Answer[] {
  const { transfer } = facts;
  const given = transfer.ownerSignatures.map((each): Answer => {
    const { personName, person, owner, counts, at } = each;
    const words = `${personName ?? person} signed by ${owner.slice(0, 6)}…${owner.slice(-4)}`;
    return {
      at,
      could: [],
      kind: counts ? 'yes' : 'stale',
      words: counts ? words : `${words}; no longer counts`,
    };
  });
  return transfer.state === 'relayed' ? [...given, ...openPlaces(facts)] : given;
}

/** The places that are open, and who could fill each. */
function openPlaces({ transfer, people }: WayFacts): readonly Answer[] {
  const { waitsFor } = transfer;
  // Whoever lifts a freeze passes no gate by that.
  if (!waitsFor || waitsFor.code === 'SAFE_FROZEN') return [];
  const asked = new Set(waitsFor.people.map(({ id }) => id));
  const members = people.filter(({ id }) => asked.has(id));
  return waitsFor.groups
    .filter(({ needed, have }) => have < needed)
    .map((each) => ({
      ...{ kind: 'open', at: null },
      words: `${String(each.needed - each.have)} of ${placeWords(each)}`,
      // Owners are no group of people: whoever is asked has the key of one.
      could: each.group === 'owners' ? members : members.filter(({ groups }) => groups.includes(each.group)),
    }));
}

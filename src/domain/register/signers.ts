import type { KeyId } from '../identity/person.js';
import { isActive, usableKey, usableKeys } from '../identity/person.js';
import { signingKey } from '../signatures/signature.js';
import { type Change, type ChangeAnswer, type GovernedChange, changeDigest } from '../changes/change.js';
import { KINDS } from '../changes/kinds.js';
import { KeyContent } from '../changes/kinds/key.js';
import type { Ledger, VerifiedAnswer } from './ledger.js';
import { enrolledKey, personIn } from './people-of.js';

type Book = Pick<Ledger, 'objects' | 'keysOf' | 'clock' | 'installation'>;

/**
 * The key that proposed a change; undefined if its holder may not propose. An enrolment is proposed by the new key
 * itself, which proves possession. Everything else is proposed by a person with a role.
 */
export async function proposerKey(
  book: Book,
  change: GovernedChange,
  given: ChangeAnswer,
): Promise<KeyId | undefined> {
  if (change.kind !== 'key' || change.content === null) {
    const proposer = change.proposerId === given.personId ? personIn(book, given.personId) : undefined;
    const mayPropose = proposer?.roles.some((role) => KINDS[change.kind].proposers.includes(role)) === true;
    return mayPropose ? answererKey(book, change, given) : undefined;
  }
  const content = KeyContent.parse(change.content);
  if (change.proposerId !== null || given.personId !== content.personId) return undefined;
  const key = enrolledKey(content, { activeFrom: book.clock, revokedAt: null });
  const digest = changeDigest(change, given, book.installation);
  return (await signingKey(digest, given.signature, [key]))?.id;
}

/** The person's own key that signed an answer; undefined if none of those that count now did. */
export async function answererKey(
  book: Book,
  change: Change,
  given: ChangeAnswer,
): Promise<KeyId | undefined> {
  const person = personIn(book, given.personId);
  if (!person || !isActive(person)) return undefined;
  const digest = changeDigest(change, given, book.installation);
  const keys = usableKeys(person, 'confirmation', book.clock);
  return (await signingKey(digest, given.signature, keys))?.id;
}

/** Whether an approval still counts: its person is active, and its key has not been removed. */
export function stillCounts(book: Omit<Book, 'installation'>, given: VerifiedAnswer): boolean {
  const person = personIn(book, given.personId);
  return person !== undefined && usableKey(person, given.keyId, 'confirmation', book.clock) !== undefined;
}

import type { Json } from '../values/canonical-json.js';
import type { AssetId, PersonId } from '../values/identifier.js';
import type { GovernedChange } from '../changes/change.js';
import { KINDS } from '../changes/kinds.js';
import { AssetContent } from '../changes/kinds/asset.js';
import { KeyContent } from '../changes/kinds/key.js';
import type { Names } from '../changes/kinds/kind-rules.js';
import { PersonContent } from '../changes/kinds/person.js';
import { type Ledger, latest, objectKey } from './ledger.js';
import { lastContent, personIn } from './people-of.js';

type Book = Pick<Ledger, 'objects' | 'keysOf'>;

/**
 * What a change does to the present register, in words that people sign. They are always derived. Words supplied by a
 * proposer could make people sign something that they do not see.
 */
export function sentencesOf(
  book: Book,
  { kind, subject, content }: Pick<GovernedChange, 'kind' | 'subject' | 'content'>,
): readonly string[] {
  const before = latest(book, kind, subject)?.content ?? null;
  const sentences = KINDS[kind].sentences(subject, { before, after: content }, namesIn(book));
  return kind === 'key' ? [...sentences, ...recoveryWords(book, subject, content)] : sentences;
}

/** A further key may let somebody else in, so the approvers are told to ask the person first (THREATS H11). */
function recoveryWords(book: Book, subject: string, content: Json): readonly string[] {
  if (content === null) return [];
  const { personId, purpose } = KeyContent.parse(content);
  const others =
    personIn(book, personId)?.keys.filter((key) => key.purpose === purpose && key.id !== subject) ?? [];
  if (others.length === 0) return [];
  const live = others.filter((key) => key.revokedAt === null).length;
  return [furtherKeyWords(others.length, live)];
}

/** @param live how many of the keys that they have had can be used */
export function furtherKeyWords(had: number, live: number): string {
  return `This is a further key for somebody who has had ${String(had)}, of which ${String(live)} can be used: approve it only after having asked them in person.`;
}

/** Names of people and assets by the register, including removed ones. An unknown one is named by its id. */
export function namesIn({ objects }: Pick<Book, 'objects'>): Names {
  return {
    person: (id: PersonId) => {
      const content = lastContent(objects.get(objectKey('person', id)) ?? []);
      return content === null ? id : PersonContent.parse(content).name;
    },
    asset: (id: AssetId) => {
      const content = lastContent(objects.get(objectKey('asset', id)) ?? []);
      return content === null ? id : AssetContent.parse(content).symbol;
    },
  };
}

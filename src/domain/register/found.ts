import { quorumMet } from '../confirmations/quorum.js';
import { placeWords, requirementWords } from '../confirmations/requirement-words.js';
import type { EnrolledKey } from '../identity/person.js';
import { signedWith, signingKey } from '../signatures/signature.js';
import type { ChangeId } from '../values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../values/time.js';
import { type Change, type ChangeAnswer, NOTHING, changeDigest } from '../changes/change.js';
import { FOUNDERS_MIN, FoundingContent } from '../changes/founding.js';
import { KINDS } from '../changes/kinds.js';
import { KeyContent, keyIdOf } from '../changes/kinds/key.js';
import { PersonContent } from '../changes/kinds/person.js';
import { POLICY } from '../changes/kinds/policy.js';
import { fewProviders } from '../changes/kinds/provider.js';
import { QUORUMS } from '../changes/kinds/quorums.js';
import { isGovernable } from './governable.js';
import { enrolledKey } from './people-of.js';
import { placeFault, providersIn } from './unfit.js';
import { type OpenBook, put } from './versions.js';
import { namesIn } from './words.js';

export function foundingObjects(change: Change): FoundingContent {
  return FoundingContent.parse(change.content);
}

/** The first objects of a register, as the founding creates them. */
export function foundingBook(
  { objects }: Pick<FoundingContent, 'objects'>,
  by: { readonly id: ChangeId; readonly at: UnixSeconds },
): OpenBook {
  const book: OpenBook = { objects: new Map(), keysOf: new Map() };
  for (const { kind, subject, content } of objects) put(book, { kind, subject, content }, by);
  return book;
}

/** Everything that the founding creates, in words: what its founders sign. */
export function foundingSentences(id: ChangeId, content: FoundingContent): readonly string[] {
  const { chainId, objects, require } = content;
  const names = namesIn(foundingBook(content, { id, at: unixSeconds(0) }));
  const founders = requirementWords(require);
  return [
    `Found a Sluice on chain ${String(chainId)}, signed by ${founders}. This is everything that it begins with:`,
    ...objects.flatMap(({ kind, subject, content: after }) =>
      KINDS[kind].sentences(subject, { before: null, after }, names),
    ),
  ];
}

/** Why a founding is invalid; undefined if its quorum of different people signed it, and every object is valid. */
export async function foundingFault(
  change: Change,
  answers: readonly ChangeAnswer[],
): Promise<string | undefined> {
  const parsed = FoundingContent.safeParse(change.content);
  if (!parsed.success) return 'its content is no founding';
  if (change.kind !== 'founding' || change.base !== null || change.proposerId !== null)
    return 'it is a change of something';
  const content = parsed.data;
  return contentFault(change, content) ?? (await foundersFault(change, answers, content));
}

function contentFault(change: Change, content: FoundingContent): string | undefined {
  const fault = objectsFault(content);
  if (fault !== undefined) return fault;
  const book = { ...foundingBook(content, { id: change.id, at: unixSeconds(0) }), clock: unixSeconds(0) };
  for (const each of content.objects) {
    const misplaced = placeFault(book, each);
    if (misplaced !== undefined) return `${each.kind} ${each.subject}: ${misplaced}`;
  }
  if (!isGovernable(book, book.clock)) return 'its people are too few to bring others in';
  const providers = providersIn(book);
  // A founding from before there was this kind names none: it holds, and no gateway starts by it.
  const few = providers.length === 0 ? undefined : fewProviders(content.chainId, providers);
  if (few !== undefined) return `it cannot ask the chain: ${few}`;
  const isWorded = foundingSentences(change.id, content).join('\n') === change.sentences.join('\n');
  return isWorded ? undefined : 'its words do not say what it does';
}

function objectsFault({ objects }: FoundingContent): string | undefined {
  const names = objects.map(({ kind, subject }) => `${kind} ${subject}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `${twice} is there twice`;
  for (const { kind, subject, content } of objects) {
    const fault = content === null ? 'it is nothing' : KINDS[kind].fault(subject, content);
    if (fault !== undefined) return `${kind} ${subject}: ${fault}`;
  }
  if (!names.includes(`policy ${POLICY}`)) return 'it has no policy';
  if (!names.includes(`quorums ${QUORUMS}`)) return 'it does not say who approves changes';
  const people = objects.filter((each) => each.kind === 'person').map((each) => each.subject);
  const stray = keysIn(objects).find(({ personId }) => !people.includes(personId));
  return stray === undefined ? undefined : `the key ${keyIdOf(stray)} is nobody's`;
}

async function foundersFault(
  change: Change,
  answers: readonly ChangeAnswer[],
  { objects, require, chainId }: FoundingContent,
): Promise<string | undefined> {
  const counted = await Promise.all(
    answers.map(async (answer) => {
      const digest = changeDigest(change, answer, { chainId, id: null });
      const keys = keysIn(objects)
        .filter((each) => each.personId === answer.personId && each.purpose === 'confirmation')
        .map((each): EnrolledKey => enrolledKey(each, { activeFrom: answer.at, revokedAt: null }));
      const isApproval =
        answer.decision === 'approve' && answer.changeId === change.id && answer.head === NOTHING;
      const valid = isApproval && (await signingKey(digest, answer.signature, keys)) !== undefined;
      const groups = groupsOf(objects, answer.personId);
      const key = signedWith(answer.signature);
      return { personId: answer.personId, groups, key, decision: 'confirm' as const, valid };
    }),
  );
  const invalid = counted.find((each) => !each.valid);
  if (invalid) return `the signature of ${invalid.personId} is none over it`;
  const people = new Set(counted.map((each) => each.personId));
  if (people.size < FOUNDERS_MIN) return `it is signed by fewer than ${String(FOUNDERS_MIN)} people`;
  const { met, missing } = quorumMet(require, counted, '');
  if (met) return undefined;
  const words = missing.map(
    (each) => `${placeWords(each)} has ${String(each.have)} of ${String(each.needed)}`,
  );
  return `its quorum is not there: ${words.join(', ')}`;
}

function keysIn(objects: FoundingContent['objects']): KeyContent[] {
  return objects.filter((each) => each.kind === 'key').map((each) => KeyContent.parse(each.content));
}

function groupsOf(objects: FoundingContent['objects'], personId: string): readonly string[] {
  const person = objects.find((each) => each.kind === 'person' && each.subject === personId);
  return person ? PersonContent.parse(person.content).groups : [];
}

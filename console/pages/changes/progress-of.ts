import type { ChangeView } from '../../../src/changes/changes.contract.js';
import { placeWords, requirementWords } from '../../../src/domain/confirmations/requirement-words.js';
import { spanOf } from '../../signing/span-of.js';

type Progress = Pick<
  ChangeView,
  'state' | 'direction' | 'require' | 'missing' | 'delaySeconds' | 'answers' | 'because' | 'proposer'
>;

const names = new Intl.ListFormat('en-GB');
const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** How far a change has come, sentence by sentence: what it needs, who has approved, who can still. */
export function progressOf(change: Progress, reader: string): readonly string[] {
  switch (change.state) {
    case 'drafted':
    case 'proposed':
      return [needs(change), ...approved(change, reader), ...missing(change, reader), ...after(change)];
    case 'approved':
      return [
        ...approved(change, reader),
        `Its quorum is met. It loosens, so it waits ${spanOf(change.delaySeconds)}, and can be rejected until then.`,
      ];
    case 'active':
      return ['It is in force.', ...approved(change, reader)];
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'superseded':
      return [ended(change)];
  }
}

function needs({ direction, require }: Progress): string {
  const way = direction === 'loosens' ? 'It loosens' : 'It tightens';
  if (require.length === 0) return `${way}, and needs nobody besides its proposer.`;
  return `${way}, so it needs ${requirementWords(require)} besides its proposer.`;
}

function approved({ answers }: Progress, reader: string): readonly string[] {
  const who = answers
    .filter(({ decision }) => decision === 'approve')
    // The reader first, as a sentence begins.
    .toSorted((one, other) => Number(other.person === reader) - Number(one.person === reader))
    .map(({ person, personName }) => (person === reader ? 'You' : (personName ?? person)));
  if (who.length === 0) return [];
  const isOne = who.length === 1 && who[0] !== 'You';
  return [`${names.format(who)} ${isOne ? 'has' : 'have'} approved.`];
}

function missing({ missing: places }: Progress, reader: string): readonly string[] {
  return places.map(({ needed, have, people, ...place }) => {
    const more = `${String(needed - have)} more of ${placeWords(place)}`;
    // The reader first, whoever else there is.
    const who = people
      .toSorted((one, other) => Number(other.id === reader) - Number(one.id === reader))
      .map(({ id, name }) => (id === reader ? 'you' : name));
    return who.length === 0 ? `${more}: nobody could now.` : `${more}: ${either.format(who)}.`;
  });
}

function after({ direction, delaySeconds }: Progress): readonly string[] {
  if (direction === 'tightens' || delaySeconds === 0) return ['Then it is active at once.'];
  return [`Then it waits ${spanOf(delaySeconds)}, and can be rejected until it is active.`];
}

/** A rejection names its person by id: the answers know the name. */
function ended({ state, because, answers }: Progress): string {
  const last = answers.findLast(({ decision }) => decision === 'reject' || decision === 'withdraw');
  const who = last?.personName ?? last?.person ?? '';
  if (state === 'rejected' && last) return `${who} rejected it: “${last.reason}”. It changes nothing.`;
  if (state === 'withdrawn' && last) return `${who} withdrew it: “${last.reason}”. It changes nothing.`;
  return `It has ended: ${because ?? state}. It changes nothing.`;
}

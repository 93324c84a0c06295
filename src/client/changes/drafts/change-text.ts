import type { ChangeDetail, ChangeView } from '../../../changes/changes.contract.js';
import type { ReviewView } from '../../../changes/policy-reviews/policy-review.contract.js';
import { placeWords, requirementWords } from '../../../domain/confirmations/requirement-words.js';
import { type Row, inGroups } from '../../../domain/evidence/signer-words.js';
import { z } from 'zod';
import { rowsText, tableText } from '../../terminal/tables.js';

type Shown = ChangeView & Partial<Pick<ChangeDetail, 'review'>>;

/** A change as a person reads it. */
export function changeText(change: Shown): string {
  return rowsText([...stateRows(change), ...changeRows(change), ...progressRows(change)]);
}

/** The same for somebody who has just been shown what it says. */
export function progressText(change: Shown): string {
  return rowsText([...stateRows(change), ...objectRows(change), ...progressRows(change)]);
}

function stateRows({ id, state, because }: Shown): readonly Row[] {
  return [
    { name: 'Change', value: id },
    { name: 'State', value: state },
    ...(because === null ? [] : [{ name: 'Because', value: because }]),
  ];
}

function progressRows({ activeFrom, answers, missing }: Shown): readonly Row[] {
  return [
    ...(activeFrom === null ? [] : [{ name: 'In force from', value: activeFrom }]),
    ...answers.map(({ personName, person, decision, reason, at }) => ({
      name: SAID[decision],
      value: `${personName ?? person}, ${at}${reason === '' ? '' : `: ${reason}`}`,
    })),
    ...missing.map(({ people, have, needed, ...place }) => ({
      name: 'Waits for',
      value: `${String(needed - have)} more of ${placeWords(place)}: ${namesOf(people)}`,
    })),
  ];
}

const SAID = {
  propose: 'Proposed',
  approve: 'Approved',
  reject: 'Rejected',
  withdraw: 'Withdrawn',
} as const;

function namesOf(people: readonly { readonly name: string }[]): string {
  return people.length === 0 ? 'nobody could now' : people.map(({ name }) => name).join(', ');
}

/** What a change does and asks for: what its signers compare. */
export function changeRows(change: Shown): readonly Row[] {
  const { sentences, proposer, proposerName, expiresAt } = change;
  return [
    ...objectRows(change),
    ...addressRows(change),
    ...sentences.map((value, at) => ({ name: at === 0 ? 'Says' : '', value })),
    { name: 'Direction', value: directionWords(change) },
    ...(change.isRecovery
      ? [{ name: 'Take care', value: 'a further key: ask its person, face to face, whether they want it' }]
      : []),
    ...reviewRows(change.review ?? null),
    { name: 'Proposed by', value: proposerName ?? proposer ?? 'the key that is to be enrolled' },
    { name: 'Needs', value: change.require.length === 0 ? 'nobody else' : requirementWords(change.require) },
    { name: 'Until', value: expiresAt },
  ];
}

function objectRows({ kind, subject, objectLabel, content }: Shown): readonly Row[] {
  return [
    { name: 'Kind', value: `${kind}${content === null ? ', removed' : ''}` },
    { name: 'Object', value: objectLabel === null ? subject : `${objectLabel} (${subject})` },
  ];
}

const Addressed = z.union([
  z.looseObject({ address: z.string() }),
  z.looseObject({ profile: z.looseObject({ address: z.string() }) }).transform(({ profile }) => profile),
]);

/** As people compare it. */
function addressRows({ content, before }: Shown): readonly Row[] {
  const { data } = Addressed.safeParse(content ?? before);
  return data === undefined ? [] : [{ name: 'Address', value: inGroups(data.address) }];
}

function directionWords({ direction, delaySeconds, require }: Shown): string {
  const from = require.length === 0 ? 'it is proposed' : 'it is approved';
  if (direction === 'tightens') return `it tightens: in force as soon as ${from}`;
  if (delaySeconds === 0) return `it loosens: in force as soon as ${from}`;
  return `it loosens: in force ${spanOf(delaySeconds)} after ${from}`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** The longest unit that leaves no rest. */
function spanOf(seconds: number): string {
  const [name, length] = UNITS.find(([, each]) => seconds % each === 0) ?? ['second', 1];
  const count = seconds / length;
  return `${String(count)} ${name}${count === 1 ? '' : 's'}`;
}

const REPLAYED_MAX = 5;

/** What the review of a policy remarks. It is advice and is not signed. */
function reviewRows(review: ReviewView | null): readonly Row[] {
  if (review === null) return [];
  const { loosened, tightened, remarks, replay } = review;
  const otherwise = replay?.otherwise ?? [];
  return [
    ...(loosened.length === 0 ? [] : [{ name: 'Loosens', value: loosened.join(', ') }]),
    ...(tightened.length === 0 ? [] : [{ name: 'Tightens', value: tightened.join(', ') }]),
    ...remarks.map(({ words }) => ({ name: 'Remark', value: words })),
    ...(replay === null ? [] : [{ name: 'Replayed', value: replay.summary }]),
    ...otherwise.slice(-REPLAYED_MAX).map(({ transfer, at, was, would, because }) => ({
      name: '',
      value: `${transfer}, ${at}: ${was.outcome}, now ${would.outcome}: ${because.join('; ')}`,
    })),
  ];
}

export function changeLines(changes: readonly ChangeView[], columns?: number): string {
  if (changes.length === 0) return 'There is none.';
  return tableText(
    ['Change', 'State', 'Kind', 'Object', 'Direction', 'Proposed by', 'Waits for', 'Says'],
    changes.map((change) => [
      ...[change.id, change.state, change.kind, change.objectLabel ?? change.subject, change.direction],
      ...[change.proposerName ?? change.proposer ?? '', waitsFor(change), change.sentences[0] ?? ''],
    ]),
    columns,
  );
}

function waitsFor({ missing, state, activeFrom }: ChangeView): string {
  if (state === 'approved') return `its delay, until ${activeFrom ?? ''}`;
  return missing
    .map(({ needed, have, ...place }) => `${String(needed - have)} of ${placeWords(place)}`)
    .join(', ');
}

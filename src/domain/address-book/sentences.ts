import { unreachable } from '../errors.js';
import type { AssetId } from '../values/identifier.js';
import { printUtc } from '../values/time.js';
import type { Control } from './control.js';
import type { DestinationContent } from './destination.js';
import { canaryOf, limitOf } from './direction.js';

/** Names for an entry and its assets. */
export interface EntryNames {
  /** The entry's id. */
  readonly entry: string;
  asset(id: AssetId): string;
}

/**
 * What a change of an entry does, in sentences that people sign. Nothing is left out, and every address has all its 40
 * digits. Free text is quoted as JSON, so that no text can pass for a sentence. Null is no entry.
 */
export function destinationSentences(
  before: DestinationContent | null,
  after: DestinationContent | null,
  names: EntryNames,
): readonly string[] {
  if (after === null)
    return before === null ? [] : [`Remove from the address book ${names.entry}: ${nameOf(before)}.`];
  if (before === null) {
    return [
      `Add to the address book ${names.entry}: ${nameOf(after)}.`,
      ...partsOf(after, names).map(([, words]) => words),
    ];
  }
  const known = new Map(partsOf(before, names));
  const parts = partsOf(after, names);
  const changed = parts.filter(([part, words]) => known.get(part) !== words);
  const gone = [...known].filter(([part]) => part !== APPROVED && !parts.some(([each]) => each === part));
  const renamed = nameOf(before) === nameOf(after) ? [] : [`It was ${nameOf(before)}.`];
  const heading = `Change in the address book ${names.entry}: ${nameOf(after)}.`;
  return [
    heading,
    ...renamed,
    ...gone.map(([, words]) => `No longer: ${words}`),
    ...changed.flatMap(([part, words]) => [words, ...wasBefore(known.get(part))]),
  ];
}

// A version without `approvedAt` leaves the cooling-off as it is.
const APPROVED = 'approved';

function wasBefore(words: string | undefined): readonly string[] {
  return words === undefined ? [] : [`Before: ${words}`];
}

function nameOf({ label, address, chainId, owner }: DestinationContent): string {
  return `${quoted(label)}, ${address} on chain ${String(chainId)}, owned by ${quoted(owner)}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/**
 * What an entry says besides its name: one sentence for each part, by the part's key. Equal sentences mean an equal
 * part.
 */
function partsOf(entry: DestinationContent, names: EntryNames): readonly (readonly [string, string])[] {
  const assets = entry.assetIds.map((id) => [`asset ${id}`, assetSentence(entry, id, names)] as const);
  const lookalikes = entry.lookalikes.map(
    (each) =>
      [
        `lookalike ${each.address}`,
        `It can be confused with ${each.address}; what tells them apart was seen: ${quoted(each.difference)}`,
      ] as const,
  );
  return [
    ...assets,
    ['code', codeSentence(entry)],
    ['control', controlSentence(entry.control)],
    ...lookalikes,
    ...(entry.approvedAt === undefined
      ? []
      : [[APPROVED, `Its cooling-off counts from ${printUtc(entry.approvedAt)}.`] as const]),
    ['expires', `The entry expires at ${printUtc(entry.expiresAt)}.`],
  ];
}

function assetSentence(entry: DestinationContent, id: AssetId, names: EntryNames): string {
  const called = names.asset(id);
  const asset = called === id ? id : `${called} (${id})`;
  const limit = limitOf(entry, id);
  const canary = canaryOf(entry, id);
  const most =
    limit === undefined ? 'without a limit of its own per transfer' : `at most ${limit} per transfer`;
  const first =
    canary === undefined
      ? 'the first transfer may be as large as any'
      : `at most ${canary} in a transfer until one of this asset has settled`;
  return `It may receive ${asset}: ${most}; ${first}.`;
}

function codeSentence({ codeHash }: DestinationContent): string {
  return codeHash === null
    ? 'There is no code at the address.'
    : `The code at the address has the hash ${codeHash}.`;
}

function controlSentence(control: Control): string {
  switch (control.kind) {
    case 'eoa':
      return `The key of the address has signed that the entry is its own, for the challenge ${control.challenge}.`;
    case 'eip1271':
      return (
        `The contract at the address has taken a signature that the entry is its own (EIP-1271), ` +
        `for the challenge ${control.challenge}, in the block ${control.blockHash}.`
      );
    case 'none':
      return `Nobody has proven control of this address: ${quoted(control.reason)}.`;
    default:
      return unreachable(control);
  }
}

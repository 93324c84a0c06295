import { outcomeOf } from '../../domain/audit-log/outcome.js';
import { type ShownEntry, readEntry } from './export-writer.js';

/** An entry as a line of the report. */
export interface Line {
  readonly index: string;
  readonly at: string;
  readonly type: string;
  readonly outcome: string;
  readonly actor: string;
  readonly subject: string | null;
  readonly isVeiled: boolean;
  /** What happened; of a veiled entry its hash. */
  readonly words: string;
  readonly names: ShownEntry['names'];
}

/** All the entries about one transfer, in their order. */
export interface Block {
  readonly transfer: string;
  /** What it was to move, for whom, and what became of it as far as these entries tell. */
  readonly sentence: string;
  readonly lines: readonly Line[];
}

export const VEILED = 'veiled';

export function lineOf({ index, leafHash, body, isVeiled, names }: ShownEntry): Line {
  const place = { index: index.toString(), isVeiled, names };
  if (isVeiled) {
    const nothing = { at: '', outcome: '', actor: '', subject: null };
    return { ...place, ...nothing, type: VEILED, words: `leaf ${leafHash}` };
  }
  const { at, type, actor, subject, detail } = readEntry(body);
  const outcome = outcomeOf(type, detail) ?? '';
  return { ...place, at, type, actor, subject, outcome, words: names.words ?? '' };
}

/** One block for each transfer, in the order of their first entries, and the entries that are about none. */
export function inBlocks(lines: readonly Line[]): {
  readonly blocks: readonly Block[];
  readonly others: readonly Line[];
} {
  const about = new Map<string, Line[]>();
  const others: Line[] = [];
  for (const line of lines) {
    if (line.subject?.startsWith('tr_') !== true) others.push(line);
    else about.set(line.subject, [...(about.get(line.subject) ?? []), line]);
  }
  const blocks = [...about].map(([transfer, own]) => ({ transfer, sentence: sentenceOf(own), lines: own }));
  return { blocks, others };
}

function sentenceOf(lines: readonly Line[]): string {
  const [first] = lines;
  const { amount, asset, destination, destinationAddress, reference, safe } = first?.names ?? {};
  const requested = lines.find(({ type }) => type === 'transfer.requested');
  const what = amount === null || asset === null ? 'A transfer' : `${amount ?? ''} ${asset ?? ''}`;
  const to = destinationAddress === null ? '' : ` to ${quoted(destination)} (${destinationAddress ?? ''})`;
  const from = safe === null ? '' : ` from the Safe ${quoted(safe)}`;
  const by = requested === undefined ? '' : `, asked for by ${requested.names.actor ?? requested.actor}`;
  const why = reference === null ? '' : `, for ${quoted(reference)}`;
  return `${what}${from}${to}${by}${why}. ${endOf(lines)}`;
}

const ENDS: Readonly<Record<string, string>> = {
  'transfer.settled': 'Settled',
  'transfer.refused': 'Refused',
  'transfer.rejected': 'Rejected',
  'transfer.cancelled': 'Cancelled',
  'transfer.expired': 'Expired',
  'transfer.superseded': 'Superseded',
  'transfer.mismatched': 'Mismatched',
};

function endOf(lines: readonly Line[]): string {
  const end = lines.findLast(({ type }) => Object.hasOwn(ENDS, type));
  if (end) return `${ENDS[end.type] ?? ''} at ${end.at}.`;
  const last = lines.at(-1);
  return last === undefined ? '' : `Not ended by these entries; the last is of ${last.at}.`;
}

function quoted(text: string | null | undefined): string {
  return text === null || text === undefined ? 'one without a name' : JSON.stringify(text);
}

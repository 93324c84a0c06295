import { type Hex, size, slice } from 'viem';
import type { ErrorCode } from '../errors.js';
import { WATCHED_SLOTS } from '../safes/storage-layout.js';
import type { Address } from '../values/address.js';
import { type Effects, type Section, canonicalText } from './effects.js';
import type { Expectation } from './expected-effects.js';

/** One item that is in the outcome but not expected, or expected but missing. */
export interface Difference {
  readonly section: Section;
  readonly code: ErrorCode;
  readonly reason: string;
  /** Whether it is about the Safe's own storage. */
  readonly ofSafe: boolean;
}

interface Item {
  readonly text: string;
  readonly words: string;
  readonly ofSafe: boolean;
}

const CODES: Readonly<Record<Section, ErrorCode>> = {
  nativeChanges: 'DELTA_MISMATCH',
  tokenChanges: 'DELTA_MISMATCH',
  storageWrites: 'UNEXPECTED_STATE_DIFF',
  safeSlots: 'UNEXPECTED_STATE_DIFF',
  calls: 'UNEXPECTED_CALL',
  logs: 'UNEXPECTED_LOG',
  codeChanges: 'UNEXPECTED_CODE_CHANGE',
  nonceChanges: 'UNEXPECTED_CODE_CHANGE',
};

/** Every difference between an outcome and the expected one, in the sections that were observed. */
export function differences(effects: Effects, expected: Expectation): readonly Difference[] {
  return effects.seen.flatMap((section) => sectionDifferences(section, effects, expected));
}

function sectionDifferences(
  section: Section,
  effects: Effects,
  expected: Expectation,
): readonly Difference[] {
  const observed = itemsOf(section, effects, expected.safe);
  const wanted = itemsOf(section, expected.effects, expected.safe);
  const extra = without(observed, wanted).map((item) => ({ item, reason: `unexpected: ${item.words}` }));
  const missing = without(wanted, observed).map((item) => ({ item, reason: `missing: ${item.words}` }));
  const found = [...extra, ...missing].map(({ item, reason }) => ({ reason, ofSafe: item.ofSafe }));
  if (found.length === 0 && observed.some((item, at) => item.text !== wanted[at]?.text)) {
    found.push({ reason: `the ${section} come in another order`, ofSafe: false });
  }
  return found.map((each) => ({ ...each, section, code: CODES[section] }));
}

/** Multiset difference: each of `others` removes one equal item. */
function without(items: readonly Item[], others: readonly Item[]): readonly Item[] {
  const left = [...items];
  for (const other of others) {
    const at = left.findIndex((each) => each.text === other.text);
    if (at !== -1) left.splice(at, 1);
  }
  return left;
}

function itemsOf(section: Section, effects: Effects, safe: Address): readonly Item[] {
  const plain = <T>(items: readonly T[] | undefined, words: (item: T) => string): readonly Item[] =>
    (items ?? []).map((item) => ({ text: canonicalText(item), words: words(item), ofSafe: false }));
  switch (section) {
    case 'nativeChanges':
      return plain(effects.nativeChanges, (each) => `${each.account} changes by ${signed(each.delta)} wei`);
    case 'tokenChanges':
      return plain(
        effects.tokenChanges,
        (each) => `${each.account} changes by ${signed(each.delta)} units of token ${each.token}`,
      );
    case 'storageWrites':
      return (effects.storageWrites ?? []).map((each) => {
        const ofSafe = each.account === safe;
        return { text: canonicalText(each), words: writeWords(each, ofSafe ? 'Safe' : each.account), ofSafe };
      });
    case 'safeSlots':
      return plain(effects.safeSlots, (each) => writeWords(each, 'Safe')).map((each) => ({
        ...each,
        ofSafe: true,
      }));
    case 'calls':
      return plain(effects.calls, (each) => {
        const failed = each.failed ? 'failed ' : '';
        return `${failed}${each.kind} from ${each.from} to ${each.to} with ${inputWords(each.input)} and ${String(each.value)} wei at depth ${String(each.depth)}`;
      });
    case 'logs':
      return plain(
        effects.logs,
        (each) => `log of ${each.address} with topics [${each.topics.join(' ')}] and data ${each.data}`,
      );
    case 'codeChanges':
      return plain(effects.codeChanges, (each) => `the code of ${each.account} becomes ${each.codeHash}`);
    case 'nonceChanges':
      return plain(
        effects.nonceChanges,
        (each) => `the nonce of ${each.account} goes from ${String(each.before)} to ${String(each.after)}`,
      );
  }
}

function writeWords(write: { slot: Hex; before: Hex; after: Hex }, owner: string): string {
  const named = owner === 'Safe' ? NAMES.get(write.slot) : undefined;
  return `writes ${owner} ${named ?? `slot ${write.slot}`}, from ${write.before} to ${write.after}`;
}

const NAMES: ReadonlyMap<Hex, string> = WATCHED_SLOTS;

function inputWords(input: Hex): string {
  if (input === '0x') return 'no data';
  return size(input) < 4 ? `data ${input}` : `selector ${slice(input, 0, 4)}`;
}

function signed(delta: bigint): string {
  return delta > 0n ? `+${String(delta)}` : String(delta);
}

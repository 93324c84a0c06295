import { intentHash } from '../transfers/intent.js';
import { cancellationHolds } from './cancels/cancellation-holds.js';
import { type EvidenceBundle, type ReadBundle, readBundle } from './bundle.js';
import { type BundleStory, bundleStory } from './bundle-story.js';
import { type Case, intentIn } from './case.js';
import { confirmationsCount } from './confirmations-count.js';
import { decisionsReplay } from './decisions-replay.js';
import { effectsFollow } from './effects-follow.js';
import { exceptionsHold } from './exceptions-hold.js';
import { executedAsApproved } from './executed-as-approved.js';
import { hashesAgree } from './hashes-agree.js';
import { inTheLog } from './in-the-log.js';
import { intentHolds } from './intent-holds.js';
import type { Check, Line } from './line.js';
import { type LogEntry, readEntries } from './log-entries.js';
import { Memory } from './memory.js';
import { ownersSigned } from './owners-signed.js';
import { recordsInLog } from './records-in-log.js';
import { type RegisterAnswer, Registers, registerHolds } from './register-holds.js';
import type { Roots } from './roots.js';

export interface BundleVerdict {
  readonly lines: readonly Line[];
  /** Nothing in it is wrong. Alone, that only means that the bundle is consistent. */
  readonly holds: boolean;
  /** It was checked against a founding hash and a log key that the auditor knows from elsewhere. */
  readonly isRooted: boolean;
}

/**
 * Verifies everything in an evidence bundle from its bytes and the auditor's own knowledge alone (invariant 18): no
 * network, no clock, no trust in whoever made it.
 */
export async function verifyBundle(
  text: string,
  roots: Roots = {},
  memory = new Memory(),
): Promise<BundleVerdict> {
  return judged(readBundle(text), roots, memory);
}

export interface ToldBundle extends BundleVerdict {
  /** What it is about; null if anything is wrong with it. It is proven only if the verdict is rooted. */
  readonly story: BundleStory | null;
}

/** As `verifyBundle`, with what moved, by whom and when. */
export async function tellBundle(
  text: string,
  roots: Roots = {},
  memory = new Memory(),
): Promise<ToldBundle> {
  const read = readBundle(text);
  const verdict = await judged(read, roots, memory);
  const each = read.isRead && verdict.holds ? await caseOf(read.bundle, roots, memory) : undefined;
  return { ...verdict, story: (each && (await bundleStory(each))) ?? null };
}

/** As `verifyBundle`, for a parsed bundle. */
export async function judged(read: ReadBundle, roots: Roots, memory: Memory): Promise<BundleVerdict> {
  const lines: Line[] = [];
  if (read.isRead) for await (const some of answers(read.bundle, roots, memory)) lines.push(...some);
  else lines.push({ check: 'form', ok: false, words: read.reason, part: read.part });
  const isRooted = roots.founding !== undefined && roots.logKey !== undefined;
  return { lines, holds: lines.every(({ ok }) => ok !== false), isRooted };
}

/** Whether the log has caught up with the records, which is asked before a bundle is handed out. */
export function isInLog(bundle: EvidenceBundle): boolean {
  const memory = new Memory();
  const { entries, intent } = formOf(bundle, memory);
  if (!intent) return false;
  const registers = new Registers(new Map());
  const each: Case = { bundle, intent, intentHash: intentHash(intent), entries, registers, memory };
  return recordsInLog(each).every(({ ok }) => ok !== false);
}

/** The guarantees, in an order in which each rests only on those before it. */
export async function* answers(
  bundle: EvidenceBundle,
  roots: Roots,
  memory: Memory,
): AsyncGenerator<readonly Line[], void> {
  const { lines: form, entries, intent } = formOf(bundle, memory);
  yield form;
  if (!intent) return;
  yield await guarded('log', () => inTheLog(bundle, roots, memory));
  const { lines: registered, registers } = await replayed(bundle, entries, { roots, memory });
  yield registered;
  const each: Case = { bundle, intent, intentHash: intentHash(intent), entries, registers, memory };
  yield await guarded('records', () => recordsInLog(each));
  yield await guarded('intent', () => intentHolds(each));
  yield await guarded('exception', () => exceptionsHold(each));
  yield await guarded('decision', () => decisionsReplay(each));
  yield await guarded('transaction', () => hashesAgree(each));
  yield await guarded('effects', () => effectsFollow(each));
  yield await guarded('confirmations', () => confirmationsCount(each));
  yield await guarded('owners', () => ownersSigned(each));
  yield await guarded('execution', () => executedAsApproved(each));
  yield await guarded('cancellation', () => cancellationHolds(each));
}

/** A bundle with the parsed parts its checks share, to view one that holds; undefined if it has no valid intent. */
export async function caseOf(
  bundle: EvidenceBundle,
  roots: Roots,
  memory: Memory,
): Promise<Case | undefined> {
  const { entries, intent } = formOf(bundle, memory);
  if (!intent) return undefined;
  const { registers } = await replayed(bundle, entries, { roots, memory });
  return { bundle, intent, intentHash: intentHash(intent), entries, registers, memory };
}

/** Parses what all checks need. Without an intent there is nothing to check. */
function formOf(bundle: EvidenceBundle, memory: Memory) {
  const lines: Line[] = [];
  const read = readEntries(bundle, memory);
  const entries = read.filter((entry): entry is LogEntry => entry !== undefined);
  for (const [at, entry] of read.entries()) {
    if (entry) continue;
    const part = `/log/entries/${String(at)}` as const;
    lines.push({
      check: 'form',
      ok: false,
      words: 'it is no entry of a log, or another than its index says',
      part,
    });
  }
  const intent = intentIn(bundle);
  if (!intent)
    lines.push({
      check: 'form',
      ok: false,
      words: 'it is no intent in its one form',
      part: '/transfer/intent',
    });
  const { id } = bundle.transfer;
  if (lines.length === 0)
    lines.push({ check: 'form', ok: true, words: `An evidence bundle of ${id}, in its one form.`, part: '' });
  return { lines, entries, intent };
}

async function replayed(...given: Parameters<typeof registerHolds>): Promise<RegisterAnswer> {
  let answer: RegisterAnswer | undefined;
  const failed = await guarded('register', async () => {
    answer = await registerHolds(...given);
    return [];
  });
  return answer ?? { lines: failed, registers: new Registers(new Map()) };
}

/** A check that throws has failed (invariant 6), so that a crafted bundle cannot pass by crashing it. */
async function guarded(
  check: Check,
  ask: () => readonly Line[] | Promise<readonly Line[]>,
): Promise<readonly Line[]> {
  try {
    return await ask();
  } catch (error) {
    const words = `the check could not be made: ${error instanceof Error ? error.message : String(error)}`;
    return [{ check, ok: false, words, part: '' }];
  }
}

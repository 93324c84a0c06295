import { z } from 'zod';
import { parseVerifierKey } from '../../src/domain/audit-log/verifier-key.js';
import { readBundle } from '../../src/domain/evidence/bundle.js';
import { Memory } from '../../src/domain/evidence/memory.js';
import type { Roots } from '../../src/domain/evidence/roots.js';
import { verifyBundle } from '../../src/domain/evidence/verify-bundle.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import type { StorySteps } from './story-steps.js';

export async function rootsOf(story: StorySteps): Promise<Roots> {
  const key = await story.person('Audrey').download('/v1/log/key');
  const founding = parseBytes32(story.environment['FOUNDING_DIGEST'] ?? '');
  return { founding, chainId: 31337, logKey: parseVerifierKey(key.trim()) };
}

/** What the evidence of a transfer comes to: its state, whether it holds against roots from elsewhere, and what does not. */
export async function evidenceOf(story: StorySteps, id: string, name = 'Audrey') {
  // The gateway waits until all is in the log, but not as long as it takes on a busy machine.
  await story.integrated();
  const text = await story.person(name).download(`/v1/transfers/${id}/evidence`);
  const read = readBundle(text);
  if (!read.isRead) throw new Error(`${read.reason} at ${read.part}`);
  const { lines, holds, isRooted } = await verifyBundle(text, await rootsOf(story));
  const failed = lines.filter(({ ok }) => ok === false);
  return { state: read.bundle.transfer.state, holds, isRooted, failed, bundle: read.bundle, lines };
}

const Ended = z.array(
  z.object({ id: z.string(), state: z.enum(['settled', 'mismatched', 'cancelled']), reasons: z.string() }),
);

/**
 * Invariant 24: gateway and offline verifier judge every execution alike. Asked at the end of each story, of all that it
 * executed. Where a story has spoilt the log, so that there is no evidence, there is nothing to compare.
 */
export async function requireAlikeVerdicts(story: StorySteps): Promise<void> {
  // A burn is an execution too: where it is not as it was cleared, its transfer is cancelled for reasons.
  const text = `SELECT id, state, coalesce(evidence->>'reasons', evidence->'burnt'->>'reasons', '') AS reasons FROM transfer
                WHERE state IN ('settled', 'mismatched') OR (state = 'cancelled' AND evidence->'burnt' IS NOT NULL)`;
  const memory = new Memory();
  for (const { id, state, reasons } of Ended.parse(await story.sql(text))) {
    const lines = await linesOf(story, id, memory);
    if (lines === undefined) continue;
    const check = state === 'cancelled' ? 'cancellation' : 'execution';
    const broken = lines.filter((line) => line.check === check && line.ok === false);
    const isClean = state === 'settled' || (state === 'cancelled' && reasons === '[]');
    // How the Safe stood at finality is read from the chain, which no file proves.
    if (reasons.includes(', pinned ')) continue;
    if ((broken.length === 0) === isClean) continue;
    throw new Error(`${id} is ${state}, and the verifier says: ${JSON.stringify(broken)}`);
  }
}

async function linesOf(story: StorySteps, id: string, memory: Memory) {
  try {
    const text = await story.person('Audrey').download(`/v1/transfers/${id}/evidence`);
    return (await verifyBundle(text, await rootsOf(story), memory)).lines;
  } catch {
    return undefined;
  }
}

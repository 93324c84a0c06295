import { printUtc, unixSeconds } from '../values/time.js';
import { printBase64 } from './base64.js';
import { MalformedLogText } from './malformed.js';
import { parseSignedNote } from './signed-note.js';
import type { TlogPolicy } from './tlog-policy.js';
import { type TlogProof, parseTlogProof } from './tlog-proof.js';
import { type CheckpointVerdict, type LogTrust, verifyCheckpoint } from './verify-checkpoint.js';
import { verifyReceipt } from './verify-receipt.js';

/** What was verified, in words, and what does not follow from it. The command line and the browser page share it. */
export interface Findings {
  readonly verdict: CheckpointVerdict;
  readonly proved: readonly string[];
  readonly notProved: readonly string[];
}

/** @throws MalformedLogText if it is no checkpoint */
export function checkpointFindings(text: string, trust: LogTrust): Findings {
  const verdict = verifyCheckpoint(parseSignedNote(text), trust);
  return { verdict, proved: checkpointProved(verdict), notProved: notProved(verdict, trust.policy) };
}

/**
 * @param entry the entry's bytes, without a line break at the end
 * @throws MalformedLogText if it is no receipt
 */
export function receiptFindings(text: string, entry: Uint8Array, trust: LogTrust): Findings {
  const proof = parseTlogProof(text);
  const verdict = verifyReceipt(proof, entry, trust);
  return { verdict, ...receiptWords(proof, verdict, trust.policy) };
}

/** Turns malformed input into a refusal. */
export function refusingMalformed(verify: () => Findings): Findings {
  try {
    return verify();
  } catch (error) {
    if (!(error instanceof MalformedLogText)) throw error;
    return { verdict: { isValid: false, reason: error.message }, proved: [], notProved: [] };
  }
}

/** The verdict on a part of the log in one sentence. */
export function logSummary(holds: boolean): string {
  return holds ? 'It holds, against the key of the log that you gave.' : 'It does not hold.';
}

/** What a verified checkpoint proves, line by line. */
export function checkpointProved(verdict: CheckpointVerdict): readonly string[] {
  if (!verdict.isValid) return [];
  const { origin, size, root } = verdict.checkpoint;
  return [
    `${origin} has signed a tree of ${size.toString()} entries with the root ${printBase64(root)}`,
    ...verdict.cosigners.map(
      ({ witness, time }) => `${witness} has seen it grow consistently, at ${momentOf(time)}`,
    ),
    ...(verdict.cosigners.length === 0 ? [] : ["these cosignatures are the policy's quorum"]),
  ];
}

function notProved(verdict: CheckpointVerdict, policy: TlogPolicy | null): readonly string[] {
  if (!verdict.isValid) return [];
  const isAlone = policy === null || policy.quorum === null;
  return [
    ...(isAlone ? ['that the log shows the same to everybody: no witness had to cosign'] : []),
    ...(verdict.checkpoint.extensions.length > 0 ? ['what the extension lines of the checkpoint say'] : []),
  ];
}

function receiptWords(
  { index, extra }: TlogProof,
  verdict: CheckpointVerdict,
  policy: TlogPolicy | null,
): Omit<Findings, 'verdict'> {
  const inLog = verdict.isValid ? [`the entry is in that tree, at index ${index.toString()}`] : [];
  const unsigned = extra === null ? [] : ['the extra data of the receipt: nobody has signed it'];
  return {
    proved: [...checkpointProved(verdict), ...inLog],
    notProved: [...notProved(verdict, policy), ...(verdict.isValid ? unsigned : [])],
  };
}

const LAST_PRINTABLE = 253_402_300_799n; // 9999-12-31T23:59:59Z

function momentOf(time: bigint): string {
  return time > LAST_PRINTABLE ? `${time.toString()} in Unix seconds` : printUtc(unixSeconds(Number(time)));
}

import { stringToBytes } from 'viem';
import { parseHash, printBase64 } from '../audit-log/base64.js';
import { type Checkpoint, parseCheckpoint } from '../audit-log/checkpoint.js';
import { verifyInclusion } from '../audit-log/inclusion-proof.js';
import { MalformedLogText } from '../audit-log/malformed.js';
import { leafNode } from '../audit-log/merkle.js';
import { openNote } from '../audit-log/open-note.js';
import { type SignedNote, parseSignedNote, printSignedNote } from '../audit-log/signed-note.js';
import {
  type VerifierKey,
  isSameKey,
  parseVerifierKey,
  printVerifierKey,
} from '../audit-log/verifier-key.js';
import { verifyCheckpoint } from '../audit-log/verify-checkpoint.js';
import type { EvidenceBundle } from './bundle.js';
import { type Line, Lines } from './line.js';
import type { Memory } from './memory.js';
import type { Roots } from './roots.js';

/**
 * Every entry of the transfer is, byte for byte, in one tree whose head the log signed and the witnesses cosigned
 * (invariant 16). The auditor knows from elsewhere which log and which witnesses to trust.
 */
export async function inTheLog(
  { log }: EvidenceBundle,
  roots: Roots,
  memory: Memory,
): Promise<readonly Line[]> {
  const lines = new Lines('log');
  const key = read(() => parseVerifierKey(log.key));
  const note = read(() => parseSignedNote(log.checkpoint));
  const checkpoint = note && read(() => parseCheckpoint(note.text));
  if (!key || key.type !== 'ed25519' || printVerifierKey(key) !== log.key) {
    lines.broken('/log/key', 'it is no key of a log');
    return lines.list;
  }
  if (!note || !checkpoint || printSignedNote(note) !== log.checkpoint) {
    lines.broken('/log/checkpoint', 'it is no checkpoint');
    return lines.list;
  }
  await signatureLines(lines, { log, key, note, memory });
  rootLines(lines, { log, key, note, memory }, roots);
  const faults = log.entries.filter((entry, at) => {
    const isThere = isIncluded(entry, checkpoint, memory);
    lines.require(`/log/entries/${String(at)}`, isThere, `it is not entry ${entry.index} of the log's tree`);
    return !isThere;
  });
  const { size } = checkpoint;
  if (faults.length === 0 && lines.isSound)
    lines.proven(
      '/log/entries',
      `All ${String(log.entries.length)} entries are in the log's tree of ${String(size)} entries.`,
    );
  lines.unproven(
    '/log/entries',
    'That the log has no further entry about this transfer: verify an export of the whole log.',
  );
  return lines.list;
}

interface Signed {
  readonly log: EvidenceBundle['log'];
  readonly key: VerifierKey;
  readonly note: SignedNote;
  readonly memory: Memory;
}

/** Every signature on the checkpoint is valid, and by the log's key or a named witness. */
async function signatureLines(lines: Lines, { log, key, note, memory }: Signed): Promise<void> {
  const witnesses = log.witnesses.map((text) => {
    const witness = read(() => parseVerifierKey(text));
    return witness && printVerifierKey(witness) === text ? witness : undefined;
  });
  const strange = witnesses.findIndex((witness) => witness?.type !== 'cosignature-v1');
  if (strange !== -1) {
    lines.broken(`/log/witnesses/${String(strange)}`, 'it is no key of a witness');
    return;
  }
  const keys = [key, ...witnesses.filter((each) => each !== undefined)];
  const name = `note ${log.checkpoint} ${log.key} ${log.witnesses.join()}`;
  const opened = await memory.of(name, () => Promise.resolve(openNote(note, keys)));
  if (!opened.isSigned) {
    lines.broken('/log/checkpoint', opened.reason);
    return;
  }
  const isEach =
    opened.signatures.length === note.signatures.length && opened.signatures.length === keys.length;
  const isAll = keys.every((each) => opened.signatures.some((one) => isSameKey(one.key, each)));
  lines.require(
    '/log/checkpoint',
    isEach && isAll,
    'its signatures are not one of each key that is named beside it',
  );
}

function rootLines(lines: Lines, { log, key, note, memory }: Signed, roots: Roots): void {
  const { logKey, witnessPolicy } = roots;
  if (logKey === undefined) {
    const words = `Checked against the bundle's own key of the log, ${printVerifierKey(key)}: whether that is the log's, you must know from elsewhere.`;
    lines.unproven('/log/key', words);
  } else {
    lines.say('/log/key', isSameKey(logKey, key), {
      words: `The log's key is the one that you named, ${key.name}.`,
      otherwise: `the log's key is ${printVerifierKey(key)}, you named ${printVerifierKey(logKey)}`,
    });
  }
  const trust = { logKey: logKey ?? key, policy: witnessPolicy ?? null };
  const verdict = memory.about(roots, `${log.key} ${log.checkpoint}`, () => verifyCheckpoint(note, trust));
  if (!verdict.isValid) {
    lines.broken('/log/checkpoint', verdict.reason);
    return;
  }
  const { size } = verdict.checkpoint;
  if (witnessPolicy === undefined) {
    lines.proven('/log/checkpoint', `The log has signed its tree of ${String(size)} entries.`);
    lines.unproven('/log/witnesses', 'No witness policy was given: the log could show others another tree.');
    return;
  }
  const names = verdict.cosigners.map(({ witness }) => witness).join(', ');
  const who =
    names === ''
      ? 'and your policy asks for no witness'
      : `and the witnesses that your policy asks for have cosigned it: ${names}`;
  lines.proven('/log/checkpoint', `The log has signed its tree of ${String(size)} entries, ${who}.`);
}

function isIncluded(
  entry: EvidenceBundle['log']['entries'][number],
  { size, root }: Checkpoint,
  memory: Memory,
): boolean {
  const { index, canonical, proof } = entry;
  const path = read(() => proof.map((line) => parseHash(line, 'a line of the inclusion proof')));
  if (!path || !canonical.isWellFormed()) return false;
  const ask = (): boolean =>
    verifyInclusion({ index: BigInt(index), size, root, leaf: leafNode(stringToBytes(canonical)) }, path);
  return memory.about(entry, `${String(size)} ${printBase64(root)}`, ask);
}

function read<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof MalformedLogText) return undefined;
    throw error;
  }
}

import { printCheckpoint } from '../../src/domain/audit-log/checkpoint.js';
import { frontierOf, frontierRoot } from '../../src/domain/audit-log/frontier.js';
import { inclusionProof } from '../../src/domain/audit-log/inclusion-proof.js';
import { leafNode } from '../../src/domain/audit-log/merkle.js';
import { type NoteSigner, cosign, seedSigner, signNote } from '../../src/domain/audit-log/note-signer.js';
import { type SignedNote, printSignedNote } from '../../src/domain/audit-log/signed-note.js';
import { printTlogProof } from '../../src/domain/audit-log/tlog-proof.js';
import { printVerifierKey } from '../../src/domain/audit-log/verifier-key.js';
import { platformHasher, readerOf } from './log-tree.js';

export const ORIGIN = 'sluice.example/log';
export const COSIGNED_AT = 1_795_336_200n;

const seed = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

export const logSigner = seedSigner('ed25519', ORIGIN, seed(1));
export const witnessSigner = (number: number): NoteSigner =>
  seedSigner('cosignature-v1', `witness${String(number)}.example/w`, seed(100 + number));

export const vkeyOf = ({ key }: NoteSigner): string => printVerifierKey(key);

/** The text of the checkpoint of a tree with these leaf hashes. */
export function checkpointText(leaves: readonly Uint8Array[], origin = ORIGIN): string {
  const root = frontierRoot(frontierOf(leaves, platformHasher), platformHasher);
  return printCheckpoint({ origin, size: BigInt(leaves.length), root, extensions: [] });
}

/** A text signed by the log and cosigned by the witnesses with these numbers. */
export function signedBy(text: string, witnesses: readonly number[], log = logSigner): SignedNote {
  const cosignatures = witnesses.map((each) => cosign(text, COSIGNED_AT, witnessSigner(each)));
  return { text, signatures: [signNote(text, log), ...cosignatures] };
}

export function checkpointNote(leaves: readonly Uint8Array[], witnesses: readonly number[]): string {
  return printSignedNote(signedBy(checkpointText(leaves), witnesses));
}

/** The receipt of one of these entries. */
export function receiptOf(entries: readonly string[], index: number, witnesses: readonly number[]): string {
  const leaves = entries.map((entry) => leafNode(Buffer.from(entry), platformHasher));
  return printTlogProof({
    extra: null,
    index: BigInt(index),
    path: inclusionProof(BigInt(index), BigInt(leaves.length), readerOf(leaves), platformHasher),
    checkpoint: signedBy(checkpointText(leaves), witnesses),
  });
}

/** A policy of this log, three witnesses called w1 to w3, and a group of any two of them. */
export const TWO_OF_THREE = [
  `log ${vkeyOf(logSigner)}`,
  ...[1, 2, 3].map((each) => `witness w${String(each)} ${vkeyOf(witnessSigner(each))}`),
  'group witnesses 2 w1 w2 w3',
  'quorum witnesses',
  '',
].join('\n');

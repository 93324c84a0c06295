import { bytesToBigInt, concatBytes, numberToBytes, stringToBytes } from 'viem';
import { SIGNATURE_BYTES, isEd25519Signature } from './ed25519.js';
import { MalformedLogText, SIZE_MAX } from './malformed.js';
import { type NoteSignature, noteMessage, noteSignature } from './signed-note.js';
import type { VerifierKey } from './verifier-key.js';

const TIME_BYTES = 8;

/**
 * What a witness signs over a checkpoint (c2sp.org/tlog-cosignature, Ed25519): at `time`, in Unix seconds, this was the
 * largest consistent tree that it had seen of the log.
 * @throws MalformedLogText if `time` is out of range
 */
export function cosignatureMessage(checkpoint: string, time: bigint): Uint8Array {
  if (time < 0n || time > SIZE_MAX) throw new MalformedLogText('the time of a cosignature is below 2^63');
  return concatBytes([stringToBytes(`cosignature/v1\ntime ${time.toString()}\n`), noteMessage(checkpoint)]);
}

/** The signature line for the 64 bytes of a witness's signature over that message. */
export function cosignature(key: VerifierKey, time: bigint, signature: Uint8Array): NoteSignature {
  return noteSignature(key, concatBytes([numberToBytes(time, { size: TIME_BYTES }), signature]));
}

/** @returns when the witness signed, in Unix seconds; undefined if it did not sign this checkpoint */
export function cosignatureTime(
  checkpoint: string,
  signature: Uint8Array,
  key: VerifierKey,
): bigint | undefined {
  if (key.type !== 'cosignature-v1' || signature.length !== TIME_BYTES + SIGNATURE_BYTES) return undefined;
  const time = bytesToBigInt(signature.subarray(0, TIME_BYTES));
  if (time > SIZE_MAX) return undefined;
  const message = cosignatureMessage(checkpoint, time);
  return isEd25519Signature(signature.subarray(TIME_BYTES), message, key.publicKey) ? time : undefined;
}

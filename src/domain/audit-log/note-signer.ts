import { cosignature, cosignatureMessage } from './cosignature.js';
import { ed25519PublicKey, signEd25519 } from './ed25519.js';
import { type NoteSignature, noteMessage, noteSignature } from './signed-note.js';
import { type VerifierKey, verifierKey } from './verifier-key.js';

/** A key that can sign. The private part stays with its creator. */
export interface NoteSigner {
  readonly key: VerifierKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** A signer from a 32-byte Ed25519 seed: for a log (`ed25519`) or a witness (`cosignature-v1`). */
export function seedSigner(type: 'ed25519' | 'cosignature-v1', name: string, seed: Uint8Array): NoteSigner {
  return {
    key: verifierKey(type, name, ed25519PublicKey(seed)),
    sign: (message) => signEd25519(message, seed),
  };
}

/** A log's signature over a note's text. @throws TypeError if the key is not a log's */
export function signNote(text: string, { key, sign }: NoteSigner): NoteSignature {
  if (key.type !== 'ed25519') throw new TypeError('only an Ed25519 key signs a plain note');
  return noteSignature(key, sign(noteMessage(text)));
}

/**
 * A witness's signature over a checkpoint's text at a time in Unix seconds. @throws TypeError if the key is not a
 * witness's
 */
export function cosign(checkpoint: string, time: bigint, { key, sign }: NoteSigner): NoteSignature {
  if (key.type !== 'cosignature-v1') throw new TypeError('only a cosignature key signs for a witness');
  return cosignature(key, time, sign(cosignatureMessage(checkpoint, time)));
}

import { unreachable } from '../errors.js';
import { cosignatureTime } from './cosignature.js';
import { isEd25519Signature } from './ed25519.js';
import { type NoteSignature, type SignedNote, noteMessage } from './signed-note.js';
import { type VerifierKey, isSameKey } from './verifier-key.js';

interface VerifiedSignature {
  readonly key: VerifierKey;
  /** When a witness signed, in Unix seconds; null for signatures that carry no time. */
  readonly time: bigint | null;
}

export type NoteVerdict =
  | { readonly isSigned: true; readonly signatures: readonly VerifiedSignature[] }
  | { readonly isSigned: false; readonly reason: string };

/**
 * Verifies a note by the known keys (c2sp.org/signed-note). Signatures by other keys are ignored. The note is refused
 * if a known key's signature is wrong, or if no known key has signed.
 */
export function openNote(note: SignedNote, keys: readonly VerifierKey[]): NoteVerdict {
  const verified: VerifiedSignature[] = [];
  for (const line of note.signatures) {
    const key = knownKey(line, keys);
    if (key === undefined) continue;
    const signature = verify(note.text, line.signature, key);
    if (!signature) return { isSigned: false, reason: `the signature of ${key.name}+${key.keyId} is wrong` };
    verified.push(signature);
  }
  if (verified.length === 0) return { isSigned: false, reason: 'no known key has signed' };
  return { isSigned: true, signatures: verified };
}

/** @throws TypeError if two known keys share a name and id: the signer would be ambiguous */
function knownKey({ name, keyId }: NoteSignature, keys: readonly VerifierKey[]): VerifierKey | undefined {
  const named = keys.filter((key) => key.type !== 'ml-dsa-44' && key.name === name && key.keyId === keyId);
  const [found] = named;
  if (found && named.some((key) => !isSameKey(key, found))) {
    throw new TypeError(`two keys are called ${name}+${keyId}`);
  }
  return found;
}

function verify(text: string, signature: Uint8Array, key: VerifierKey): VerifiedSignature | undefined {
  switch (key.type) {
    case 'ed25519':
      return isEd25519Signature(signature, noteMessage(text), key.publicKey)
        ? { key, time: null }
        : undefined;
    case 'cosignature-v1': {
      const time = cosignatureTime(text, signature, key);
      return time === undefined ? undefined : { key, time };
    }
    case 'ml-dsa-44':
      return undefined;
    default:
      return unreachable(key.type);
  }
}

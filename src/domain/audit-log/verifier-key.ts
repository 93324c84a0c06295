import { bytesToHex, concatBytes, stringToBytes } from 'viem';
import { parseBase64, printBase64 } from './base64.js';
import { MalformedLogText } from './malformed.js';
import { plainHasher } from './merkle.js';

/**
 * The kind of a key. `ml-dsa-44` keys are recognised, but their signatures are not verified here and count as unknown.
 */
export type KeyType = 'ed25519' | 'cosignature-v1' | 'ml-dsa-44';

interface KeyForm {
  readonly type: KeyType;
  /** The signature type identifier of c2sp.org/signed-note. */
  readonly identifier: number;
  readonly bytes: number;
}

const FORMS: readonly KeyForm[] = [
  { type: 'ed25519', identifier: 0x01, bytes: 32 },
  { type: 'cosignature-v1', identifier: 0x04, bytes: 32 },
  { type: 'ml-dsa-44', identifier: 0x06, bytes: 1312 },
];

/** A public key with the name and id by which its signatures are matched (c2sp.org/signed-note). */
export interface VerifierKey {
  readonly type: KeyType;
  readonly name: string;
  /** SHA-256(name || 0x0A || type || public key), the first four bytes as lower-case hex. */
  readonly keyId: string;
  readonly publicKey: Uint8Array;
}

/** A name is not empty and has no plus, no Unicode spaces, and no control characters that a note forbids. */
export function isKeyName(name: string): boolean {
  return /^[^\p{White_Space}+\0-\x1f]+$/u.test(name) && name.isWellFormed();
}

/** @throws MalformedLogText if the name is invalid, or the key's length does not fit its type */
export function verifierKey(type: KeyType, name: string, publicKey: Uint8Array): VerifierKey {
  return keyOf(
    formOf((form) => form.type === type),
    name,
    publicKey,
  );
}

/** The textual form of a key: `name+id+base64(type || public key)`. */
export function printVerifierKey({ type, name, keyId, publicKey }: VerifierKey): string {
  const { identifier } = formOf((form) => form.type === type);
  return `${name}+${keyId}+${printBase64(concatBytes([Uint8Array.of(identifier), publicKey]))}`;
}

/** Parses such a text. @throws MalformedLogText, also if the id does not match the key or the type is unknown */
export function parseVerifierKey(text: string): VerifierKey {
  const [name, keyId, ...rest] = text.split('+');
  if (rest.length === 0) throw new MalformedLogText('the key is not name+id+base64');
  const [identifier, ...publicKey] = parseBase64(rest.join('+'), 'the public key');
  const form = formOf((each) => each.identifier === identifier);
  const key = keyOf(form, name ?? '', Uint8Array.from(publicKey));
  if (key.keyId !== keyId) throw new MalformedLogText('the key id is not that of name and public key');
  return key;
}

/** Whether both are one key: the same text. */
export function isSameKey(one: VerifierKey, other: VerifierKey): boolean {
  return printVerifierKey(one) === printVerifierKey(other);
}

function formOf(isWanted: (form: KeyForm) => boolean): KeyForm {
  const form = FORMS.find(isWanted);
  if (!form) throw new MalformedLogText('the type of the key is not known');
  return form;
}

function keyOf({ type, identifier, bytes }: KeyForm, name: string, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new MalformedLogText('the name of the key is empty or has spaces or a plus');
  if (publicKey.length !== bytes) throw new MalformedLogText('the public key has not the length of its type');
  const named = concatBytes([stringToBytes(name), Uint8Array.of(0x0a, identifier), publicKey]);
  return { type, name, keyId: bytesToHex(plainHasher(named).subarray(0, 4)).slice(2), publicKey };
}

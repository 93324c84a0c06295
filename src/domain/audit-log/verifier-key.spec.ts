import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { goNotes } from '../../../test/vectors/c2sp.js';
import { MalformedLogText } from './malformed.js';
import { isKeyName, isSameKey, parseVerifierKey, printVerifierKey, verifierKey } from './verifier-key.js';

const types = fc.constantFrom('ed25519', 'cosignature-v1', 'ml-dsa-44');
const anyKey = types.chain((type) => {
  const length = type === 'ml-dsa-44' ? 1312 : 32;
  return fc
    .record({
      name: fc.string({ unit: 'grapheme', minLength: 1 }).filter(isKeyName),
      publicKey: fc.uint8Array({ minLength: length, maxLength: length }),
    })
    .map(({ name, publicKey }) => verifierKey(type, name, publicKey));
});

function isTaken(text: string): boolean {
  try {
    parseVerifierKey(text);
    return true;
  } catch (error) {
    if (error instanceof MalformedLogText) return false;
    throw error;
  }
}

describe(parseVerifierKey.name, () => {
  it.each([
    [goNotes.peterKey, 'ed25519', 'PeterNeumann', 'c74f20a3'],
    [goNotes.enochKey, 'ed25519', 'EnochRoot', 'af0cfe78'],
    [goNotes.witnessKey, 'cosignature-v1', 'remora.n621.de', 'da77ade7'],
  ])('reads %s, which other programs use', (text, type, name, keyId) => {
    const key = parseVerifierKey(text);
    expect(key).toMatchObject({ type, name, keyId });
    expect(printVerifierKey(key)).toBe(text);
  });

  it('reads what was printed', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(parseVerifierKey(printVerifierKey(key))).toEqual(key);
      }),
    );
  });

  it('refuses every part of a key and every key with one character changed', () => {
    const text = goNotes.peterKey;
    const places = [...text.split('').keys()];
    const parts = places.flatMap((from) => places.map((to) => text.slice(from, to)));
    const changed = places.map(
      (at) => text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) + 1) + text.slice(at + 1),
    );
    expect([...parts, ...changed].filter(isTaken)).toEqual([]);
    expect(isTaken(text)).toBe(true);
  });

  it.each([
    ['a key that is too long', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
    ['a type that is not known', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['the key id in upper case', goNotes.peterKey.replace('c74f20a3', 'C74F20A3')],
    ['a space', `${goNotes.peterKey} `],
    ['a private key', 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'],
  ])('refuses %s', (_name, text) => {
    expect(() => parseVerifierKey(text)).toThrow(MalformedLogText);
  });
});

describe(verifierKey.name, () => {
  it('has the id that the specification says', () => {
    const publicKey = new Uint8Array(32).fill(9);
    for (const [type, byte] of [
      ['ed25519', 1],
      ['cosignature-v1', 4],
    ] as const) {
      const bytes = Buffer.concat([Buffer.from('è.example\n'), Buffer.of(byte), publicKey]);
      const keyId = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
      expect(verifierKey(type, 'è.example', publicKey).keyId).toBe(keyId);
    }
  });

  it('has another id for another type of the same key', () => {
    const publicKey = new Uint8Array(32);
    const [log, witness] = [
      verifierKey('ed25519', 'a', publicKey),
      verifierKey('cosignature-v1', 'a', publicKey),
    ];
    expect(isSameKey(log, witness)).toBe(false);
    expect(log.keyId).not.toBe(witness.keyId);
  });

  it.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\u2003b', 'a\u0085b', 'a\tb', 'a\nb', '\ud800'])(
    'refuses the name %j',
    (name) => {
      expect(() => verifierKey('ed25519', name, new Uint8Array(32))).toThrow(MalformedLogText);
    },
  );

  it.each([0, 31, 33])('refuses a key of %d bytes', (length) => {
    expect(() => verifierKey('ed25519', 'a', new Uint8Array(length))).toThrow(MalformedLogText);
  });
});

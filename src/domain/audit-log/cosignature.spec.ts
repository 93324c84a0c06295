import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { witnessSigner } from '../../../test/builders/witnessed-log.js';
import { c2sp } from '../../../test/vectors/c2sp.js';
import { cosignatureMessage, cosignatureTime } from './cosignature.js';
import { MalformedLogText } from './malformed.js';
import { cosign, seedSigner } from './note-signer.js';
import { parseSignedNote } from './signed-note.js';

const { text } = parseSignedNote(c2sp.cosigned);
const witness = witnessSigner(1);

describe(cosignatureMessage.name, () => {
  it('is that of the specification', () => {
    expect(Buffer.from(cosignatureMessage(text, 1_679_315_147n)).toString()).toBe(c2sp.cosignatureMessage);
  });

  it("has the time of the specification's own cosignature", () => {
    const [, line] = parseSignedNote(c2sp.cosigned).signatures;
    expect(Buffer.from(line?.signature ?? []).readBigUInt64BE()).toBe(1_679_315_147n);
  });

  it.each([-1n, 2n ** 63n])('has no time %s', (time) => {
    expect(() => cosignatureMessage(text, time)).toThrow(MalformedLogText);
  });
});

describe(cosignatureTime.name, () => {
  it('is the time that was signed', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (time) => {
        const { name, keyId, signature } = cosign(text, time, witness);
        expect({ name, keyId }).toEqual({ name: witness.key.name, keyId: witness.key.keyId });
        expect(signature).toHaveLength(72);
        expect(cosignatureTime(text, signature, witness.key)).toBe(time);
      }),
      { numRuns: 10 },
    );
  });

  it('is none for another text, time or key', () => {
    const { signature } = cosign(text, 5n, witness);
    const later = signature.with(7, 6);
    const beyond = signature.with(0, 128);
    expect(cosignatureTime(text, later, witness.key)).toBeUndefined();
    expect(cosignatureTime(text, beyond, witness.key)).toBeUndefined();
    expect(cosignatureTime(`${text}more\n`, signature, witness.key)).toBeUndefined();
    expect(cosignatureTime(text, signature, witnessSigner(2).key)).toBeUndefined();
    expect(cosignatureTime(text, signature.subarray(8), witness.key)).toBeUndefined();
    expect(cosignatureTime(text, Buffer.concat([signature, Buffer.of(0)]), witness.key)).toBeUndefined();
  });

  it('is none for a plain signature by the same key', () => {
    const seed = new Uint8Array(32).fill(101);
    const plain = seedSigner('ed25519', witness.key.name, seed);
    const { signature } = cosign(text, 5n, witness);
    expect(plain.key.publicKey).toEqual(witness.key.publicKey);
    expect(cosignatureTime(text, signature, plain.key)).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { logSigner, witnessSigner } from '../../../test/builders/witnessed-log.js';
import { goNotes } from '../../../test/vectors/c2sp.js';
import { cosign, seedSigner, signNote } from './note-signer.js';
import { printSignatureLines } from './signed-note.js';
import { printVerifierKey } from './verifier-key.js';

describe(signNote.name, () => {
  it("makes the very signature that Go's note package makes with the same key", () => {
    const peter = seedSigner('ed25519', 'PeterNeumann', goNotes.peterSeed);
    expect(printVerifierKey(peter.key)).toBe(goNotes.peterKey);
    expect(printSignatureLines([signNote(goNotes.text, peter)])).toBe(goNotes.peterLine);
  });

  it("does not sign with a witness's key, which has another meaning", () => {
    expect(() => signNote('text\n', witnessSigner(1))).toThrow(TypeError);
  });
});

describe(cosign.name, () => {
  it("does not sign with a log's key", () => {
    expect(() => cosign('text\n', 1n, logSigner)).toThrow(TypeError);
  });
});

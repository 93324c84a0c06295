import { describe, expect, it } from '@jest/globals';
import {
  COSIGNED_AT,
  checkpointText,
  logSigner,
  signedBy,
  witnessSigner,
} from '../../../test/builders/witnessed-log.js';
import { goNotes } from '../../../test/vectors/c2sp.js';
import { openNote } from './open-note.js';
import { parseSignedNote } from './signed-note.js';
import { parseVerifierKey, verifierKey } from './verifier-key.js';

const peter = parseVerifierKey(goNotes.peterKey);
const enoch = parseVerifierKey(goNotes.enochKey);
const noteOf = (...lines: readonly string[]) => parseSignedNote(`${goNotes.text}\n${lines.join('')}`);
const both = noteOf(goNotes.peterLine, goNotes.enochLine);

describe(openNote.name, () => {
  it("verifies signatures that Go's note package has made", () => {
    expect(openNote(both, [peter, enoch])).toEqual({
      isSigned: true,
      signatures: [
        { key: peter, time: null },
        { key: enoch, time: null },
      ],
    });
  });

  it('ignores signatures of keys that are not known', () => {
    expect(openNote(both, [enoch])).toEqual({ isSigned: true, signatures: [{ key: enoch, time: null }] });
  });

  it('refuses a note that no known key has signed', () => {
    expect(openNote(both, [])).toMatchObject({ isSigned: false });
    expect(openNote(both, [logSigner.key])).toMatchObject({ isSigned: false });
  });

  it('refuses the whole note for one wrong signature of a known key', () => {
    const wrong = noteOf(goNotes.peterLine, goNotes.enochLine.replace('eBzm', 'eBzn'));
    expect(openNote(wrong, [peter])).toMatchObject({ isSigned: true });
    expect(openNote(wrong, [peter, enoch])).toMatchObject({ isSigned: false });
  });

  it('takes a key by name and id together only', () => {
    const misnamed = noteOf(goNotes.peterLine.replace('PeterNeumann', 'CarmenSandiego'));
    expect(openNote(misnamed, [peter])).toMatchObject({ isSigned: false, reason: 'no known key has signed' });
    const otherId = noteOf(goNotes.peterLine.replace('x08g', 'xxxx'));
    expect(openNote(otherId, [peter])).toMatchObject({ isSigned: false, reason: 'no known key has signed' });
  });

  it('refuses another text under the signatures', () => {
    const { signatures } = both;
    expect(openNote({ text: 'Another text.\n', signatures }, [peter])).toMatchObject({ isSigned: false });
  });

  it('gives the times of witnesses', () => {
    const note = signedBy(checkpointText([]), [1, 2]);
    expect(openNote(note, [witnessSigner(2).key, logSigner.key])).toEqual({
      isSigned: true,
      signatures: [
        { key: logSigner.key, time: null },
        { key: witnessSigner(2).key, time: COSIGNED_AT },
      ],
    });
  });

  it('ignores signatures of ML-DSA keys, which it cannot verify', () => {
    const key = verifierKey('ml-dsa-44', 'w', new Uint8Array(1312));
    const signature = { name: 'w', keyId: key.keyId, signature: new Uint8Array(2428) };
    expect(openNote({ ...both, signatures: [...both.signatures, signature] }, [key, peter])).toEqual({
      isSigned: true,
      signatures: [{ key: peter, time: null }],
    });
    expect(openNote({ ...both, signatures: [signature] }, [key])).toMatchObject({ isSigned: false });
  });

  it('does not guess between two known keys of one name and id', () => {
    const other = { ...enoch, name: peter.name, keyId: peter.keyId };
    expect(() => openNote(both, [peter, other])).toThrow(TypeError);
    expect(openNote(both, [peter, { ...peter }])).toMatchObject({ isSigned: true });
  });
});

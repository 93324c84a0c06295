import { describe, expect, it } from '@jest/globals';
import { someLeaves } from '../../../test/builders/log-tree.js';
import {
  COSIGNED_AT,
  ORIGIN,
  TWO_OF_THREE,
  checkpointText,
  logSigner,
  signedBy,
  vkeyOf,
  witnessSigner,
} from '../../../test/builders/witnessed-log.js';
import { MalformedLogText } from './malformed.js';
import { cosign, seedSigner, signNote } from './note-signer.js';
import { parseTlogPolicy } from './tlog-policy.js';
import { verifyCheckpoint } from './verify-checkpoint.js';

const text = checkpointText(someLeaves(5));
const policy = parseTlogPolicy(TWO_OF_THREE);
const trust = { logKey: logSigner.key, policy };

describe(verifyCheckpoint.name, () => {
  it('invariant 16: takes what the log has signed and the quorum has cosigned', () => {
    expect(verifyCheckpoint(signedBy(text, [1, 3]), trust)).toMatchObject({
      isValid: true,
      checkpoint: { origin: ORIGIN, size: 5n },
      cosigners: [
        { witness: 'w1', time: COSIGNED_AT },
        { witness: 'w3', time: COSIGNED_AT },
      ],
    });
  });

  it('invariant 16: refuses too few cosignatures, and does not count one witness twice', () => {
    expect(verifyCheckpoint(signedBy(text, [2]), trust)).toMatchObject({ isValid: false });
    expect(verifyCheckpoint(signedBy(text, [2, 2]), trust)).toMatchObject({ isValid: false });
    expect(verifyCheckpoint(signedBy(text, [2, 8, 9]), trust)).toMatchObject({ isValid: false });
  });

  it('shows the latest time of a witness that has signed twice', () => {
    const { signatures } = signedBy(text, [1, 2]);
    const later = cosign(text, COSIGNED_AT + 9n, witnessSigner(1));
    const verdict = verifyCheckpoint({ text, signatures: [later, ...signatures] }, trust);
    expect(verdict).toMatchObject({
      cosigners: [{ witness: 'w1', time: COSIGNED_AT + 9n }, { witness: 'w2' }],
    });
  });

  it("is the log's word alone without a policy", () => {
    expect(verifyCheckpoint(signedBy(text, []), { logKey: logSigner.key, policy: null })).toMatchObject({
      isValid: true,
      cosigners: [],
    });
  });

  it('invariant 16: needs the signature of the log, whoever has cosigned', () => {
    const { signatures } = signedBy(text, [1, 2, 3]);
    expect(verifyCheckpoint({ text, signatures: signatures.slice(1) }, trust)).toMatchObject({
      isValid: false,
      reason: 'the log has not signed',
    });
  });

  it('invariant 16: refuses cosignatures of another checkpoint', () => {
    const other = signedBy(checkpointText(someLeaves(6)), [1, 2]);
    const signatures = [signNote(text, logSigner), ...other.signatures.slice(1)];
    expect(verifyCheckpoint({ text, signatures }, trust)).toMatchObject({ isValid: false });
  });

  it('invariant 16: refuses another log, also where its key is of the same name', () => {
    const other = seedSigner('ed25519', 'other.example', new Uint8Array(32).fill(1));
    expect(
      verifyCheckpoint(signedBy(text, [1, 2], other), { logKey: other.key, policy: null }),
    ).toMatchObject({
      isValid: false,
      reason: expect.stringContaining('the log is sluice.example/log') as unknown,
    });
    const namesake = seedSigner('ed25519', ORIGIN, new Uint8Array(32).fill(2));
    expect(verifyCheckpoint(signedBy(text, [1, 2], namesake), trust)).toMatchObject({ isValid: false });
    expect(
      verifyCheckpoint(signedBy(text, [1, 2], namesake), { ...trust, logKey: namesake.key }),
    ).toMatchObject({
      isValid: false,
      reason: expect.stringContaining('the policy does not name') as unknown,
    });
  });

  it('takes any log of a policy that names none', () => {
    const open = parseTlogPolicy(`witness w1 ${vkeyOf(witnessSigner(1))}\nquorum w1\n`);
    expect(verifyCheckpoint(signedBy(text, [1]), { ...trust, policy: open })).toMatchObject({
      isValid: true,
    });
  });

  it("does not take a witness's key for a log's", () => {
    const { key } = witnessSigner(1);
    const logKey = { ...key, name: ORIGIN };
    expect(verifyCheckpoint(signedBy(text, [1]), { logKey, policy: null })).toMatchObject({ isValid: false });
  });

  it('throws at what is no checkpoint', () => {
    expect(() => verifyCheckpoint(signedBy('text\n', []), trust)).toThrow(MalformedLogText);
  });
});

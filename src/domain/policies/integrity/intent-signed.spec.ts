import { describe, expect, it } from '@jest/globals';
import { someFacts } from '../../../../test/builders/policy.js';
import { intentSigned } from './intent-signed.js';

describe(intentSigned.name, () => {
  it('allows a verified intent', () => {
    expect(intentSigned(someFacts())).toMatchObject({ rule: 'intent-signed', outcome: 'allow' });
  });

  it('denies an intent whose signature does not verify', () => {
    const result = intentSigned(someFacts({ intentSignatureValid: false }));
    expect(result).toMatchObject({ outcome: 'deny', code: 'INTENT_SIGNATURE', waivable: false });
  });
});

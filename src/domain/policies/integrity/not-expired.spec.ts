import { describe, expect, it } from '@jest/globals';
import { NOW, aPolicyDocument, someFacts } from '../../../../test/builders/policy.js';
import { notExpired } from './not-expired.js';

describe(notExpired.name, () => {
  it.each([
    { after: -1, stage: 'relay', code: 'EXPIRED' },
    { after: 0, stage: 'relay', code: 'EXPIRED' },
    { after: 1, stage: 'relay', code: null },
    { after: 86_400, stage: 'request', code: null },
    { after: 86_401, stage: 'request', code: 'EXPIRY_TOO_FAR' },
    { after: 86_401, stage: 'exception', code: null },
    { after: 86_401, stage: 'relay', code: null },
  ])('answers $code when it expires $after s from now at stage $stage', ({ after, stage, code }) => {
    const facts = someFacts({ expiresAt: NOW + after, stage });
    const result = notExpired(facts, aPolicyDocument({ maxExpirySeconds: 86_400 }));
    expect(result).toMatchObject({ rule: 'not-expired', outcome: code === null ? 'allow' : 'deny', code });
  });
});

import { describe, expect, it } from '@jest/globals';
import { parseId } from '../domain/values/identifier.js';
import { forbiddenWords } from './forbidden-words.js';

const personId = parseId('per', 'per_01a20000-0000-7000-8000-000000000001');

describe(forbiddenWords.name, () => {
  it('names the roles, and as whom it was asked', () => {
    const ada = { kind: 'person', personId, name: 'Ada', roles: ['approver'], sessionId: 's' } as const;
    const words = 'only an operator or an admin may do this; you are signed in as Ada (approver)';
    expect(forbiddenWords(['operator', 'admin'], ada)).toBe(words);
    expect(forbiddenWords(['signer'], { ...ada, roles: [] })).toBe(
      'only a signer may do this; you are signed in as Ada (no role)',
    );
    const bot = { kind: 'service', apiKeyId: 'key_1', name: 'Bot', roles: ['auditor', 'signer'] } as const;
    expect(forbiddenWords(['admin', 'compliance', 'approver'], bot)).toBe(
      'only an admin, a compliance officer or an approver may do this; the API key is Bot (auditor, signer)',
    );
  });
});

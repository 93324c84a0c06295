import { describe, expect, it } from '@jest/globals';
import { type Person, evmKeyId } from '../identity/person.js';
import { addressFromHex } from '../values/address.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { SoftAuthenticator } from '../../../test/builders/authenticator.js';
import { answerFault, confirmerFault, fillFault } from './answer-fault.js';

const NOW = unixSeconds(1_800_000_000);
const address = addressFromHex(`0x${'11'.repeat(20)}`);
const [ada, tessa] = ['1', '2'].map((end) => parseId('per', `per_01a20000-0000-7000-8000-00000000000${end}`));
if (ada === undefined || tessa === undefined) throw new Error('no people');
const person: Person = {
  ...{ id: ada, name: 'Ada', roles: ['approver'], groups: ['treasury'], removedAt: null, accounts: [] },
  keys: [
    {
      ...{ kind: 'evm', purpose: 'confirmation', id: evmKeyId(address), address },
      ...{ activeFrom: unixSeconds(NOW - 1), revokedAt: null },
    },
  ],
};
const asked = {
  ...{ requesterId: tessa, answeredBy: [], expiresAt: unixSeconds(NOW + 1) },
  require: [{ group: 'treasury', count: 1 }],
};

describe(confirmerFault.name, () => {
  it('has nothing against whoever may confirm', () => {
    expect(confirmerFault(person, asked, NOW)).toBeUndefined();
  });

  it.each([
    ['SOD', {}, { requesterId: ada }],
    ['ALREADY_CONFIRMED', {}, { answeredBy: [ada] }],
    ['EXPIRED', {}, { expiresAt: NOW }],
    ['FORBIDDEN', { roles: ['operator'] }, {}],
    ['FORBIDDEN', { removedAt: NOW }, {}],
    ['FORBIDDEN', { groups: ['risk'] }, {}],
    ['KEY_NOT_ENROLLED', { keys: [] }, {}],
    ['FORBIDDEN', { groups: ['risk'] }, { require: [{ group: 'treasury', count: 1, keys: 'evm' }] }],
  ] as const)('says %s of %j and %j', (code, changed, otherwise) => {
    expect(confirmerFault({ ...person, ...changed }, { ...asked, ...otherwise }, NOW)?.code).toBe(code);
  });
});

describe(fillFault.name, () => {
  const passkey = { ...new SoftAuthenticator().passkey(), activeFrom: unixSeconds(NOW - 1), revokedAt: null };
  const evm = [{ group: 'treasury', count: 1, keys: 'evm' }] as const;

  it.each([
    [undefined, {}, asked.require],
    [undefined, {}, evm],
    [undefined, { keys: [passkey] }, asked.require],
    ['FORBIDDEN', { groups: [] }, asked.require],
    ['KEY_NOT_ENROLLED', { keys: [] }, asked.require],
    ['EVM_KEY_REQUIRED', { keys: [passkey] }, evm],
  ] as const)('says %s of %j', (code, changed, require) => {
    expect(fillFault({ ...person, ...changed }, { require, what: 'this' }, NOW)?.code).toBe(code);
  });
});

describe(answerFault.name, () => {
  it('invariant 10: is of the requester before anything else', () => {
    expect(answerFault(ada, { requesterId: ada, answeredBy: [ada] })?.code).toBe('SOD');
    expect(answerFault(ada, { requesterId: tessa, answeredBy: [tessa] })).toBeUndefined();
  });
});

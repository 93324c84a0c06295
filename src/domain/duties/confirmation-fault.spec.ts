import { describe, expect, it } from '@jest/globals';
import { SoftAuthenticator } from '../../../test/builders/authenticator.js';
import type { CountableConfirmation, Requirement } from '../confirmations/quorum.js';
import { type EnrolledKey, type Person, evmKeyId } from '../identity/person.js';
import { addressFromHex } from '../values/address.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { awaitedConfirmers } from './awaited.js';
import { confirmationFault } from './confirmation-fault.js';

const NOW = unixSeconds(1_800_000_000);
const times = { activeFrom: unixSeconds(NOW - 1), revokedAt: null };
const address = addressFromHex(`0x${'11'.repeat(20)}`);
const EVM: EnrolledKey = {
  ...{ kind: 'evm', purpose: 'confirmation', id: evmKeyId(address), address },
  ...times,
};
const PASSKEY: EnrolledKey = { ...new SoftAuthenticator().passkey(), ...times };
const idOf = (end: number) => parseId('per', `per_01a20000-0000-7000-8000-00000000000${String(end)}`);
const one = (group: string, keys?: 'evm'): Requirement => ({ group, count: 1, ...(keys && { keys }) });

function faultOf(given: {
  readonly groups: readonly string[];
  readonly key: EnrolledKey;
  readonly require: readonly Requirement[];
  readonly answered: readonly (readonly [string, 'evm' | 'passkey'])[];
}) {
  const { groups, key, require } = given;
  const person: Person = {
    ...{ id: idOf(1), name: 'Ada', roles: ['approver'], groups, keys: [key], accounts: [], removedAt: null },
  };
  const answers = given.answered.map(([group, kind], at): CountableConfirmation => {
    return { personId: idOf(2 + at), groups: [group], key: kind, decision: 'confirm', valid: true };
  });
  const asked = { require, requesterId: idOf(9), expiresAt: unixSeconds(NOW + 1), answers };
  const found = confirmationFault(person, asked, NOW)?.code;
  // Whoever the gate would take is awaited, and nobody else.
  const awaited = awaitedConfirmers({ ...asked, barred: new Set() }, { people: [person], now: NOW });
  expect(awaited.people.map(({ id }) => id)).toEqual(found === undefined ? [person.id] : []);
  return found;
}

describe(confirmationFault.name, () => {
  const both = [one('treasury'), one('treasury', 'evm')];
  it.each([
    ['a place is open', ['treasury'], PASSKEY, [one('treasury')], [], undefined],
    ['only the place for an EVM key is open', ['treasury'], PASSKEY, both, ['passkey'], 'EVM_KEY_REQUIRED'],
    ['it is open for an EVM key', ['treasury'], EVM, both, ['passkey'], undefined],
    ['an EVM key has left the other place open', ['treasury'], PASSKEY, both, ['evm'], undefined],
    [
      'all places of the group are filled',
      ['treasury'],
      EVM,
      [one('treasury'), one('risk')],
      ['evm'],
      'QUORUM',
    ],
    [
      'they make room in another group',
      ['treasury', 'risk'],
      EVM,
      [one('treasury'), one('risk')],
      ['evm'],
      undefined,
    ],
    ['another group is asked', ['risk'], EVM, [one('treasury')], [], 'FORBIDDEN'],
    ['everything is filled', ['treasury'], PASSKEY, [one('treasury')], ['passkey'], 'QUORUM'],
  ] as const)('where %s', (_, groups, key, require, answered, expected) => {
    const by = answered.map((kind) => ['treasury', kind] as const);
    expect(faultOf({ groups, key, require, answered: by })).toBe(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import { DEMO_PEOPLE, confirmationKey, ownerKey } from '../../../sandbox/people.js';
import { parseAddress } from '../../domain/values/address.js';
import { SANDBOX_PEOPLE, sandboxKeyOf, sandboxPerson } from './sandbox-signer.js';

const sandbox = { chain: { id: 31337 }, isSandbox: true };

describe('a demo person', () => {
  it('is one of the people whom the sandbox founds, by their key there', () => {
    expect(SANDBOX_PEOPLE).toEqual(Object.fromEntries(DEMO_PEOPLE.map(({ name, index }) => [name, index])));
    for (const person of DEMO_PEOPLE)
      expect(sandboxPerson(person.name, sandbox).address).toBe(confirmationKey(person).address);
  });

  it('has their owner key too', () => {
    for (const owner of DEMO_PEOPLE.flatMap((person) => ownerKey(person)?.address ?? []))
      expect(sandboxKeyOf(parseAddress(owner), sandbox, 'Otto')).toMatchObject({
        ...{ address: owner, what: "Otto's demo owner key" },
      });
    expect(
      sandboxKeyOf(parseAddress('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'), sandbox, 'Otto'),
    ).toBeUndefined();
  });

  it('is nobody whom the sandbox does not know', () => {
    expect(() => sandboxPerson('Mallory', sandbox)).toThrow(/there are Tessa, Tariq/);
    expect(() => sandboxPerson('Tesa', sandbox)).toThrow(/is Tessa meant\?/);
    expect(() => sandboxPerson('constructor', sandbox)).toThrow(/nobody/);
  });

  it.each([
    ['a public chain, whatever the gateway says', { chain: { id: 1 }, isSandbox: true }],
    ['a test network', { chain: { id: 11155111 }, isSandbox: true }],
    ['a chain that is not known', { chain: { id: 1337 }, isSandbox: true }],
    ['what is no sandbox', { chain: { id: 31337 }, isSandbox: false }],
  ])('has no key on %s', (_name, installation) => {
    expect(() => sandboxPerson('Tessa', installation)).toThrow(/for the sandbox/);
    expect(() =>
      sandboxKeyOf(parseAddress('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'), installation, 'Otto'),
    ).toThrow(/for the sandbox/);
  });
});

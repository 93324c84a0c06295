import { HDKey, type HDAccount, hdKeyToAccount } from 'viem/accounts';
import { DEMO_PEOPLE, type DemoPerson } from '../../sandbox/demo-people.js';
import { accountIndex, mnemonic } from '../../sandbox/known-keys.js';

/** A key of somebody's of the sandbox. */
export interface DemoKey {
  readonly account: HDAccount;
  /** "Otto's owner key": which of theirs it is. */
  readonly what: string;
}

const ROUNDS = 2048;
const BITS = 512;

/** The seed of BIP-39, by the browser's own PBKDF2. */
const seed = (async () => {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', bytes.encode(mnemonic), 'PBKDF2', false, ['deriveBits']);
  const made = { name: 'PBKDF2', hash: 'SHA-512', salt: bytes.encode('mnemonic'), iterations: ROUNDS };
  return HDKey.fromMasterSeed(new Uint8Array(await crypto.subtle.deriveBits(made, key, BITS)));
})();

export function personCalled(name: string | null): DemoPerson | undefined {
  return DEMO_PEOPLE.find((person) => person.name === name);
}

/** Somebody's keys: the one that signs in and confirms first. */
export async function keysOf({ name, index, ownerIndex }: DemoPerson): Promise<readonly DemoKey[]> {
  const root = await seed;
  const key = (addressIndex: number, what: string): DemoKey => ({
    account: hdKeyToAccount(root, { addressIndex }),
    what: `${name}’s ${what}`,
  });
  const own = key(index, 'key');
  const owner = ownerIndex === undefined ? undefined : accountIndex.owners[ownerIndex];
  return owner === undefined ? [own] : [own, key(owner, 'owner key')];
}

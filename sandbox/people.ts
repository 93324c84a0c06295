import type { HDAccount } from 'viem/accounts';
import type { DemoPerson } from './demo-people.js';
import { accountIndex, mnemonicAccount } from './mnemonic.js';

export { type DemoPerson, DEMO_PEOPLE } from './demo-people.js';

export function confirmationKey(person: DemoPerson): HDAccount {
  return mnemonicAccount(person.index);
}

export function ownerKey(person: DemoPerson): HDAccount | undefined {
  const index = person.ownerIndex === undefined ? undefined : accountIndex.owners[person.ownerIndex];
  return index === undefined ? undefined : mnemonicAccount(index);
}

import { pbkdf2Sync } from 'node:crypto';
import { HDKey, hdKeyToAccount, type HDAccount } from 'viem/accounts';
import { mnemonic } from './known-keys.js';

export { accountIndex, mnemonic } from './known-keys.js';

// BIP-39's seed by Node's own pbkdf2: viem's JavaScript takes 2048 rounds of SHA-512 per account.
const root = HDKey.fromMasterSeed(pbkdf2Sync(mnemonic, 'mnemonic', 2048, 64, 'sha512'));

const derived = new Map<number, HDAccount>();

export function mnemonicAccount(index: number): HDAccount {
  const account = derived.get(index) ?? hdKeyToAccount(root, { addressIndex: index });
  derived.set(index, account);
  return account;
}

import { pbkdf2Sync } from 'node:crypto';
import { HDKey, hdKeyToAccount, type HDAccount } from 'viem/accounts';

/** The default mnemonic of Ethereum development tools. Everybody knows it, so nobody takes its keys for secrets. */
export const mnemonic = 'test test test test test test test test test test test junk';

// BIP-39's seed by Node's own pbkdf2: viem's JavaScript takes 2048 rounds of SHA-512 per account.
const root = HDKey.fromMasterSeed(pbkdf2Sync(mnemonic, 'mnemonic', 2048, 64, 'sha512'));

export const accountIndex = { owners: [0, 1, 2, 3, 4], relayer: 5, deployer: 9, hotWallet: 30 } as const;

const derived = new Map<number, HDAccount>();

export function mnemonicAccount(index: number): HDAccount {
  const account = derived.get(index) ?? hdKeyToAccount(root, { addressIndex: index });
  derived.set(index, account);
  return account;
}

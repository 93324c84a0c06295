import { readFileSync } from 'node:fs';
import type { Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { readSource } from '../../cli/reading/source.js';
import { parseAddress } from '../../domain/values/address.js';
import type { Desk } from '../terminal/desk.js';
import { misused, mismatched, refused } from '../terminal/failures.js';
import { decryptKeystore, readKeystore } from './keystore.js';
import { accountSigner } from './account-signer.js';
import type { Signer } from './signer.js';

const BYTES_MAX = 64 * 1024;

/** A key out of an encrypted file. The passphrase is asked for, or read from an open descriptor: never a flag. */
export async function keystoreSigner(
  path: string,
  {
    desk,
    passphraseFd,
    mayAsk,
  }: { readonly desk: Desk; readonly passphraseFd?: string; readonly mayAsk: boolean },
): Promise<Signer> {
  const file = readKeystore(readSource(path, BYTES_MAX), path);
  const passphrase =
    passphraseFd === undefined
      ? await askedPassphrase(path, desk, mayAsk)
      : passphraseFrom(descriptorOf(passphraseFd));
  const account = accountOf(decryptKeystore(file, passphrase, path), path);
  if (file.address !== undefined && file.address !== account.address.slice(2).toLowerCase())
    throw mismatched(`${path} names the address 0x${file.address}, and has the key of ${account.address}`);
  return accountSigner(`the keystore ${path}`, { ...account, address: parseAddress(account.address) });
}

async function askedPassphrase(path: string, desk: Desk, mayAsk: boolean): Promise<string> {
  if (!mayAsk || !desk.canAsk)
    throw misused('nobody can be asked for the passphrase: give it by --passphrase-fd');
  return desk.ask(`Passphrase of ${path}: `, true);
}

function passphraseFrom(descriptor: number): string {
  try {
    return readFileSync(descriptor, 'utf8').replace(/\r?\n$/, '');
  } catch {
    throw misused(`--passphrase-fd ${String(descriptor)} cannot be read: 3< FILE opens it as 3`);
  }
}

/** Not every 32 bytes are a key. What the library says of them is not repeated. */
function accountOf(key: Hex, path: string) {
  try {
    return privateKeyToAccount(key);
  } catch {
    throw refused(`${path} has no key of this curve in it`);
  }
}

function descriptorOf(text: string): number {
  if (/^[0-9]{1,4}$/.test(text)) return Number(text);
  throw misused(`--passphrase-fd takes the number of an open file descriptor, not ${text}`);
}

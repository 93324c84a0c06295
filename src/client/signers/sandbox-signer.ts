import { pbkdf2Sync } from 'node:crypto';
import { HDKey, hdKeyToAccount, type HDAccount } from 'viem/accounts';
import { isPublicChain } from '../../domain/values/chains.js';
import { nearestName } from '../../domain/values/nearest-name.js';
import { type Address, parseAddress } from '../../domain/values/address.js';
import { misused, refused } from '../terminal/failures.js';
import { accountSigner } from './account-signer.js';
import type { Signer } from './signer.js';

/** The default mnemonic of Ethereum development tools. Everybody knows it, so nobody takes its keys for secrets. */
const MNEMONIC = 'test test test test test test test test test test test junk';

/** Each demo person's index in it. */
export const SANDBOX_PEOPLE: Readonly<Record<string, number>> = {
  ...{ Tessa: 10, Tariq: 11, Ada: 12, Amos: 13, Rita: 14, Clara: 15, Carlos: 16, Audrey: 17, Adam: 18 },
  ...{ Otto: 20, Odile: 21, Omar: 22, Oona: 23, Orson: 24 },
};

const INDEXES = 50;

/** What a gateway says that it is. */
interface SandboxClaim {
  readonly chain: { readonly id: number };
  readonly isSandbox: boolean;
}

/** The key by which a demo person signs in and confirms. @throws where it would be used anywhere but in the sandbox */
export function sandboxPerson(name: string, installation: SandboxClaim): Signer {
  requireSandbox(installation);
  const index = Object.hasOwn(SANDBOX_PEOPLE, name) ? SANDBOX_PEOPLE[name] : undefined;
  if (index === undefined) {
    const near = nearestName(name, Object.keys(SANDBOX_PEOPLE));
    const hint =
      near === undefined ? `there are ${Object.keys(SANDBOX_PEOPLE).join(', ')}` : `is ${near} meant?`;
    throw misused(`nobody in the sandbox is called ${name}; ${hint}`);
  }
  return signerAt(index, `${name}'s demo key`);
}

/** The demo key of a person's address, for an owner's signature; undefined if the mnemonic has none. */
export function sandboxKeyOf(address: Address, installation: SandboxClaim, name: string): Signer | undefined {
  requireSandbox(installation);
  for (let index = 0; index < INDEXES; index += 1)
    if (account(index).address === address) return signerAt(index, `${name}'s demo owner key`);
  return undefined;
}

/** Anyone can sign by these keys: a gateway that has them enrolled elsewhere is not to be helped. */
function requireSandbox({ chain, isSandbox }: SandboxClaim): void {
  if (isSandbox && !isPublicChain(chain.id)) return;
  throw refused(`--as is for the sandbox: this gateway is on chain ${String(chain.id)}`);
}

function signerAt(index: number, what: string): Signer {
  const { address, signMessage, sign } = account(index);
  return accountSigner(what, { address: parseAddress(address), signMessage, sign });
}

let root: HDKey | undefined;

function account(index: number): HDAccount {
  root ??= HDKey.fromMasterSeed(pbkdf2Sync(MNEMONIC, 'mnemonic', 2048, 64, 'sha512'));
  return hdKeyToAccount(root, { addressIndex: index });
}

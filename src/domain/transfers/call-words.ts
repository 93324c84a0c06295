import { formatAmount } from '../values/amount.js';
import { knownLibrary } from '../safes/known-libraries.js';
import type { Address } from '../values/address.js';
import { functionWords } from './function-words.js';
import { readMovement } from './movement.js';
import type { MovableAsset, ProposedSafeTransaction } from './safe-transaction.js';

/** Names for the addresses in a transaction. */
export interface Names {
  readonly safe: Address | null;
  readonly assets: readonly MovableAsset[];
  readonly destinations?: readonly { readonly address: Address; readonly label: string }[] | null;
}

/** What a call does, in words, as far as its bytes tell. It only informs people; no decision depends on it. */
export function callWords(
  call: Pick<ProposedSafeTransaction, 'to' | 'value' | 'data'>,
  names: Names,
): string {
  const movement = readMovement(call, { assets: names.assets });
  if (!('code' in movement)) {
    const { asset, amount, destination } = movement;
    return `moves ${formatAmount(amount, asset.decimals)} ${asset.symbol} to ${nameOf(destination, names)}`;
  }
  const value = call.value === 0n ? '' : ` with ${formatAmount(call.value, 18)} native coin`;
  if (call.data === '0x') return `calls ${nameOf(call.to, names)} without data${value}`;
  return `${functionWords(call.data)} at ${nameOf(call.to, names)}${value}`;
}

/** An address with its name, never shortened. */
export function nameOf(address: Address, { safe, assets, destinations }: Names): string {
  if (address === safe) return `the Safe itself (${address})`;
  const token = assets.find((each) => each.kind === 'erc20' && each.address === address);
  if (token) return `the token ${token.symbol} (${address})`;
  const entry = destinations?.find((each) => each.address === address);
  if (entry) return `${entry.label} (${address})`;
  const library = knownLibrary(address);
  return library ? `${library.kind} ${library.version} (${address})` : address;
}

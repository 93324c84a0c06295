import { isReleasedContract } from '../../safes/known-deployments.js';
import { knownLibrary } from '../../safes/known-libraries.js';
import { type Address, ZERO_ADDRESS, addressFromHex } from '../../values/address.js';
import { formatAmount } from '../../values/amount.js';
import type { MovableAsset } from '../safe-transaction.js';

/** Names for the addresses in a transaction. */
export interface Names {
  readonly safe: Address | null;
  readonly assets: readonly MovableAsset[];
  readonly destinations?: readonly { readonly address: Address; readonly label: string }[] | null;
  /** Of the Safe. */
  readonly owners?: readonly Address[] | null;
  readonly threshold?: number | null;
  /** Who makes the calls, where it is not the Safe. */
  readonly caller?: string;
  /** Of people's keys, and of other Safes. */
  readonly names?: ReadonlyMap<Address, string>;
}

const PERMIT2 = addressFromHex('0x000000000022D473030F116dDEE9F6B43aC78BA3');

/** An address with its name, never shortened. */
export function nameOf(address: Address, names: Names): string {
  if (address === names.safe) return `the Safe itself (${address})`;
  const token = tokenAt(address, names);
  if (token) return `the token ${token.symbol} (${address})`;
  const name = knownName(address, names);
  return name === null ? address : `${name} (${address})`;
}

/** The name alone; null if there is none. */
export function knownName(address: Address, names: Names): string | null {
  const { safe, destinations, owners } = names;
  if (address === safe) return 'the Safe itself';
  const token = tokenAt(address, names);
  if (token) return token.symbol;
  const entry = destinations?.find((each) => each.address === address);
  if (entry) return entry.label;
  const person = names.names?.get(address);
  if (person !== undefined) return person;
  if (owners?.includes(address) === true) return 'an owner of the Safe';
  const library = knownLibrary(address);
  if (library) return `${library.kind} ${library.version}`;
  if (address === PERMIT2) return 'Permit2';
  if (address === ZERO_ADDRESS) return "nobody's address";
  return isReleasedContract(address) ? 'a released contract of Safe' : null;
}

/** The registered token at an address. One that is only assumed has no name. */
export function tokenAt(
  address: Address | null,
  { assets }: Names,
): Extract<MovableAsset, { kind: 'erc20' }> | undefined {
  const found = assets.find((each) => each.kind === 'erc20' && each.address === address);
  return found?.kind === 'erc20' && found.isAssumed !== true ? found : undefined;
}

/** An amount of something, as text and in words. */
export interface Sum {
  readonly amount: string;
  readonly asset: string;
  readonly words: string;
  /** What the amount is of, to go on from "an unlimited amount of". */
  readonly of: string;
}

export function tokenSum(units: bigint, token: Address | null, names: Names): Sum {
  const known = tokenAt(token, names);
  if (known) return sum(formatAmount(units, known.decimals), known.symbol, known.symbol);
  const whose = token === null ? 'a token that the bytes do not name' : `the token ${token}`;
  return sum(units.toString(), `smallest units of ${whose}`, whose);
}

export function nativeSum(units: bigint, { assets }: Names): Sum {
  const native = assets.find((each) => each.kind === 'native');
  const symbol = native?.symbol ?? 'native coin';
  return sum(formatAmount(units, native?.decimals ?? 18), symbol, symbol);
}

function sum(amount: string, asset: string, of: string): Sum {
  return { amount, asset, of, words: `${amount} ${asset}` };
}

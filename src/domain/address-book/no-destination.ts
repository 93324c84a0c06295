import { isReleasedContract } from '../safes/known-deployments.js';
import { knownLibrary } from '../safes/known-libraries.js';
import { type Address, ZERO_ADDRESS } from '../values/address.js';

/** Contracts around a Safe that accept funds and never return them. */
export interface Surroundings {
  readonly safes: readonly Address[];
  readonly tokens: readonly { readonly address: Address; readonly symbol: string }[];
}

// Sent there, funds are gone: nobody has the key.
const BURN: readonly string[] = [
  '0x000000000000000000000000000000000000dEaD',
  '0xdEAD000000000000000042069420694206942069',
  '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE',
  '0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF',
];

// Precompiles and system contracts of all chains are below: 0x01 to 0x11, 0x100 (P-256), 0x1010 (POL's own alias).
const SYSTEM_END = 0x10000n;

/** What an address is, if funds sent there are lost or do not move at all (THREATS C09); else undefined. */
export function noDestination(address: Address, { safes, tokens }: Surroundings): string | undefined {
  if (address === ZERO_ADDRESS) return 'the zero address';
  if (BURN.includes(address)) return 'a burn address';
  if (BigInt(address) < SYSTEM_END) return 'a precompile or system address';
  if (safes.includes(address)) return 'the Safe itself';
  const token = tokens.find((each) => each.address === address);
  if (token) return `the ${token.symbol} token contract`;
  const library = knownLibrary(address);
  if (library) return `the ${library.kind} contract of Safe`;
  return isReleasedContract(address) ? 'a contract that Safes are made of' : undefined;
}

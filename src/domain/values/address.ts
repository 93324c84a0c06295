import { type Hex, getAddress as checksum } from 'viem';
import { DomainError } from '../errors.js';
import type { Brand } from './brand.js';

/** A 20-byte address in its EIP-55 form. */
export type Address = Brand<Hex, 'Address'>;

export const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000' as Address;

const FORM = /^0x[0-9a-fA-F]{40}$/;

/**
 * Parses an address that a person or client wrote. The EIP-55 checksum is required and never repaired: a wrong, missing
 * or all-lower-case one means that the text did not come from where it should.
 */
export function parseAddress(text: string): Address {
  if (!FORM.test(text)) throw new DomainError('ADDRESS_FORMAT', 'expected 0x and 40 hexadecimal digits');
  const checked = checksum(text);
  if (checked !== text) throw new DomainError('ADDRESS_FORMAT', 'the EIP-55 checksum does not match');
  return checked as Address;
}

const ONE_CASE = /^0x(?:[0-9a-f]{40}|[0-9A-F]{40})$/;

/**
 * Parses an address of a transaction from elsewhere, by one rule for the API and the command line. Machines write it all
 * in one case; whatever is mixed is a checksum, and a wrong one is refused, never repaired (THREATS C04).
 */
export function parseForeignAddress(text: string): Address {
  return ONE_CASE.test(text) ? addressFromHex(text) : parseAddress(text);
}

/** Reads an address from bytes (chain answers, calldata, recovered signers), where case has no meaning. */
export function addressFromHex(hex: string): Address {
  if (!FORM.test(hex)) throw new DomainError('ADDRESS_FORMAT', 'expected 20 bytes as hex');
  return checksum(hex.toLowerCase()) as Address;
}

/** Reads an address from a 32-byte word. Non-zero upper bytes are an error. */
export function addressFromWord(word: string): Address {
  if (!/^0x0{24}[0-9a-fA-F]{40}$/.test(word))
    throw new DomainError('ADDRESS_FORMAT', 'the upper 12 bytes are not zero');
  return addressFromHex(`0x${word.slice(26)}`);
}

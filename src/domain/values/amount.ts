import { DomainError } from '../errors.js';
import type { Brand } from './brand.js';

/** A count of an asset's smallest units (wei, or 10^-decimals of a token): 0 to 2^256 - 1. */
export type Amount = Brand<bigint, 'Amount'>;

export const AMOUNT_MAX = (1n << 256n) - 1n;

export function amountOf(units: bigint): Amount {
  if (units < 0n || units > AMOUNT_MAX) throw new DomainError('AMOUNT_FORMAT', 'out of the range of uint256');
  return units as Amount;
}

/**
 * Parses a decimal string in whole asset units ("1500000.25"). Never rounds (invariant 22):
 * more decimals than the asset has, signs, exponents, separators and full-width digits are refused.
 */
export function parseAmount(text: string, decimals: number): Amount {
  const match = /^(0|[1-9][0-9]{0,77})(?:\.([0-9]{1,77}))?$/.exec(text);
  if (!match) throw new DomainError('AMOUNT_FORMAT', 'expected a plain decimal number such as "1500000.25"');
  const [, whole = '0', fraction = ''] = match;
  if (fraction.length > decimals) {
    throw new DomainError(
      'AMOUNT_FORMAT',
      `the asset has ${String(decimals)} decimals, the amount has ${String(fraction.length)}`,
    );
  }
  return amountOf(BigInt(whole + fraction.padEnd(decimals, '0')));
}

const ZERO = '0'.charCodeAt(0);

/** Prints smallest units as a plain decimal string in whole asset units, without trailing zeros. */
export function formatAmount(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === ZERO) end -= 1;
  return end === point ? digits.slice(0, point) : `${digits.slice(0, point)}.${digits.slice(point, end)}`;
}

/** Parses smallest units as stored or sent between Sluice's own parts ("1500000250000"). */
export function parseUnits(text: string): Amount {
  if (!/^(0|[1-9][0-9]{0,77})$/.test(text)) throw new DomainError('AMOUNT_FORMAT', 'expected a whole number');
  return amountOf(BigInt(text));
}

const DECIMAL = /^(?:0|[1-9][0-9]{0,77})(?:\.[0-9]{1,77})?$/;
const MOST_DECIMALS = 77;

/** Whether a text has the form of an amount in whole units. The allowed decimals depend on the asset. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/**
 * Compares two amounts in whole units without knowing the asset: "1.5" equals "1.50", and is less than "2".
 * @returns below zero if the first is less, zero if they are equal, else above zero
 */
export function compareDecimals(one: string, other: string): number {
  const [a, b] = [scaled(one), scaled(other)];
  return a === b ? 0 : a < b ? -1 : 1;
}

function scaled(text: string): bigint {
  if (!isDecimal(text)) throw new DomainError('AMOUNT_FORMAT', 'expected a plain decimal number');
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(MOST_DECIMALS, '0'));
}

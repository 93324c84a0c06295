import type { Hex } from 'viem';
import { DomainError } from '../../domain/errors.js';
import { statedVersion } from '../../domain/safes/safe-version.js';
import { type Address, parseForeignAddress } from '../../domain/values/address.js';
import { amountOf, parseUnits } from '../../domain/values/amount.js';
import { type Bytes32, parseBytes32, parseHex } from '../../domain/values/hex.js';
import { type UnixSeconds, parseInstant, unixSeconds } from '../../domain/values/time.js';
import { type LosslessJson, NumberText } from './read-json.js';

export type JsonObject = Readonly<Record<string, LosslessJson>>;

function schemaFault(detail: string): DomainError {
  return new DomainError('BODY_SCHEMA', detail);
}

export function isObject(value: LosslessJson | undefined): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText)
  );
}

/** Reads a required member with `read`. An error names the member. */
export function member<T>(object: JsonObject, name: string, read: (value: LosslessJson | undefined) => T): T {
  try {
    return read(object[name]);
  } catch (error) {
    if (error instanceof DomainError) throw new DomainError(error.code, `${name}: ${error.message}`);
    // The domain's readers of hex and time throw TypeError for a form that they do not know.
    if (error instanceof TypeError) throw schemaFault(`${name}: ${error.message}`);
    throw error;
  }
}

/** As `member`, but undefined if the member is missing or null. */
export function optional<T>(
  object: JsonObject,
  name: string,
  read: (value: LosslessJson | undefined) => T,
): T | undefined {
  return (object[name] ?? null) === null ? undefined : member(object, name, read);
}

export function text(value: LosslessJson | undefined): string {
  if (typeof value === 'string') return value;
  throw schemaFault(value === undefined ? 'it is missing' : 'expected a text');
}

export function list(value: LosslessJson | undefined): readonly LosslessJson[] {
  if (Array.isArray(value)) return value as readonly LosslessJson[];
  throw schemaFault(value === undefined ? 'it is missing' : 'expected a list');
}

export function object(value: LosslessJson | undefined): JsonObject {
  if (isObject(value)) return value;
  throw schemaFault(value === undefined ? 'it is missing' : 'expected an object');
}

/** An address, either all in one case, as machines write it, or with a correct EIP-55 checksum (C04). */
export function address(value: LosslessJson | undefined): Address {
  return parseForeignAddress(text(value));
}

export function bytes(value: LosslessJson | undefined): Hex {
  const written = text(value);
  if (written === '') throw schemaFault('it is empty: no bytes are written "0x"');
  if (/^(?:[0-9a-fA-F]{2})+$/.test(written))
    throw schemaFault('the bytes are without 0x: write it before them');
  return parseHex(written);
}

/** A Safe's release. One that names none decides no hash. */
export function release(value: LosslessJson | undefined): string {
  const written = text(value);
  if (statedVersion(written).isReadable) return written;
  throw schemaFault(`"${written}" names no release of Safe, such as 1.4.1`);
}

export function bytes32(value: LosslessJson | undefined): Bytes32 {
  return parseBytes32(text(value));
}

/**
 * A uint256 as Sluice writes it: a string, of decimal digits or of hex, as wallets write it. A JSON number is accepted only within the range that every JSON parser reads
 * exactly.
 */
export function uint(value: LosslessJson | undefined): bigint {
  if (value instanceof NumberText && BigInt(Number.MAX_SAFE_INTEGER) < anyUint(value)) {
    throw schemaFault('a number beyond 2^53 is rounded by whoever reads it: write it as text');
  }
  return anyUint(value);
}

const HEX_NUMBER = /^0x[0-9a-fA-F]{1,64}$/;

// A bigint as JavaScript prints it ("42n"), and as wagmi stores it.
const BIGINT = /^(?:#bigint\.)?([0-9]+)n?$/;

/** A uint256 by its written digits, also for the large JSON numbers that Safe's services write. */
export function anyUint(value: LosslessJson | undefined): bigint {
  const digits = value instanceof NumberText ? value.text : text(value).replace(BIGINT, '$1');
  if (value instanceof NumberText && !/^\d+$/.test(digits)) throw schemaFault('expected a whole number');
  return HEX_NUMBER.test(digits) ? amountOf(BigInt(digits)) : parseUnits(digits);
}

/** A small integer: a chain id, an operation, a threshold. */
export function smallNumber(value: LosslessJson | undefined): number {
  const read = uint(value);
  if (read > BigInt(Number.MAX_SAFE_INTEGER)) throw schemaFault('the number is too large');
  return Number(read);
}

/** A moment as Unix seconds, or as text of RFC 3339 with its offset: one file means the same on every machine. */
export function moment(value: LosslessJson | undefined): UnixSeconds {
  if (!(value instanceof NumberText)) return parseInstant(text(value));
  const seconds = smallNumber(value);
  if (seconds <= LAST_SECOND) return unixSeconds(seconds);
  throw schemaFault(
    'it is beyond the year 9999: milliseconds, as JavaScript counts them, are not read; write seconds',
  );
}

// 9999-12-31T23:59:59Z. As milliseconds it lies in January 1978.
const LAST_SECOND = 253_402_300_799;

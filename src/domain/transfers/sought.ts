import { DomainError } from '../errors.js';
import { type Address, addressFromHex, parseAddress } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';
import { type TransferId, idPattern, parseId } from '../values/identifier.js';
import { parsePlainText } from '../values/text.js';

/** What somebody looks for, by its form. */
export type Sought =
  | { readonly by: 'id'; readonly id: TransferId }
  | { readonly by: 'hash'; readonly hash: Bytes32 }
  | { readonly by: 'address'; readonly address: Address }
  /** A part of a reference, in any case. */
  | { readonly by: 'reference'; readonly part: string };

/** What a reference may be long: docs/api.md. */
const PART_MAX = 140;

/**
 * What the index of references finds in every database: three in a row. Whether it has other letters depends on the
 * database's locale, and a text that has nothing indexed would read all transfers there are.
 */
const INDEXED = /[A-Za-z0-9]{3}/;

const NOT_INDEXED =
  'expected at least 3 letters (a to z) or digits in a row: a part of the reference that has them, or look by destination, safe, requester, from or to';

/**
 * Reads a search as what it looks like. An address may be all lower-case, as chain tools print it; a checksum that is
 * there and wrong is a mistake, and is not looked for.
 */
export function parseSought(text: string): Sought {
  const trimmed = text.trim();
  if (idPattern('tr').test(trimmed)) return { by: 'id', id: parseId('tr', trimmed) };
  if (/^0x[0-9a-fA-F]{64}$/.test(trimmed)) return { by: 'hash', hash: parseBytes32(trimmed.toLowerCase()) };
  if (/^0x[0-9a-f]{40}$/.test(trimmed)) return { by: 'address', address: addressFromHex(trimmed) };
  if (/^0x[0-9a-fA-F]{40}$/.test(trimmed)) return { by: 'address', address: parseAddress(trimmed) };
  if (!INDEXED.test(trimmed)) throw new DomainError('QUERY_SCHEMA', NOT_INDEXED);
  return { by: 'reference', part: parsePlainText(trimmed, PART_MAX) };
}

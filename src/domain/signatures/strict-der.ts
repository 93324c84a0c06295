const SEQUENCE = 0x30;
const INTEGER = 0x02;

/**
 * True if the bytes are a DER `Ecdsa-Sig-Value` (RFC 3279, section 2.2.3) of a 256-bit curve. DER has one encoding for
 * each pair of numbers. Parsers accept more, which would give a signature several spellings.
 */
export function isStrictDer(bytes: Uint8Array): boolean {
  if (bytes[0] !== SEQUENCE || bytes[1] !== bytes.length - 2) return false;
  const afterR = integerEnd(bytes, 2);
  return afterR !== undefined && integerEnd(bytes, afterR) === bytes.length;
}

/** The end of the positive integer of at most 256 bits that starts here; undefined if there is none. */
function integerEnd(bytes: Uint8Array, start: number): number | undefined {
  const [tag, size = 0, first = 0, second = 0] = bytes.subarray(start);
  const isPositive = first > 0 ? first < 0x80 : second >= 0x80;
  const end = start + 2 + size;
  if (tag !== INTEGER || size < 1 || end > bytes.length || !isPositive) return undefined;
  return size <= (first === 0 ? 33 : 32) ? end : undefined;
}

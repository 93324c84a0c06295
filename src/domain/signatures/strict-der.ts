const SEQUENCE = 0x30;
const INTEGER = 0x02;

/**
 * True if the bytes are an `Ecdsa-Sig-Value` (RFC 3279, section 2.2.3) of a 256-bit curve in DER, which writes each pair
 * of numbers in one way. Parsers take more, and a signature would have as many spellings.
 */
export function isStrictDer(bytes: Uint8Array): boolean {
  if (bytes[0] !== SEQUENCE || bytes[1] !== bytes.length - 2) return false;
  const afterR = integerEnd(bytes, 2);
  return afterR !== undefined && integerEnd(bytes, afterR) === bytes.length;
}

/** Where the positive integer of at most 256 bits ends that starts here, or undefined if there is none. */
function integerEnd(bytes: Uint8Array, start: number): number | undefined {
  const [tag, size = 0, first = 0, second = 0] = bytes.subarray(start);
  const isPositive = first > 0 ? first < 0x80 : second >= 0x80;
  const end = start + 2 + size;
  if (tag !== INTEGER || size < 1 || end > bytes.length || !isPositive) return undefined;
  return size <= (first === 0 ? 33 : 32) ? end : undefined;
}

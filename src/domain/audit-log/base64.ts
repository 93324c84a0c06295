import { HASH_BYTES } from './merkle.js';
import { MalformedLogText } from './malformed.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const FORM = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Bytes in base64 with padding (RFC 4648, section 4). */
export function printBase64(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two = 0, three = 0] = bytes.subarray(at, at + 3);
    const digits = [one >> 2, ((one & 3) << 4) | (two >> 4), ((two & 15) << 2) | (three >> 6), three & 63];
    const given = Math.min(3, bytes.length - at) + 1;
    groups.push(digits.map((digit, place) => (place < given ? ALPHABET.charAt(digit) : '=')).join(''));
  }
  return groups.join('');
}

/**
 * Parses strict base64 (RFC 4648, section 4): padding is required, other characters are refused, and unused bits must
 * be zero. So no signature or hash has two spellings.
 * @throws MalformedLogText
 */
export function parseBase64(text: string, what: string): Uint8Array {
  if (!FORM.test(text)) throw new MalformedLogText(`${what} is not base64`);
  const digits = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let [bits, held, at] = [0, 0, 0];
  for (const digit of digits) {
    bits = ((bits << 6) | ALPHABET.indexOf(digit)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at] = (bits >> held) & 255;
    at += 1;
  }
  if ((bits & ((1 << held) - 1)) !== 0) throw new MalformedLogText(`${what} is not canonical base64`);
  return bytes;
}

/** One SHA-256 hash in base64. @throws MalformedLogText */
export function parseHash(text: string, what: string): Uint8Array {
  const hash = parseBase64(text, what);
  if (hash.length !== HASH_BYTES) throw new MalformedLogText(`${what} is not a hash of 32 bytes`);
  return hash;
}

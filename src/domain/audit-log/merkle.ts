import { type Hex, bytesToHex, concatBytes, sha256, stringToBytes } from 'viem';

/** The RFC 6962 (section 2.1) hash of one log entry: SHA-256(0x00 || bytes). The prefix keeps leaves and nodes apart. */
export function leafHash(body: string): Hex {
  return bytesToHex(sha256(concatBytes([Uint8Array.of(0), stringToBytes(body)]), 'bytes'));
}

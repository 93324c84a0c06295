/** The digest's 32 bytes in base64url. */
export function challengeOf(digest: string): string {
  const bytes = digest.slice(2).match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

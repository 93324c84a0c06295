import { createHash } from 'node:crypto';

/** What the database keeps of a secret in its place: of 24 random bytes and more a slow hash would add nothing. */
export function secretHash(secret: string | Uint8Array): string {
  return createHash('sha256').update(secret).digest('hex');
}

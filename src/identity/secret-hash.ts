import { createHash } from 'node:crypto';

/** The stored form of a secret. With 24 random bytes or more, a slow hash would add nothing. */
export function secretHash(secret: string | Uint8Array): string {
  return createHash('sha256').update(secret).digest('hex');
}

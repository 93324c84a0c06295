import { Keystore } from 'ox';
import type { Hex } from 'viem';
import { z } from 'zod';
import { misused, refused } from '../terminal/failures.js';

const hex = z
  .string()
  .regex(/^(0x)?([0-9a-fA-F]{2})+$/)
  .transform((text) => text.replace(/^0x/, '').toLowerCase());
const hasBytes = (count: number) => (text: string) => text.length === 2 * count;
// The work that a file may ask of this machine. Geth's standard is n 262144, r 8, p 1, which takes 256 MiB.
const WORK_MAX = 2 ** 24;
// In blocks of 128 bytes: 512 MiB.
const MEMORY_MAX = 2 ** 22;

const Scrypt = z
  .object({
    kdf: z.literal('scrypt'),
    kdfparams: z.object({
      ...{ dklen: z.literal(32), salt: hex },
      ...{ n: z.int().min(2), r: z.int().min(1), p: z.int().min(1) },
    }),
  })
  .refine(({ kdfparams: { n, r, p } }) => n * r * p <= WORK_MAX, 'its scrypt would take too long')
  .refine(({ kdfparams: { n, r } }) => n * r <= MEMORY_MAX, 'its scrypt would take too much memory')
  .refine(({ kdfparams: { n } }) => Number.isInteger(Math.log2(n)), 'scrypt takes a power of two for n');

const Pbkdf2 = z.object({
  kdf: z.literal('pbkdf2'),
  kdfparams: z.object({
    ...{ dklen: z.literal(32), salt: hex },
    ...{ c: z.int().min(1).max(WORK_MAX), prf: z.literal('hmac-sha256') },
  }),
});

const Crypto = z
  .object({
    cipher: z.literal('aes-128-ctr'),
    ciphertext: hex,
    cipherparams: z.object({ iv: hex.refine(hasBytes(16), 'expected 16 bytes') }),
    mac: hex.refine(hasBytes(32), 'expected 32 bytes'),
  })
  .and(z.union([Scrypt, Pbkdf2]));

/** Web3 Secret Storage, version 3. Some tools write `Crypto`. */
const File = z.preprocess(
  (read) =>
    typeof read === 'object' && read !== null && 'Crypto' in read ? { ...read, crypto: read.Crypto } : read,
  z.object({ version: z.literal(3), id: z.string().default(''), address: hex.optional(), crypto: Crypto }),
);
export type KeystoreFile = z.output<typeof File>;

/** Reads such a file; its key stays in it. */
export function readKeystore(text: string, path: string): KeystoreFile {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw misused(`${path} is no keystore: it is not JSON`);
  }
  const file = File.safeParse(read);
  if (file.success) return file.data;
  const words = file.error.issues.map(
    ({ path: at, message }) => `  /${at.map(String).join('/')}: ${message}`,
  );
  throw misused(`${path} is no keystore of Web3 Secret Storage, version 3`, ...words);
}

/** The private key in it. */
export function decryptKeystore({ id, crypto }: KeystoreFile, passphrase: string, path: string): Hex {
  const keystore = { id, version: 3, crypto } as Keystore.Keystore;
  let key: Hex;
  try {
    key = Keystore.decrypt(keystore, Keystore.toKey(keystore, { password: passphrase }));
  } catch (cause) {
    // The library says the same of both.
    if (cause instanceof Error && cause.message === 'corrupt keystore')
      throw refused(`${path} does not open: another passphrase, or the file is damaged`);
    throw cause;
  }
  if (key.length !== 66) throw refused(`${path} has no key of 32 bytes in it`);
  return key;
}

import { z } from 'zod';

/** What anybody may know of this Sluice, before signing in. */
export const InstallationView = z
  .strictObject({
    name: z.literal('sluice'),
    version: z.string(),
    /** The chain whose Safes it guards; a sign-in message names its id. */
    chain: z.strictObject({ id: z.int(), name: z.string() }),
    /** PUBLIC_ORIGIN: where browsers reach it, and what a sign-in message names. */
    origin: z.string(),
    signIn: z.strictObject({
      wallet: z.literal(true),
      passkey: z.boolean(),
      /** Why there are no passkeys here; null where there are. */
      whyNoPasskey: z.string().nullable(),
      openId: z.boolean(),
    }),
    /** The hash that every right is traced back to. */
    foundingDigest: z.string(),
    /** The key that the log's checkpoints are verified by (c2sp.org/signed-note). */
    logKey: z.string(),
    /** SHA-256 of the console's page; null as long as none is served. */
    consoleHash: z.string().nullable(),
    /** The origin of a demonstration's wallet; null where there is none. */
    sandboxWallet: z.string().nullable(),
    /** Whether it is on a local test chain, where nothing has a value. */
    isSandbox: z.boolean(),
    warning: z.string(),
  })
  .meta({ id: 'Installation' });
export type InstallationView = z.output<typeof InstallationView>;

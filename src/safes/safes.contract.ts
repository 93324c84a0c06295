import { z } from 'zod';
import { ENFORCEMENTS, GAPS } from '../domain/safes/enforcement.js';
import { idPattern } from '../domain/values/identifier.js';
import { pageOf, pageQuery, wireId, wireText } from '../infra/http/wire.contract.js';

export const SafeParams = z.strictObject({ id: wireId('safe') });

const safeOrAll = new RegExp(`^all$|${idPattern('safe').source}`);

export const CreateFreeze = z.strictObject({
  /** `all`, or the id of the one Safe. */
  scope: z.string().regex(safeOrAll, 'expected all, or an id like safe_<uuidv7>'),
  reason: wireText(280),
});

export const FreezeListQuery = z.strictObject({
  ...pageQuery,
  cursor: wireId('frz').optional(),
  /** Freezes that stop this Safe: its own and those of all. */
  safe: wireId('safe').optional(),
  /** Only freezes that are not lifted. */
  standing: z.literal('true').optional(),
});

export const FreezeView = z.strictObject({
  id: wireId('frz'),
  scope: z.string(),
  code: z.string(),
  reason: z.string(),
  actor: z.string(),
  at: z.string(),
  standing: z.boolean(),
});
export type FreezeView = z.output<typeof FreezeView>;

export const FreezePage = pageOf(FreezeView);
export type FreezePage = z.output<typeof FreezePage>;

/** What is pinned of a Safe when it is onboarded (invariant 15). */
const profile = z.strictObject({
  chainId: z.int(),
  address: z.string(),
  proxyCodeHash: z.string(),
  singleton: z.string(),
  singletonCodeHash: z.string(),
  owners: z.array(z.string()).readonly(),
  threshold: z.int(),
  modules: z.array(z.string()).readonly(),
  guard: z.string(),
  moduleGuard: z.string(),
  fallbackHandler: z.string(),
  fallbackHandlerCodeHash: z.string(),
});

export const SafeView = z.strictObject({
  id: wireId('safe'),
  label: z.string(),
  chainId: z.int(),
  address: z.string(),
  profile,
  profileHash: z.string(),
  onboardedAt: z.string(),
  /** Without a guard on chain, owners who sign elsewhere bypass Sluice (invariant 20). */
  enforcement: z.enum(ENFORCEMENTS),
  /** Named ways round Sluice. */
  gaps: z.array(z.enum(GAPS)),
  /** The first freeze that stands, and how many do. */
  frozen: FreezeView.omit({ actor: true }).extend({ standing: z.int() }).nullable(),
});
export type SafeView = z.output<typeof SafeView>;

export const SafePage = pageOf(SafeView);
export type SafePage = z.output<typeof SafePage>;

const FindingView = z.strictObject({
  id: wireId('fnd'),
  code: z.string(),
  /** Null where it is about all of them. */
  safeId: z.string().nullable(),
  transferId: z.string().nullable(),
  detail: z.unknown(),
  at: z.string(),
});

export const FindingPage = pageOf(FindingView);
export type FindingPage = z.output<typeof FindingPage>;

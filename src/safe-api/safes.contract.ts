import { z } from 'zod';
import { ENFORCEMENTS, GAPS } from '../domain/safes/enforcement.js';
import { pageOf, wireId } from '../infra/http/wire.contract.js';
import { FreezeView } from '../safes/freezes.contract.js';

export const SafeParams = z.strictObject({ id: wireId('safe') });

export const assetShown = z
  .strictObject({
    id: wireId('ast'),
    symbol: z.string(),
    decimals: z.int(),
    /** The zero address for the native coin. */
    address: z.string(),
  })
  .meta({ id: 'SafeAsset' });

/** What may leave the Safe of one asset. */
export const WorstCaseView = z
  .strictObject({ asset: assetShown, amount: z.string(), amountUnits: z.string() })
  .meta({ id: 'WorstCase' });
export type WorstCaseView = z.output<typeof WorstCaseView>;

export const cancelShown = z.union([
  z.enum(['none', 'asked']),
  z.strictObject({ signatures: z.int(), threshold: z.int() }),
]);

/** A Safe transaction whose nonce is not used yet, and who has signed it. */
const LiveHashView = z
  .strictObject({
    transfer: wireId('tr'),
    kind: z.enum(['original', 'cancel']),
    safeTxHash: z.string(),
    nonce: z.string(),
    asset: assetShown,
    /** Nothing leaves the Safe by a cancel. */
    amount: z.string(),
    amountUnits: z.string(),
    destination: z.strictObject({ id: wireId('dst'), address: z.string() }),
    signatures: z.strictObject({ have: z.int(), threshold: z.int(), owners: z.array(z.string()) }),
    executableByAnyone: z.boolean(),
    /** There is no guard on the chain yet that asks for one. */
    attestation: z.literal('none'),
    since: z.string(),
    cancel: cancelShown,
  })
  .meta({ id: 'LiveHash' });

export const ExposureView = z
  .strictObject({
    safe: wireId('safe'),
    safeLabel: z.string(),
    liveHashes: z.array(LiveHashView),
    worstCases: z.array(WorstCaseView),
  })
  .meta({ id: 'SafeExposure' });
export type ExposureView = z.output<typeof ExposureView>;

/** What is pinned of a Safe when it is onboarded (invariant 15). */
const profile = z
  .strictObject({
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
  })
  .meta({ id: 'SafeProfile' });

export const SafeView = z
  .strictObject({
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
    frozen: FreezeView.pick({ id: true, scope: true, code: true, reason: true, at: true })
      .extend({ standing: z.int() })
      .nullable(),
    /** What owners signed, or were asked to, and nobody has executed yet (invariant 12). */
    exposure: z.strictObject({
      worstCases: z.array(WorstCaseView),
      liveHashes: z.int(),
      /** Some of it can be executed by whoever has the signatures. */
      executableByAnyone: z.boolean(),
    }),
  })
  .meta({ id: 'Safe' });
export type SafeView = z.output<typeof SafeView>;

export const SafePage = pageOf(SafeView).meta({ id: 'SafePage' });
export type SafePage = z.output<typeof SafePage>;

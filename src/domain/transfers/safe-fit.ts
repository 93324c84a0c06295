import { type Refusal, refusal } from '../errors.js';
import { statedVersion } from '../safes/safe-version.js';
import type { Address } from '../values/address.js';

/** The Safe that a transaction claims to be for. What it leaves out is taken from the world. */
export interface SafeClaim {
  readonly chainId?: number | undefined;
  readonly safe?: Address | undefined;
  readonly version?: string | undefined;
}

/** The Safe that the world describes; null is unknown. */
export interface KnownSafe {
  readonly chainId: number | null;
  readonly safe: Address | null;
  readonly version: string | null;
}

/**
 * Checks that a transaction is for this Safe, on this chain, in a version that Sluice sends from (THREATS E08 to E11).
 */
export function safeFitFault(claim: SafeClaim, known: KnownSafe): Refusal | undefined {
  if (claim.chainId !== undefined && known.chainId !== null && claim.chainId !== known.chainId) {
    return refusal(
      'CHAIN_MISMATCH',
      `it is for chain ${String(claim.chainId)}; the Safe is on chain ${String(known.chainId)}`,
    );
  }
  if (claim.safe !== undefined && known.safe !== null && claim.safe !== known.safe) {
    return refusal('SAFE_MISMATCH', `it is for the Safe ${claim.safe}, not for ${known.safe}`);
  }
  const version = claim.version ?? known.version;
  if (version === null || statedVersion(version).isSupported) return undefined;
  const stated = statedVersion(version);
  if (!stated.isReadable) {
    return refusal('SAFE_VERSION_UNSUPPORTED', `"${version}" names no release of Safe, such as 1.4.1`);
  }
  const isKnownNumber = statedVersion(stated.release).isSupported;
  const why = !stated.hasChainInDomain
    ? 'its signatures hold on every chain, and a plain call can replace its code'
    : isKnownNumber
      ? `its numbers are those of ${stated.release}, and what is added to them is not known: only L2 is`
      : 'it is none of 1.3.0, 1.4.1 and 1.5.0';
  return refusal('SAFE_VERSION_UNSUPPORTED', `the Safe is of version ${version}: ${why}`);
}

/** What to say where a transaction names another release than the Safe has, though both are hashed alike. */
export function versionRemarks(claim: SafeClaim, known: KnownSafe): readonly string[] {
  if (claim.version === undefined || known.version === null) return [];
  if (statedVersion(known.version).release === statedVersion(claim.version).release) return [];
  return [`it says that the Safe is of version ${claim.version}; what is known of it is ${known.version}`];
}

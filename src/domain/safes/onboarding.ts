import { type Refusal, refusal } from '../errors.js';
import { type Address, ZERO_ADDRESS } from '../values/address.js';
import {
  type SafeVersion,
  isCallbackHandler,
  isCompatibilityHandler,
  isSafeProxyCode,
  knownSingleton,
} from './known-deployments.js';
import type { SafeProfile } from './profile.js';
import { SENTINEL } from './storage-layout.js';

/** The releases whose `execTransaction` behaves exactly as the derived effects describe. */
export type SupportedSafeVersion = SafeVersion;

/** The release that a Safe runs. */
export interface SafeCode {
  readonly version: SupportedSafeVersion;
  /** The L2 variant also logs the fields of every transaction. */
  readonly l2: boolean;
  readonly singleton: Address;
}

/** The supported release that a profile's Safe runs, or why there is none. */
export function safeCode(profile: Pick<SafeProfile, 'singleton' | 'singletonCodeHash'>): SafeCode | Refusal {
  const { singleton, singletonCodeHash } = profile;
  const known = knownSingleton(singleton, singletonCodeHash);
  if (known) return { ...known, singleton };
  const reason = `slot 0 names ${singleton}, which is no released Safe >= 1.3.0 with the code that was released`;
  return refusal('SAFE_VERSION_UNSUPPORTED', reason);
}

/** As `safeCode`, for callers who need only the version. */
export function supportedVersion(
  profile: Pick<SafeProfile, 'singleton' | 'singletonCodeHash'>,
): SupportedSafeVersion | Refusal {
  const code = safeCode(profile);
  return 'version' in code ? code.version : code;
}

/** Everything that prevents onboarding a Safe, in words. If empty, its profile may be proposed. */
export function onboardingRefusals(profile: SafeProfile): readonly Refusal[] {
  const version = supportedVersion(profile);
  const faults = [
    typeof version === 'string' ? undefined : version,
    proxyFault(profile),
    profile.modules.length === 0
      ? undefined
      : refusal('SAFE_STATE_DRIFT', `modules can move funds without owners: ${profile.modules.join(', ')}`),
    profile.guard === ZERO_ADDRESS
      ? undefined
      : refusal('SAFE_STATE_DRIFT', `an unknown guard is set: ${profile.guard}`),
    profile.moduleGuard === ZERO_ADDRESS
      ? undefined
      : refusal('SAFE_STATE_DRIFT', `an unknown module guard is set: ${profile.moduleGuard}`),
    handlerFault(profile),
    ownersFault(profile),
    thresholdFault(profile),
  ];
  return faults.filter((fault) => fault !== undefined);
}

function proxyFault(profile: SafeProfile): Refusal | undefined {
  if (isSafeProxyCode(profile.proxyCodeHash)) return undefined;
  return refusal('SAFE_VERSION_UNSUPPORTED', `the account's own code is no released Safe proxy`);
}

function handlerFault(profile: SafeProfile): Refusal | undefined {
  const { fallbackHandler, fallbackHandlerCodeHash } = profile;
  if (fallbackHandler === ZERO_ADDRESS) return undefined;
  if (isCallbackHandler(fallbackHandler, fallbackHandlerCodeHash)) return undefined;
  // Taken in, and shown as the gap HANDLER_SIGNS.
  if (isCompatibilityHandler(fallbackHandler, fallbackHandlerCodeHash)) return undefined;
  // With an ERC-20 as the fallback handler, anybody can call that token as the Safe (THREATS 3.4).
  return refusal(
    'SAFE_STATE_DRIFT',
    `the fallback handler ${fallbackHandler} is no released compatibility or callback handler`,
  );
}

function ownersFault(profile: SafeProfile): Refusal | undefined {
  const { owners, address } = profile;
  if (new Set(owners).size !== owners.length) return refusal('SAFE_STATE_DRIFT', 'an owner is listed twice');
  const impossible = owners.find(
    (owner) => owner === ZERO_ADDRESS || owner === SENTINEL || owner === address,
  );
  if (impossible === undefined) return undefined;
  return refusal('SAFE_STATE_DRIFT', `${impossible} cannot be an owner`);
}

function thresholdFault(profile: SafeProfile): Refusal | undefined {
  const { threshold, owners } = profile;
  if (threshold < 2) {
    return refusal('SAFE_STATE_DRIFT', `a threshold of ${String(threshold)} lets one key move the funds`);
  }
  if (threshold <= owners.length) return undefined;
  const reason = `a threshold of ${String(threshold)} cannot be reached by ${String(owners.length)} owners`;
  return refusal('SAFE_STATE_DRIFT', reason);
}

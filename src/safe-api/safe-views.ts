import type { Asset } from '../domain/assets/asset.js';
import { enforcementOf } from '../domain/safes/enforcement.js';
import { profileHash } from '../domain/safes/profile.js';
import { type LiveHash, type WorstCase, worstCases } from '../domain/transfers/exposure.js';
import { amountOf, formatAmount } from '../domain/values/amount.js';
import { assetAddress } from '../domain/transfers/intent.js';
import type { AssetId } from '../domain/values/identifier.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import type { Registered } from '../domain/register/registered.js';
import type { SafeExposure } from './exposures.js';
import type { ExposureView, SafeView, WorstCaseView } from './safes.contract.js';

/** A Safe and, in short, its exposure as the API shows them, by what is pinned. */
export function safeView(register: Registered, { safe, hashes }: SafeExposure): SafeView {
  const { enforcement, gaps } = enforcementOf(safe.profile);
  return {
    id: safe.id,
    label: safe.label,
    chainId: safe.profile.chainId,
    address: safe.address,
    profile: safe.profile,
    profileHash: profileHash(safe.profile),
    onboardedAt: printTimestamp(safe.onboardedAt),
    // Without a guard on chain, owners who sign elsewhere bypass Sluice (invariant 20).
    ...{ enforcement, gaps: [...gaps] },
    frozen: safe.frozen && {
      id: safe.frozen.id,
      scope: safe.frozen.scope,
      code: safe.frozen.code,
      reason: safe.frozen.reason,
      at: printTimestamp(safe.frozen.at),
      standing: safe.frozen.standing,
    },
    exposure: {
      worstCases: worstCases(hashes).map((each) => worstView(register, each)),
      liveHashes: hashes.length,
      executableByAnyone: hashes.some(({ executableByAnyone }) => executableByAnyone),
    },
  };
}

export function exposureView(register: Registered, { safe, hashes }: SafeExposure): ExposureView {
  return {
    ...{ safe: safe.id, safeLabel: safe.label },
    liveHashes: hashes.map((each) => hashView(register, each)),
    worstCases: worstCases(hashes).map((each) => worstView(register, each)),
  };
}

function hashView(register: Registered, each: LiveHash): ExposureView['liveHashes'][number] {
  const { transfer, kind, safeTxHash, nonce, owners, threshold, executableByAnyone, attestation } = each;
  const { cancel } = each;
  return {
    ...{ transfer, kind, safeTxHash, nonce: nonce.toString() },
    ...worstView(register, each),
    destination: { id: each.destinationId, address: each.destination },
    signatures: { have: owners.length, threshold, owners: [...owners] },
    ...{ executableByAnyone, attestation, since: printTimestamp(each.since), cancel },
  };
}

export function worstView(
  register: Registered,
  { assetId, amount }: Pick<WorstCase, 'assetId' | 'amount'>,
): WorstCaseView {
  const { asset } = assetOf(register, assetId);
  return {
    asset: assetView(asset),
    amount: formatAmount(amountOf(amount), asset.decimals),
    amountUnits: amount.toString(),
  };
}

export function assetView(asset: Asset): WorstCaseView['asset'] {
  const { id, symbol, decimals } = asset;
  return { id, symbol, decimals, address: assetAddress(asset) };
}

/** Removed assets stay in the register. One that was never there is a fault of the records. */
function assetOf(register: Registered, id: AssetId) {
  const found = register.asset(id);
  if (!found) throw new Error(`the register has no asset ${id}`);
  return found;
}

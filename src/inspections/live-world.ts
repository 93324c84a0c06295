import { Injectable } from '@nestjs/common';
import { DestinationsRepository } from '../address-book/destinations.repository.js';
import { AssetsRepository } from '../assets/assets.repository.js';
import type { Destination } from '../domain/address-book/destination.js';
import type { Asset } from '../domain/assets/asset.js';
import { refusal } from '../domain/errors.js';
import type { Registered } from '../domain/register/registered.js';
import type { PolicyDocument } from '../domain/policies/policy.js';
import { knownSingleton } from '../domain/safes/known-deployments.js';
import { type SafeProfile, profileDrift } from '../domain/safes/profile.js';
import type { WorldDestination } from '../domain/transfers/destination-fault.js';
import type { SafeFault, World } from '../domain/transfers/inspect.js';
import type { TransferLimit } from '../domain/transfers/transfer-limit.js';
import type { Address } from '../domain/values/address.js';
import { parseAmount } from '../domain/values/amount.js';
import { unixSeconds } from '../domain/values/time.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { Database } from '../infra/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { Register } from '../register/register.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';

/** Sluice's own knowledge of a Safe, as the world that a foreign transaction is compared with. */
@Injectable()
export class LiveWorlds {
  constructor(
    private readonly database: Database,
    private readonly assets: AssetsRepository,
    private readonly destinations: DestinationsRepository,
    private readonly policies: PoliciesRepository,
    private readonly reader: SafeReader,
    private readonly register: Register,
  ) {}

  async of(safe: OnboardedSafe): Promise<World<Asset>> {
    const { chainId, owners, threshold, singleton, singletonCodeHash } = safe.profile;
    const now = await this.database.now();
    const [{ profile, nonce }, registered, destinations, policy, register] = await Promise.all([
      // It is shown and ends nothing: of somebody who is silent that much is forgiven.
      this.reader.readProfile(safe.address, 'answering', safe.profile),
      this.assets.list(chainId),
      this.destinations.list(chainId),
      this.policies.active(now),
      this.register.current(),
    ]);
    const assets = registered.filter((each) => !each.isRemoved).map((each) => each.asset);
    return {
      safe: safe.address,
      chainId,
      version: knownSingleton(singleton, singletonCodeHash)?.version ?? 'unknown',
      nonce,
      assets,
      destinations: destinations.map((each) => entryOf(each, policy.document)),
      limits: limitsOf(policy.document, assets),
      now,
      owners,
      threshold,
      names: namesOf(register),
      safeFault: safeFaultOf(safe, profile),
      notChecked: [
        'limits over time, the balance, and every other rule that a transfer is decided by',
        'code of the token and of the destination, and what a simulation would show',
      ],
    };
  }
}

/** Of the keys of people; of Safes by their labels. */
function namesOf(register: Registered): ReadonlyMap<Address, string> {
  const keys = [...register.people.values()].flatMap((person) =>
    person.keys.flatMap((key) => (key.kind === 'evm' ? [[key.address, person.name] as const] : [])),
  );
  const safes = register.list('safe').flatMap((id) => {
    const safe = register.safe(id);
    return safe ? [[safe.profile.address, `the Safe ${safe.label}`] as const] : [];
  });
  return new Map([...keys, ...safes]);
}

function entryOf(entry: Destination, document: PolicyDocument): WorldDestination {
  const waits = document.rules.map((rule) =>
    rule.kind === 'destination-allowed' ? rule.coolingOffSeconds : 0,
  );
  return { ...entry, usableFrom: unixSeconds(entry.approvedAt + Math.max(0, ...waits)) };
}

function limitsOf(document: PolicyDocument, assets: readonly Asset[]): readonly TransferLimit[] {
  return document.rules.flatMap((rule) => {
    if (rule.kind !== 'amount-per-transfer' || rule.unit === 'usd') return [];
    const asset = assets.find((each) => each.id === rule.assetId);
    return asset ? [{ assetId: asset.id, max: parseAmount(rule.max, asset.decimals) }] : [];
  });
}

function safeFaultOf({ frozen, profile: pinned }: OnboardedSafe, actual: SafeProfile): SafeFault | null {
  const drift = profileDrift(pinned, actual).map((each) => each.field);
  if (drift.length > 0) {
    const reason = `the Safe on chain is not as pinned: ${drift.join(', ')}`;
    return { verdict: 'FREEZE', refusal: refusal('SAFE_STATE_DRIFT', reason) };
  }
  if (!frozen) return null;
  return { verdict: 'REFUSE', refusal: refusal('SAFE_FROZEN', `the Safe is frozen: ${frozen.reason}`) };
}

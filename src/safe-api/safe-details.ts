import { Injectable } from '@nestjs/common';
import type { Asset } from '../domain/assets/asset.js';
import { DomainError, type Refusal } from '../domain/errors.js';
import type { PolicyDocument } from '../domain/policies/policy.js';
import { type Worth, printDollars, worthOf } from '../domain/policies/worth.js';
import type { Registered } from '../domain/register/registered.js';
import { enforcedNow } from '../domain/safes/enforcement.js';
import { profileDrift } from '../domain/safes/profile.js';
import { formatAmount } from '../domain/values/amount.js';
import type { SafeId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { Register } from '../register/register.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import { Exposures } from './exposures.js';
import { assetView, safeView } from './safe-views.js';
import type { Balance, ChainSight, SafeDetail } from './safe-detail.contract.js';
import { type Holding, type SafeLook, SafeLooks } from './safe-looks.js';

interface Moment {
  readonly register: Registered;
  readonly now: UnixSeconds;
  /** Undefined if none is in force. */
  readonly policy: PolicyDocument | undefined;
}

/** One Safe with what the chain shows of it now. Where the chain cannot be read, the rest is shown all the same. */
@Injectable()
export class SafeDetails {
  constructor(
    private readonly database: Database,
    private readonly register: Register,
    private readonly exposures: Exposures,
    private readonly transfers: TransfersRepository,
    private readonly looks: SafeLooks,
  ) {}

  /** @throws DomainError SAFE_NOT_FOUND */
  async show(id: SafeId): Promise<SafeDetail> {
    const exposure = await this.exposures.find(id);
    if (!exposure) throw new DomainError('SAFE_NOT_FOUND', 'no such Safe is onboarded');
    const [register, now] = [await this.register.current(), await this.database.now()];
    const policy = register.policies().findLast(({ activeFrom }) => activeFrom <= now)?.document;
    const { safe } = exposure;
    const assets = movable(register, safe, policy);
    const [lane, look] = await Promise.all([
      this.transfers.lane(id),
      this.looks.of({ safe, assets, register, now }),
    ]);
    const { holder, queued } = lane;
    return {
      ...safeView(register, exposure),
      lane: { holder: holder?.id ?? null, state: holder?.state ?? null, queued },
      ...('reading' in look ? seen(safe, look, { register, now, policy }) : unseen(look)),
    };
  }
}

/** The registered assets that the policy lets leave the Safe; all of them without a policy. */
function movable(
  register: Registered,
  { profile }: OnboardedSafe,
  policy: PolicyDocument | undefined,
): readonly Asset[] {
  const lists = (policy?.rules ?? []).flatMap((rule) =>
    rule.kind === 'asset-allowed' ? [rule.assetIds] : [],
  );
  return register.list('asset').flatMap((id) => {
    const found = register.asset(id);
    if (!found || found.isRemoved || found.asset.chainId !== profile.chainId) return [];
    return lists.every((allowed) => allowed.includes(id)) ? [found.asset] : [];
  });
}

function seen(safe: OnboardedSafe, { reading, holdings, at }: SafeLook, moment: Moment): ChainSight {
  const { block, nonce, profile } = reading;
  const { enforcement, gaps, guard } = enforcedNow(safe.profile, profile);
  const drift = profileDrift(safe.profile, profile);
  return {
    ...{ enforcement, gaps: [...gaps] },
    guard: { ...guard, asPinned: guard.pinned === guard.actual },
    nonce: nonce.toString(),
    balances: holdings.map((each) => balanceView(each, moment)),
    block: { number: block.number.toString(), hash: block.hash, at: printTimestamp(block.timestamp) },
    lookedAt: printTimestamp(at),
    ageSeconds: Math.max(0, moment.now - at),
    profileCheck: {
      ok: drift.length === 0,
      at: printTimestamp(at),
      drift: drift.map((each) => ({ ...each })),
    },
    unavailable: null,
  };
}

/** Never what was seen before, or what is pinned: that would look like what is. */
function unseen({ code, reason }: Refusal): ChainSight {
  return {
    ...{ enforcement: null, gaps: null, guard: null, nonce: null, balances: null, block: null },
    ...{ lookedAt: null, ageSeconds: null, profileCheck: null },
    unavailable: { code, reason },
  };
}

function balanceView({ asset, amount, price }: Holding, { now, policy }: Moment): Balance {
  const { id, decimals } = asset;
  const worth =
    amount === null ? null : worthOf(policy ?? {}, { now, asset: { id, decimals }, price, amount });
  return {
    asset: assetView(asset),
    amount: amount === null ? null : formatAmount(amount, decimals),
    amountUnits: amount === null ? null : amount.toString(),
    usd: worth && worthView(worth),
  };
}

function worthView({ value, source, at }: Worth): Balance['usd'] {
  return { value: printDollars(value), source, at: printTimestamp(at) };
}

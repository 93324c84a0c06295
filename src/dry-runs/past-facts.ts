import { Injectable } from '@nestjs/common';
import type { Destination } from '../domain/address-book/destination.js';
import { unseenLookalikes } from '../domain/address-book/unseen-lookalikes.js';
import type { Registered } from '../domain/register/registered.js';
import { DomainError } from '../domain/errors.js';
import type { Facts } from '../domain/policies/facts.js';
import type { MissingFact } from '../domain/policies/missing-facts.js';
import { scopeKey } from '../domain/policies/scopes.js';
import { recentWindows, rollingWindows } from '../domain/policies/windows.js';
import { type Frozen, frozenBy } from '../domain/safes/freeze.js';
import { parseAmount } from '../domain/values/amount.js';
import { parseId } from '../domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../domain/values/time.js';
import { Database } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import { PastUsageRepository } from '../policies/past-usage.repository.js';
import { FreezesRepository } from '../safes/freezes.repository.js';
import { destinationFacts, requesterFacts, safeFacts } from '../decisions/facts-of.js';
import type { DecidedBy } from '../decisions/gather-facts.js';
import { scopesOf } from '../decisions/gathered.js';
import type { Hypothesis } from './hypothetical-intent.js';
import { type ChainThen, type PastFact, StoredChainFacts } from './stored-chain-facts.js';
import { RecentTransfersRepository } from '../decisions/recent-transfers.repository.js';
import type { TransferObjects } from '../decisions/transfer-objects.js';
import { assetFacts } from '../decisions/token-facts.js';

export type { PastFact };

interface Past {
  readonly register: Registered;
  readonly at: UnixSeconds;
  readonly policy: DecidedBy;
}

/** What was used of limits, and what had been asked for, at a moment in the past. */
@Injectable()
export class PastBudget {
  constructor(
    readonly database: Database,
    readonly usage: PastUsageRepository,
    readonly recent: RecentTransfersRepository,
  ) {}
}

/**
 * The facts of a moment in the past: the register and the budgets as they were, and of the chain what the nearest stored
 * decision saw. What nobody kept is missing; nothing is made up (invariant 6).
 */
@Injectable()
export class PastFacts {
  constructor(
    private readonly budget: PastBudget,
    private readonly freezes: FreezesRepository,
    private readonly chain: StoredChainFacts,
  ) {}

  async facts(
    hypothesis: Hypothesis,
    { register, at, policy }: Past,
  ): Promise<{ facts: Facts; missing: readonly MissingFact[]; sources: readonly PastFact[] }> {
    const objects = objectsAt(register, hypothesis, await this.frozenAt(register, hypothesis, at));
    const chain = await this.chain.near(at, objects, feedAt(register, hypothesis.asset));
    const amount = amountAt(hypothesis.amount, objects.asset.asset.decimals);
    const asset = assetFacts(objects.asset, chain.token);
    const scopes = scopesOf(objects);
    const priced = { ...scopes, asset, amount, now: at, price: chain.price };
    const toDestination = scopeKey({ scope: 'destination' }, scopes);
    const [rolling, settledTransfers, incoming, recent] = await Promise.all([
      this.budget.usage.usage(rollingWindows(policy.document, priced), at),
      this.budget.usage.settledCount(toDestination, at),
      this.budget.usage.held(toDestination, at),
      this.recent(policy, priced, at),
    ]);
    const seen = { ...objects, lookalikes: lookalikesAt(register, objects.destination) };
    const facts: Facts = {
      now: at,
      stage: 'request',
      chainId: objects.safe.profile.chainId,
      safe: safeFacts(objects.safe, chain.drift),
      asset,
      destination: destinationFacts(
        { ...seen, destinationCodeHash: chain.destinationCodeHash },
        settledTransfers,
      ),
      requester: requesterFacts(objects.requester),
      intentSignatureValid: true,
      amount,
      expiresAt: unixSeconds(at + policy.document.maxExpirySeconds),
      rolling,
      balances: chain.balances && { ...chain.balances, incoming },
      price: chain.price,
      recent,
      exceptions: [],
    };
    return { facts, missing: chain.missing, sources: chain.sources };
  }

  private recent(policy: DecidedBy, priced: Parameters<typeof recentWindows>[1], at: UnixSeconds) {
    const windows = recentWindows(policy.document, priced);
    const query = { transferId: parseId('tr', newId('tr')), now: at, isPast: true };
    return this.budget.recent.list(this.budget.database.read, windows, query);
  }

  private async frozenAt(
    register: Registered,
    { safe }: Hypothesis,
    at: UnixSeconds,
  ): Promise<Frozen | null> {
    const freezes = (await this.freezes.of(safe)).filter((each) => each.at <= at);
    return frozenBy(freezes, register.liftedFreezes(), safe);
  }
}

function objectsAt(
  register: Registered,
  { safe: safeId, asset: assetId, destination: destinationId, requester: requesterId }: Hypothesis,
  frozen: Frozen | null,
): TransferObjects {
  const safe = register.safe(safeId) ?? unknown('/safe', 'SAFE_NOT_FOUND', 'no such Safe was onboarded then');
  const asset =
    register.asset(assetId) ?? unknown('/asset', 'ASSET_NOT_ALLOWED', 'no such asset was registered then');
  const destination =
    register.destination(destinationId) ??
    unknown('/destination', 'DEST_NOT_ALLOWED', 'the destination was not in the address book then');
  const requester =
    register.people.get(requesterId) ??
    unknown('/requester', 'PERSON_NOT_FOUND', 'nobody was called that then');
  return { safe: { ...safe, address: safe.profile.address, frozen }, asset, destination, requester };
}

function unknown(pointer: string, code: DomainError['code'], detail: string): never {
  throw DomainError.at(pointer, code, detail);
}

function lookalikesAt(register: Registered, destination: Destination): readonly Destination[] {
  const book = register.list('destination').flatMap((id) => register.destination(id) ?? []);
  return unseenLookalikes(
    destination,
    book.filter(({ chainId }) => chainId === destination.chainId),
  );
}

/** The feed that an asset's price would have been read by. */
function feedAt(register: Registered, assetId: string): ChainThen['feedId'] {
  return register
    .priceFeeds()
    .find(({ content, removedAt }) => content.assetId === assetId && removedAt === null)?.id;
}

function amountAt(text: string, decimals: number) {
  try {
    return parseAmount(text, decimals);
  } catch (error) {
    if (error instanceof DomainError) throw DomainError.at('/amount', error.code, error.message);
    throw error;
  }
}

import { Injectable } from '@nestjs/common';
import type { Facts } from '../domain/policies/facts.js';
import type { Policy } from '../domain/policies/policy.js';
import { scopeKey, scopeKeys } from '../domain/policies/scopes.js';
import { recentWindows, rollingWindows } from '../domain/policies/windows.js';
import { intentHash } from '../domain/transfers/intent.js';
import { ExceptionsService } from '../exceptions/exceptions.service.js';
import type { Voices } from '../infra/chain/providers.js';
import { Database, type Tx } from '../infra/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { ReservationsRepository } from '../policies/reservations.repository.js';
import type { UsageReader } from '../policies/unlocked-usage.js';
import { ChainFactsReader } from './chain-facts.js';
import { destinationFacts, requesterFacts, safeFacts } from './facts-of.js';
import {
  type TransferSnapshot,
  type SignedIntent,
  isIntentSigned,
  scopesOf,
  wordsOf,
} from './transfer-snapshot.js';
import { PriceFacts } from './price-facts.js';
import { RecentTransfersRepository } from './recent-transfers.repository.js';
import { TransferObjects } from './transfer-objects.js';
import { assetFacts } from './token-facts.js';

export type DecidedBy = Pick<Policy, 'version' | 'document'>;

export interface CompleteFacts {
  readonly facts: Facts;
  readonly policy: DecidedBy;
}

/** What differs where nothing follows from a decision. */
export interface Dry {
  /** The policy to use instead of the one in force. */
  readonly by: DecidedBy | undefined;
  /** Reads without locks: nothing is reserved after it. */
  readonly usage: UsageReader;
}

/** Collects all facts of a decision. Nothing is defaulted: a failed read is an error, and an error is a denial. */
@Injectable()
export class FactsGatherer {
  constructor(
    private readonly database: Database,
    private readonly objects: TransferObjects,
    private readonly chain: ChainFactsReader,
    private readonly prices: PriceFacts,
    private readonly policies: PoliciesRepository,
    private readonly reservations: ReservationsRepository,
    private readonly recent: RecentTransfersRepository,
    private readonly exceptions: ExceptionsService,
  ) {}

  /** @param voices 'all', unless what is gathered only shows something */
  async gather(transfer: SignedIntent, voices: Voices): Promise<TransferSnapshot> {
    const objects = await this.objects.all(transfer.intent);
    const [chain, lookalikes] = await Promise.all([
      this.chain.read(objects, voices),
      this.objects.lookalikes(objects.destination),
    ]);
    return { transfer, ...objects, ...chain, lookalikes };
  }

  /**
   * Adds the facts that must be read under the locks of the deciding transaction: time, freeze, the policy and price
   * feed in force, the budget already used, the transfers before this one and the exceptions that count.
   */
  async complete(
    tx: Tx,
    gathered: TransferSnapshot,
    stage: Facts['stage'],
    dry?: Dry,
  ): Promise<CompleteFacts> {
    const now = await this.database.now(tx);
    const usage = dry?.usage ?? this.reservations;
    const policy = dry?.by ?? (await this.policies.active(now, tx));
    const { intent, id } = gathered.transfer;
    const safe = await this.objects.safe(intent, tx);
    const asset = assetFacts(gathered.asset, gathered);
    const scopes = scopesOf(gathered);
    const price = await this.prices.standing(asset.id, gathered, tx);
    const priced = { ...scopes, asset, amount: intent.amount, now, price };
    const rolling = await usage.usage(tx, {
      scopes: scopeKeys(scopes),
      windows: rollingWindows(policy.document, priced),
      now,
      exceptTransferId: id,
    });
    const earlier = recentWindows(policy.document, priced);
    const recent = await this.recent.list(tx, earlier, { transferId: id, now });
    const toDestination = { scope: 'destination' } as const;
    const settledTransfers = await usage.settledCount(tx, scopeKey(toDestination, scopes));
    const incoming = await usage.heldForOthers(tx, scopeKey(toDestination, scopes), id);
    const destination = destinationFacts(gathered, settledTransfers);
    const excepted = {
      ...{ id, intentHash: intentHash(intent), requesterId: intent.requesterId },
      ...{ words: wordsOf(gathered), asset: gathered.asset.asset },
    };
    const exceptions = await this.exceptions.genuine(excepted, now, tx);
    const facts: Facts = {
      now,
      stage,
      chainId: intent.chainId,
      safe: safeFacts(safe, gathered.drift),
      asset,
      destination,
      requester: requesterFacts(gathered.requester),
      intentSignatureValid: await isIntentSigned(gathered, now),
      amount: intent.amount,
      expiresAt: intent.expiresAt,
      rolling: [...rolling],
      balances: gathered.balances && { ...gathered.balances, incoming },
      price,
      recent,
      exceptions,
    };
    return { facts, policy };
  }
}

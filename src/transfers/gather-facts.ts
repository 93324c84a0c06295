import { Injectable } from '@nestjs/common';
import { DestinationsRepository } from '../address-book/destinations.repository.js';
import { AssetsRepository } from '../assets/assets.repository.js';
import type { RegisteredAsset } from '../domain/changes/registered.js';
import type { Destination } from '../domain/address-book/destination.js';
import { canaryOf, limitOf } from '../domain/address-book/direction.js';
import { unseenLookalikes } from '../domain/address-book/unseen-lookalikes.js';
import { DomainError } from '../domain/errors.js';
import { type Person, isActive, usableKeys } from '../domain/identity/person.js';
import type { Facts } from '../domain/policies/facts.js';
import type { Policy } from '../domain/policies/policy.js';
import { type ScopeFacts, reservationScopes, rollingWindows, scopeKey } from '../domain/policies/scopes.js';
import { type Drift, profileDrift } from '../domain/safes/profile.js';
import { type Signature, signingKey } from '../domain/signatures/signature.js';
import { type Intent, intentHash } from '../domain/transfers/intent.js';
import { intentWords } from '../domain/transfers/transfer-words.js';
import { type Amount, parseAmount } from '../domain/values/amount.js';
import type { Bytes32 } from '../domain/values/hex.js';
import type { TransferId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { ExceptionsService } from '../exceptions/exceptions.service.js';
import { PeopleRepository } from '../identity/people.repository.js';
import { type SafeReading, SafeReader } from '../infra/chain/safe-reader.js';
import { Database, type Tx } from '../infra/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { ReservationsRepository } from '../policies/reservations.repository.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';
import { type TokenOnChain, TokensOnChain, assetFacts } from './token-facts.js';

/** An intent and the signature that came with it. */
export interface SignedIntent {
  readonly id: TransferId;
  readonly intent: Intent;
  readonly signature: Signature;
}

/** What was read outside the deciding transaction: the registries, and the chain at one agreed block. */
export interface Gathered extends TokenOnChain {
  readonly transfer: SignedIntent;
  readonly safe: OnboardedSafe;
  readonly reading: SafeReading;
  readonly drift: readonly Drift[];
  readonly asset: RegisteredAsset;
  readonly destination: Destination;
  /** Other entries that it can be confused with, with nobody having said so. */
  readonly lookalikes: readonly Destination[];
  readonly destinationCodeHash: Bytes32 | null;
  readonly requester: Person;
}

export interface CompleteFacts {
  readonly facts: Facts;
  readonly policy: Policy;
}

/** The governed objects that an intent names, each found or refused by its own code. */
@Injectable()
export class Registries {
  constructor(
    private readonly safes: SafesRepository,
    private readonly assets: AssetsRepository,
    private readonly destinations: DestinationsRepository,
    private readonly people: PeopleRepository,
  ) {}

  async safe(intent: Pick<Intent, 'safeId'>, tx?: Tx): Promise<OnboardedSafe> {
    const safe = await this.safes.find(intent.safeId, tx);
    return safe ?? missing('/safe', 'SAFE_NOT_FOUND', 'no such Safe is onboarded');
  }

  async asset(intent: Pick<Intent, 'assetId'>, tx?: Tx): Promise<RegisteredAsset> {
    const asset = await this.assets.find(intent.assetId, tx);
    return asset ?? missing('/asset', 'ASSET_NOT_ALLOWED', 'no such asset is registered');
  }

  async destination(intent: Pick<Intent, 'destinationId'>, tx?: Tx): Promise<Destination> {
    const destination = await this.destinations.find(intent.destinationId, tx);
    return (
      destination ?? missing('/destination', 'DEST_NOT_ALLOWED', 'the destination is not in the address book')
    );
  }

  /** The other entries of the book that a destination can be confused with, with nobody having said so. */
  async lookalikes(destination: Destination): Promise<readonly Destination[]> {
    return unseenLookalikes(destination, await this.destinations.list(destination.chainId));
  }

  async requester(intent: Pick<Intent, 'requesterId'>, tx?: Tx): Promise<Person> {
    const person = await this.people.find(intent.requesterId, tx);
    return person ?? missing('', 'PERSON_NOT_FOUND', 'the requester is not known');
  }
}

/** What limits are decided by: the policy in force, the budget used, the exceptions made. */
@Injectable()
export class Budget {
  constructor(
    readonly policies: PoliciesRepository,
    readonly reservations: ReservationsRepository,
    readonly exceptions: ExceptionsService,
  ) {}
}

/** Collects everything that a decision reads. Nothing is defaulted: what cannot be read is an error, which is a denial. */
@Injectable()
export class FactsGatherer {
  constructor(
    private readonly database: Database,
    private readonly registries: Registries,
    private readonly reader: SafeReader,
    private readonly tokens: TokensOnChain,
    private readonly budget: Budget,
  ) {}

  async gather(transfer: SignedIntent): Promise<Gathered> {
    const { intent } = transfer;
    const [safe, asset, destination, requester] = await Promise.all([
      this.registries.safe(intent),
      this.registries.asset(intent),
      this.registries.destination(intent),
      this.registries.requester(intent),
    ]);
    if (destination.address !== intent.destination) {
      missing(
        '/destination',
        'DEST_NOT_ALLOWED',
        'the entry has another address than the intent was signed for',
      );
    }
    const reading = await this.reader.readProfile(safe.address);
    const [token, destinationCodeHash, lookalikes] = await Promise.all([
      this.tokens.read(asset.asset, reading.block),
      this.reader.codeHash(destination.address, reading.block),
      this.registries.lookalikes(destination),
    ]);
    const drift = profileDrift(safe.profile, reading.profile);
    return {
      transfer,
      safe,
      reading,
      drift,
      asset,
      ...token,
      destination,
      lookalikes,
      destinationCodeHash,
      requester,
    };
  }

  /**
   * Adds what must be read under the locks of the deciding transaction: time, freeze, the policy in force, the
   * budget already used and the exceptions that count.
   */
  async complete(tx: Tx, gathered: Gathered, stage: Facts['stage']): Promise<CompleteFacts> {
    const now = await this.database.now(tx);
    const policy = await this.budget.policies.active(now, tx);
    const { intent, id } = gathered.transfer;
    const safe = await this.registries.safe(intent, tx);
    const asset = assetFacts(gathered.asset, gathered);
    const requester = requesterFacts(gathered.requester);
    const scopes = scopesOf(gathered);
    const windows = rollingWindows(policy.document, scopes);
    const rolling = await this.budget.reservations.usage(tx, {
      scopes: reservationScopes(scopes),
      windows,
      now,
      exceptTransferId: id,
    });
    const settledTransfers = await this.budget.reservations.settledCount(
      tx,
      scopeKey({ scope: 'destination' }, scopes),
    );
    const destination = destinationFacts(gathered, settledTransfers);
    const excepted = {
      ...{ id, intentHash: intentHash(intent), requesterId: intent.requesterId },
      ...{ words: wordsOf(gathered), asset: gathered.asset.asset },
    };
    const exceptions = await this.budget.exceptions.genuine(excepted, now, tx);
    const facts: Facts = {
      now,
      stage,
      chainId: intent.chainId,
      safe: safeFacts(safe, gathered.drift),
      asset,
      destination,
      requester,
      intentSignatureValid: await isIntentSigned(gathered, now),
      amount: intent.amount,
      expiresAt: intent.expiresAt,
      rolling: [...rolling],
      exceptions,
    };
    return { facts, policy };
  }
}

function missing(pointer: string, code: DomainError['code'], detail: string): never {
  throw DomainError.at(pointer, code, detail);
}

export async function isIntentSigned(
  { transfer, requester }: Pick<Gathered, 'transfer' | 'requester'>,
  now: UnixSeconds,
): Promise<boolean> {
  const keys = usableKeys(requester, 'confirmation', now);
  return (await signingKey(intentHash(transfer.intent), transfer.signature, keys)) !== undefined;
}

/** The transfer in the one line that people sign. */
export function wordsOf({
  transfer,
  safe,
  asset,
  destination,
}: Pick<Gathered, 'transfer' | 'safe' | 'asset' | 'destination'>): string {
  const names = { safe: safe.label, destination: destination.label, asset: asset.asset };
  return intentWords(transfer.intent, names);
}

/** What the names of the limits' scopes are made of. */
export function scopesOf(
  gathered: Pick<Gathered, 'safe' | 'asset' | 'destination' | 'requester'>,
): ScopeFacts {
  const { safe, asset, destination, requester } = gathered;
  return { safe, asset: asset.asset, destination, requester: { personId: requester.id } };
}

function safeFacts(safe: OnboardedSafe, drift: readonly Drift[]): Facts['safe'] {
  return {
    id: safe.id,
    chainId: safe.profile.chainId,
    address: safe.address,
    frozen: safe.frozen && { code: safe.frozen.code, reason: safe.frozen.reason },
    drift: drift.map((each) => ({ ...each })),
  };
}

type DestinationFacts = Required<NonNullable<Facts['destination']>>;

function destinationFacts(gathered: Gathered, settledTransfers: number): DestinationFacts {
  const { destination, destinationCodeHash, lookalikes } = gathered;
  const { asset } = gathered.asset;
  const units = (text: string | undefined): Amount | null =>
    text === undefined ? null : parseAmount(text, asset.decimals);
  return {
    id: destination.id,
    chainId: destination.chainId,
    address: destination.address,
    label: destination.label,
    assetIds: [...destination.assetIds],
    approvedAt: destination.approvedAt,
    expiresAt: destination.expiresAt,
    removedAt: destination.removedAt,
    codeHashPinned: destination.codeHash,
    codeHashActual: destinationCodeHash,
    terms: {
      maxPerTransfer: units(limitOf(destination, asset.id)),
      canary: units(canaryOf(destination, asset.id)),
      settledTransfers,
      lookalikes: lookalikes.map(({ id, label, address }) => ({ id, label, address })),
    },
  };
}

function requesterFacts(person: Person): Facts['requester'] {
  return { personId: person.id, isActive: isActive(person), roles: [...person.roles] };
}

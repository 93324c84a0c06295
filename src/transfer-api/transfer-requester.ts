import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Destination } from '../domain/address-book/destination.js';
import { activeFrom } from '../domain/register/pending.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import { Register } from '../register/register.js';
import { DomainError, type Fault } from '../domain/errors.js';
import { type Signature, claimedKey } from '../domain/signatures/signature.js';
import { type Intent, assetAddress, intentHash } from '../domain/transfers/intent.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { parseAmount } from '../domain/values/amount.js';
import type { Bytes32 } from '../domain/values/hex.js';
import {
  type AssetId,
  type DestinationId,
  type PersonId,
  type SafeId,
  parseId,
} from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import { SignatureIntake } from '../identity/signature-intake.js';
import { Database, type Tx } from '../infra/database/database.js';
import { newId } from '../infra/database/new-id.js';
import type { Principal } from '../infra/http/access.js';
import { AnswerDecision } from '../decisions/answer-decision.js';
import { TransferDecider } from '../decisions/decide-transfer.js';
import { FactsGatherer } from '../decisions/gather-facts.js';
import type { TransferSnapshot } from '../decisions/transfer-snapshot.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { TransfersRepository } from '../transfers/transfers.repository.js';
import type { CreateTransfer } from './views/transfers.contract.js';

/** A requester's input. Everything else is looked up in the register by these names. */
export interface TransferRequest {
  readonly safe: SafeId;
  readonly asset: AssetId;
  readonly destination: DestinationId;
  /** In whole asset units, as written: "1500000.25". */
  readonly amount: string;
  readonly reference: string;
  readonly salt: Bytes32;
  readonly expiresAt: UnixSeconds;
}

export function requestOf(
  body: Omit<z.output<typeof CreateTransfer>, 'signature' | 'requester'>,
): TransferRequest {
  return {
    safe: parseId('safe', body.safe),
    asset: parseId('ast', body.asset),
    destination: parseId('dst', body.destination),
    amount: body.amount,
    reference: body.reference,
    salt: body.salt,
    expiresAt: body.expiresAt,
  };
}

/** A person asks for themself; a service names the person whose signature it brings. */
export function requesterOf(
  by: Principal,
  named: string | undefined,
  code: 'BODY_SCHEMA' | 'QUERY_SCHEMA' = 'BODY_SCHEMA',
): PersonId {
  if (by.kind === 'service') {
    if (named === undefined)
      throw DomainError.at('/requester', code, 'a service names the person who signed the intent');
    return parseId('per', named);
  }
  if (named !== undefined && named !== by.personId) {
    throw DomainError.at('/requester', 'SOD', 'nobody requests a transfer in the name of somebody else');
  }
  return by.personId;
}

/** Notes what is wrong with one name of an intent, so that the others are looked at too. */
async function noted<T>(faults: Fault[], look: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof DomainError) || error.faults.length === 0) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

@Injectable()
export class IntentBuilder {
  constructor(
    private readonly registries: TransferObjects,
    private readonly register: Register,
  ) {}

  /** The intent of a request, with every name resolved, as the requester signs it. */
  async build(request: TransferRequest, requesterId: PersonId): Promise<Intent> {
    const names = { safeId: request.safe, assetId: request.asset, destinationId: request.destination };
    const faults: Fault[] = [];
    const safe = await noted(faults, () => this.registries.safe(names));
    const asset = (await noted(faults, () => this.registries.asset(names)))?.asset;
    const destination = await noted(faults, () => this.destination(names));
    const amount = await noted(faults, () => asset && amountAt(request.amount, asset.decimals));
    const [first, ...others] = faults;
    if (first || !safe || !asset || !destination || amount === undefined)
      throw first ? DomainError.of(first, ...others) : new TypeError('a name of the intent is missing');
    return {
      ...names,
      chainId: safe.profile.chainId,
      safe: safe.address,
      asset: assetAddress(asset),
      destination: destination.address,
      amount,
      reference: request.reference,
      requesterId,
      salt: request.salt,
      expiresAt: request.expiresAt,
    };
  }

  /** An entry that is approved and not in force yet says from when it is. */
  private async destination(names: Pick<Intent, 'destinationId'>): Promise<Destination> {
    const register = await this.register.current();
    const from = activeFrom(register.ledger, 'destination', names.destinationId);
    if (from === undefined || register.destination(names.destinationId))
      return this.registries.destination(names);
    const detail = `the entry is approved, and in the address book from ${printTimestamp(from)} on`;
    throw DomainError.at('/destination', 'DEST_COOLING_OFF', detail);
  }
}

/** Accepts a signed intent and decides it: refused, held for an exception, or queued for its Safe's lane. */
@Injectable()
export class TransferRequester {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransfersRepository,
    private readonly gatherer: FactsGatherer,
    private readonly decider: TransferDecider,
    private readonly answerer: AnswerDecision,
    private readonly intake: SignatureIntake,
  ) {}

  /** Reads everything that needs the chain, before the deciding transaction. */
  gather(intent: Intent, signature: Signature): Promise<TransferSnapshot> {
    return this.gatherer.gather({ id: parseId('tr', newId('tr')), intent, signature }, 'all');
  }

  async request(tx: Tx, gathered: TransferSnapshot): Promise<Transfer> {
    const { intent, signature, id } = gathered.transfer;
    const hash = intentHash(intent);
    const signer = await claimedKey(hash, signature);
    if (signer === undefined) {
      throw DomainError.at('/signature', 'INTENT_SIGNATURE', 'the signature is none over this intent');
    }
    const earlier = await this.transfers.findByIntent(hash, tx);
    if (earlier)
      throw DomainError.at('/salt', 'INTENT_REPLAYED', `this intent is transfer ${earlier.id} already`);
    // Lock before inserting: of two concurrent transfers, the one decided later sees the other (invariant 11).
    await this.answerer.lockBudget(tx, gathered);
    const createdAt = await this.database.now(tx);
    const common = { id, intent, intentHash: hash, intentSignature: signature, revision: 0, createdAt };
    const transfer: Transfer = { ...common, state: 'requested', evidence: {} };
    await this.transfers.insert(tx, transfer, signer);
    // Whether it is the requester's key is a fact of the decision, which denies and records a foreign one.
    const { requesterId: personId } = intent;
    await this.intake.takeFrom(tx, { personId, digest: hash, signature, now: createdAt });
    await this.answerer.begin(tx, transfer);
    return this.answerer.answer(tx, transfer, await this.decider.decide(tx, gathered, 'request'));
  }
}

function amountAt(text: string, decimals: number): Intent['amount'] {
  try {
    return parseAmount(text, decimals);
  } catch (error) {
    if (error instanceof DomainError) throw DomainError.at('/amount', error.code, error.message);
    throw error;
  }
}

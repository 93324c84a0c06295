import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { supportedVersion } from '../domain/safes/onboarding.js';
import { destinationFault } from '../domain/transfers/destination-fault.js';
import {
  type ParsedSafeTransaction,
  parseSafeTransaction,
} from '../domain/transfers/parse-safe-transaction.js';
import { type Movement, type SafeTransaction, transactionOf } from '../domain/transfers/safe-transaction.js';
import { assetAddress } from '../domain/transfers/intent.js';
import type { Reason, Transfer } from '../domain/transfers/transfer.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { Relayer } from '../infra/chain/relayer/relayer.js';
import type { SafeIdentity } from '../infra/safe/protocol-kit-hash.js';
import { ThreeHashes } from '../infra/safe/three-hashes.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import { type SimulationOutcome, SimulationService } from '../simulation/simulation.service.js';
import { FactsGatherer } from '../decisions/gather-facts.js';
import type { TransferSnapshot } from '../decisions/transfer-snapshot.js';

/** How far the examination came. The first fault ends it, because later results would mean nothing. */
export type Seen =
  /** The Safe is not as pinned, so nothing that it says of itself, such as a hash, is even asked. */
  | { readonly kind: 'drifted' }
  | { readonly kind: 'hashes-differ'; readonly reason: HashesDiffer }
  | {
      readonly kind: 'simulated';
      readonly nonce: bigint;
      readonly safeTxHash: Bytes32;
      readonly simulation: SimulationOutcome;
    };

/** Not all who compute the hash come to the same (invariant 3). */
export type HashesDiffer = Reason & { readonly code: 'HASH_MISMATCH' };

/** What the chain says about a transfer, read before the deciding transaction. */
export interface Examined {
  readonly gathered: TransferSnapshot;
  readonly seen: Seen;
}

/** Builds the transaction, parses it back, hashes it three ways and simulates it. Clearance and relay gate use it. */
@Injectable()
export class Examiner {
  constructor(
    private readonly gatherer: FactsGatherer,
    private readonly hashes: ThreeHashes,
    private readonly simulation: SimulationService,
    private readonly relayer: Relayer,
  ) {}

  async examine(transfer: Transfer): Promise<Examined> {
    const { id, intent, intentSignature: signature } = transfer;
    const gathered = await this.gatherer.gather({ id, intent, signature }, 'all');
    return { gathered, seen: gathered.drift.length > 0 ? { kind: 'drifted' } : await this.look(gathered) };
  }

  private async look(gathered: TransferSnapshot): Promise<Seen> {
    const { safe, reading, asset, transfer } = gathered;
    const { movement, transaction } = transactionOf(transfer.intent, asset.asset, reading.nonce);
    requireParseBack(transaction, movement, gathered);
    const hash = await this.hash(transaction, gathered);
    if (typeof hash !== 'string') return { kind: 'hashes-differ', reason: hash };
    const facts = {
      profile: safe.profile,
      movement,
      transaction,
      safeTxHash: hash,
      executor: this.relayer.addressOf(safe.address),
    };
    // At the block of the profile and the nonce, so that one state is judged, not two.
    const simulation = await this.simulation.simulate(facts, reading.block);
    return { kind: 'simulated', nonce: transaction.nonce, safeTxHash: hash, simulation };
  }

  private async hash(
    transaction: SafeTransaction,
    { safe, reading }: TransferSnapshot,
  ): Promise<Bytes32 | HashesDiffer> {
    try {
      return (await this.hashes.digests(transaction, identityOf(safe), reading.block)).digest;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'HASH_MISMATCH') throw error;
      return { code: error.code, reason: error.message };
    }
  }
}

function identityOf({ profile }: OnboardedSafe): SafeIdentity {
  const version = supportedVersion(profile);
  if (typeof version !== 'string') throw new DomainError(version.code, version.reason);
  return { chainId: profile.chainId, address: profile.address, version };
}

/** Requires that the built transaction means the intent and nothing else (invariant 2), to a possible destination. */
function requireParseBack(
  transaction: SafeTransaction,
  movement: Movement,
  { transfer, safe, asset, destination, reading }: TransferSnapshot,
): void {
  const { chainId } = safe.profile;
  const book = [{ chainId, address: movement.destination, label: destination.label, assetIds: null }];
  const context = {
    safe: safe.address,
    assets: [asset.asset],
    nonce: reading.nonce,
    chainId,
    destinations: book,
  };
  const parsed = parseSafeTransaction(transaction, context);
  const fault =
    parsed.kind === 'movement' ? destinationFault(parsed.movement, context)?.refusal : refusalOf(parsed);
  const isSame =
    parsed.kind === 'movement' &&
    assetAddress(parsed.movement.asset) === transfer.intent.asset &&
    parsed.movement.asset.id === movement.asset.id &&
    parsed.movement.destination === movement.destination &&
    parsed.movement.amount === movement.amount;
  if (isSame && !fault) return;
  const reason = fault?.reason ?? 'it says another movement';
  throw new DomainError(
    'PARSE_BACK_MISMATCH',
    `the built Safe transaction does not read back as the intent: ${reason}`,
  );
}

function refusalOf(parsed: ParsedSafeTransaction): Reason | undefined {
  return parsed.kind === 'refused' ? parsed.refusal : undefined;
}

import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { supportedVersion } from '../domain/safes/onboarding.js';
import {
  type Movement,
  type SafeTransaction,
  buildSafeTransaction,
  parseSafeTransaction,
} from '../domain/transfers/safe-transaction.js';
import type { ClearedAs, Reason, Transfer } from '../domain/transfers/transfer.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { ExceptionsService } from '../exceptions/exceptions.service.js';
import { Relayer } from '../infra/chain/relayer.js';
import { Database, type Tx } from '../infra/database/database.js';
import type { SafeIdentity } from '../infra/safe/protocol-kit-hash.js';
import { ThreeHashes } from '../infra/safe/three-hashes.js';
import { SimulationService, type SimulationOutcome } from '../simulation/simulation.service.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import type { OnboardedSafe } from '../safes/safes.repository.js';
import { TransferDecider, denials } from './decide-transfer.js';
import { FactsGatherer, type Gathered } from './gather-facts.js';

/** What the chain says about a transfer that is about to be cleared or relayed, read before the deciding transaction. */
export interface Examined {
  readonly gathered: Gathered;
  readonly transaction: SafeTransaction;
  readonly hash: { readonly safeTxHash: Bytes32 } | { readonly mismatch: Reason };
  /** Absent when the hashes already disagree: there is nothing to simulate then. */
  readonly simulation: SimulationOutcome | null;
}

export type Clearing =
  | { readonly kind: 'cleared'; readonly cleared: ClearedAs; readonly safeTxHash: Bytes32 }
  | { readonly kind: 'refused'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'unavailable'; readonly reasons: readonly string[] };

/** Builds, parses back, hashes three times and simulates: the same for the clearance and, again, at the relay gate. */
@Injectable()
export class Examiner {
  constructor(
    private readonly gatherer: FactsGatherer,
    private readonly hashes: ThreeHashes,
    private readonly simulation: SimulationService,
    private readonly relayer: Relayer,
  ) {}

  async examine(transfer: Transfer): Promise<Examined> {
    const { intent } = transfer;
    const gathered = await this.gatherer.gather({ id: transfer.id, intent, signature: transfer.intentSignature });
    const movement = { asset: gathered.asset.asset, destination: intent.destination, amount: intent.amount };
    const transaction = buildSafeTransaction(movement, gathered.reading.nonce);
    requireParseBack(transaction, movement, gathered);
    const hash = await this.hash(transaction, gathered);
    if ('mismatch' in hash || gathered.drift.length > 0) return { gathered, transaction, hash, simulation: null };
    const facts = {
      profile: gathered.safe.profile,
      movement,
      transaction,
      safeTxHash: hash.safeTxHash,
      executor: this.relayer.address,
    };
    // At the very block that the profile and the nonce were read at: one state is judged, not two.
    const simulation = await this.simulation.simulate(facts, gathered.reading.block);
    return { gathered, transaction, hash, simulation };
  }

  private async hash(transaction: SafeTransaction, { safe, reading }: Gathered): Promise<Examined['hash']> {
    try {
      const { digest } = await this.hashes.digests(transaction, identityOf(safe), reading.block);
      return { safeTxHash: digest };
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'HASH_MISMATCH') throw error;
      return { mismatch: { code: error.code, reason: error.message } };
    }
  }
}

/** Decides on what was examined, under the locks of the caller's transaction, and keeps the whole of it. */
@Injectable()
export class ClearanceMaker {
  constructor(
    private readonly database: Database,
    private readonly decider: TransferDecider,
    private readonly records: SimulationsRepository,
    private readonly exceptions: ExceptionsService,
    private readonly freezer: SafeFreezer,
  ) {}

  async make(tx: Tx, transfer: Transfer, examined: Examined, stage: 'clearance' | 'relay'): Promise<Clearing> {
    const { decision } = await this.decider.decide(tx, examined.gathered, 'relay');
    if ('mismatch' in examined.hash) {
      await this.freezeOnMismatch(tx, transfer, examined.hash.mismatch);
      return { kind: 'refused', reasons: [examined.hash.mismatch] };
    }
    if (examined.simulation) await this.keep(tx, transfer, { ...examined, stage });
    if (decision.outcome !== 'permit') return { kind: 'refused', reasons: denials(decision) };
    if (!examined.simulation || !decision.tier) throw new Error('a permitted transfer was neither simulated nor tiered');
    const { judgement } = examined.simulation;
    if (judgement.verdict === 'unavailable') return { kind: 'unavailable', reasons: judgement.reasons };
    if (judgement.verdict === 'refused') {
      return { kind: 'refused', reasons: judgement.reasons.map((reason) => ({ code: judgement.code, reason })) };
    }
    const { safeTxHash } = examined.hash;
    const used = decision.reasons.flatMap((each) => each.exceptionIds);
    const cleared: ClearedAs = {
      nonce: examined.transaction.nonce,
      safeTxHash,
      effectsDigest: judgement.effectsDigest,
      policyHash: decision.policyHash as Bytes32,
      exceptions: await this.exceptions.digests(transfer.id, used, tx),
      tier: decision.tier.name,
      require: decision.tier.require,
    };
    return { kind: 'cleared', cleared, safeTxHash };
  }

  private async keep(tx: Tx, transfer: Transfer, examined: Examined & { stage: 'clearance' | 'relay' }): Promise<void> {
    if (!examined.simulation || 'mismatch' in examined.hash) return;
    await this.records.insert(tx, {
      transferId: transfer.id,
      revision: examined.stage === 'clearance' ? transfer.revision + 1 : transfer.revision,
      stage: examined.stage,
      safeTxHash: examined.hash.safeTxHash,
      block: examined.gathered.reading.block,
      outcome: examined.simulation,
      at: await this.database.now(tx),
    });
  }

  private async freezeOnMismatch(tx: Tx, transfer: Transfer, mismatch: Reason): Promise<void> {
    const finding = {
      code: mismatch.code,
      safeId: transfer.intent.safeId,
      transferId: transfer.id,
      detail: { reason: mismatch.reason },
    };
    await this.freezer.freeze(tx, finding, { actor: 'system', reason: mismatch.reason });
  }
}

function identityOf({ profile }: OnboardedSafe): SafeIdentity {
  const version = supportedVersion(profile);
  if (typeof version !== 'string') throw new DomainError(version.code, version.reason);
  return { chainId: profile.chainId, address: profile.address, version };
}

/** The built transaction must say the intent and nothing else (invariant 2). */
function requireParseBack(transaction: SafeTransaction, movement: Movement, { safe, asset, reading }: Gathered): void {
  const context = { safe: safe.address, assets: [asset.asset], nonce: reading.nonce };
  const parsed = parseSafeTransaction(transaction, context);
  const isSame =
    parsed.kind === 'movement' &&
    parsed.movement.asset.id === movement.asset.id &&
    parsed.movement.destination === movement.destination &&
    parsed.movement.amount === movement.amount;
  if (isSame) return;
  const reason = parsed.kind === 'refused' ? parsed.refusal.reason : 'it says another movement';
  throw new DomainError('PARSE_BACK_MISMATCH', `the built Safe transaction does not read back as the intent: ${reason}`);
}

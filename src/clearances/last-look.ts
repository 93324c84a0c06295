import { Injectable } from '@nestjs/common';
import { TransferDecider } from '../decisions/decide-transfer.js';
import { denials } from '../decisions/answer-decision.js';
import type { TransferSnapshot } from '../decisions/transfer-snapshot.js';
import { DomainError, type ErrorCode, unreachable } from '../domain/errors.js';
import { TOO_FEW_COUNT, carriesAny, revokedWords } from '../domain/signatures/counting-signatures.js';
import type { OwnerSignature } from '../domain/signatures/owner-signature.js';
import { type SimulatedAgain, lastVerdict, reasonsToStop } from '../domain/transfers/last-look.js';
import type { LastLookAs, Reason, Relayed, TransferIn } from '../domain/transfers/transfer.js';
import { type Bytes32, parseBytes32 } from '../domain/values/hex.js';
import type { Tx } from '../infra/database/database.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { type OnboardedSafe, SafesRepository } from '../safes/safes.repository.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import { CountingSignatures } from '../transfers/counting-signatures.js';
import type { Look } from './chain-standings.js';
import { type Examined, Examiner, type Seen } from './examine-transfer.js';
import { RelayedEvidence } from './relayed-evidence.js';

/** What the chain says of a relayed transfer, read before the transaction of the step that it is for. */
export type Sight =
  | { readonly kind: 'seen'; readonly examined: Examined }
  | { readonly kind: 'failed'; readonly error: DomainError };

/** Whether a relayed transfer may go on. */
export type Looked =
  | {
      readonly kind: 'stands';
      readonly look: LastLookAs;
      /** Whether the bytes that were stored last carry a signature that no longer counts, so that they are not sent again. */
      readonly carriesRevoked: boolean;
    }
  /** It goes on if what stopped holding is put back. */
  | {
      readonly kind: 'stopped';
      readonly reasons: readonly Reason[];
      /** Whether this very look has frozen the Safe, which its transaction must then commit. */
      readonly hasFrozen: boolean;
    }
  /** Something could not be asked: nothing goes on, and nothing is wrong. */
  | { readonly kind: 'unavailable'; readonly reasons: readonly Reason[] };

/** What a look is for: to take an owner's signature, or to send what the owners have signed. */
export type LookedFor = 'sign' | 'send';

type Open = TransferIn<Relayed>;

/**
 * Looks at everything once more before an owner's signature is taken, and before bytes are sent (invariant 25): what
 * stops holding stops the payment until it is mined.
 */
@Injectable()
export class LastLook {
  constructor(
    private readonly examiner: Examiner,
    private readonly decider: TransferDecider,
    private readonly approvals: RelayedEvidence,
    private readonly simulations: SimulationsRepository,
    private readonly signatures: CountingSignatures,
    private readonly safes: SafesRepository,
    private readonly freezer: SafeFreezer,
  ) {}

  /** Reads the chain and simulates anew, outside any transaction. */
  async see(transfer: Open): Promise<Sight> {
    try {
      return { kind: 'seen', examined: await this.examiner.examine(transfer) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { kind: 'failed', error };
    }
  }

  /**
   * Judges what was seen, in the transaction of the step. It takes the limits' locks, so call it before any freeze or
   * step takes its turn.
   */
  async judge(tx: Tx, transfer: Open, sight: Sight, step: LookedFor = 'send'): Promise<Looked> {
    if (sight.kind === 'failed') return looked([reasonOf(sight.error)], false);
    const { gathered, seen } = sight.examined;
    const found = await this.found(tx, transfer, { gathered, seen });
    const signing = step === 'send' ? await this.signing(tx, transfer) : NO_SIGNING;
    const verdict = lastVerdict([...found.reasons, ...signing.reasons]);
    if (verdict.kind !== 'stands')
      return looked(verdict.reasons, await this.freezeOn(tx, transfer, { gathered, seen }));
    const { number, hash } = gathered.reading.block;
    const { effectsDigest } = transfer.evidence.cleared;
    const { policyHash } = found;
    if (policyHash === undefined) throw new Error('nothing stands without a policy');
    const look = { blockNumber: number, blockHash: hash, effectsDigest, policyHash };
    return { kind: 'stands', look, carriesRevoked: carriesRevoked(transfer, signing.revoked) };
  }

  /**
   * What holds a transfer up between two steps, by a look at the chain without a simulation.
   * @returns undefined if something could not be asked: that concludes nothing
   */
  async standing(tx: Tx, transfer: Open, look: Look): Promise<readonly Reason[] | undefined> {
    switch (look.kind) {
      case 'unavailable':
        return undefined;
      case 'fault':
        return [reasonOf(look.error)];
      case 'seen': {
        const { reasons } = await this.found(tx, transfer, { gathered: look.gathered, seen: null });
        const verdict = lastVerdict([...reasons, ...(await this.signing(tx, transfer)).reasons]);
        if (verdict.kind === 'unavailable') return undefined;
        return verdict.kind === 'stands' ? [] : verdict.reasons;
      }
      default:
        return unreachable(look);
    }
  }

  private async found(tx: Tx, transfer: Open, { gathered, seen }: Sighted): Promise<Found> {
    const old = await this.oldReason(tx, transfer, gathered);
    if (old) return { reasons: [old] };
    const { cleared } = transfer.evidence;
    try {
      const { decision } = await this.decider.weigh(tx, gathered, 'relay');
      const policyHash = parseBytes32(decision.policyHash);
      const reasons = reasonsToStop(cleared, {
        denials: denials(decision),
        isClearedUnder: policyHash === cleared.policyHash,
        unsigned: await this.approvals.faults(transfer, tx),
        quorum: decision.tier && (await this.approvals.counted(transfer, decision.tier.require, tx)),
        nonce: gathered.reading.nonce,
        simulated: simulatedIn(seen),
      });
      return { reasons, policyHash };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { reasons: [reasonOf(error)] };
    }
  }

  /** A state from before the clearance, as a lagging provider shows it, says nothing about now. */
  private async oldReason(
    tx: Tx,
    { id, revision }: Open,
    { reading }: TransferSnapshot,
  ): Promise<Reason | undefined> {
    const clearedAt = await this.simulations.clearedAt(id, revision, tx);
    if (clearedAt === undefined || reading.block.number >= clearedAt) return undefined;
    const [now, then] = [reading.block.number, clearedAt].map(String);
    return {
      code: 'RPC_UNAVAILABLE',
      reason: `the providers show block ${now ?? ''}, cleared at ${then ?? ''}`,
    };
  }

  /** Too few signatures by people and keys of now, where there were enough. More are taken; nothing is sent. */
  private async signing(tx: Tx, transfer: Open): Promise<Signing> {
    const safe = await this.safes.find(transfer.intent.safeId, tx);
    if (!safe) return NO_SIGNING;
    const { owners, threshold } = safe.profile;
    const { safeTxHash } = transfer.evidence.cleared;
    const counted = await this.signatures.of({ transferId: transfer.id, safeTxHash }, owners, tx);
    const { revoked } = counted;
    const words = revokedWords(counted, threshold);
    if (words !== undefined)
      return { revoked, reasons: [{ code: 'OWNER_SIGNATURE_REVOKED', reason: words }] };
    if (transfer.state === 'relayed' || counted.counting.length >= threshold) return { revoked, reasons: [] };
    return { revoked, reasons: [{ code: 'QUORUM', reason: TOO_FEW_COUNT }] };
  }

  /**
   * Freezes as everywhere else where the Safe is not as pinned or hashes otherwise, unless it stands frozen for that.
   * @returns whether it has frozen the Safe
   */
  private async freezeOn(tx: Tx, transfer: Open, { gathered, seen }: Sighted): Promise<boolean> {
    const safe = await this.safes.find(transfer.intent.safeId, tx);
    if (gathered.drift.length > 0) {
      if (isFrozenFor(safe, 'SAFE_STATE_DRIFT')) return false;
      await this.decider.freezeOnDrift(tx, gathered);
      return true;
    }
    if (seen?.kind !== 'hashes-differ' || isFrozenFor(safe, seen.reason.code)) return false;
    const { code, reason } = seen.reason;
    const finding = { code, safeId: transfer.intent.safeId, transferId: transfer.id, detail: { reason } };
    await this.freezer.freeze(tx, finding, { actor: 'system', reason });
    return true;
  }
}

interface Sighted {
  readonly gathered: TransferSnapshot;
  /** Null if nothing was examined further than the snapshot. */
  readonly seen: Seen | null;
}

interface Signing {
  readonly reasons: readonly Reason[];
  readonly revoked: readonly OwnerSignature[];
}

const NO_SIGNING: Signing = { reasons: [], revoked: [] };

interface Found {
  readonly reasons: readonly Reason[];
  readonly policyHash?: Bytes32;
}

function looked(reasons: readonly Reason[], hasFrozen: boolean): Looked {
  const verdict = lastVerdict(reasons);
  if (verdict.kind === 'stands') throw new Error('nothing was found against it');
  return verdict.kind === 'stopped' ? { ...verdict, hasFrozen } : verdict;
}

function reasonOf({ code, message }: DomainError): Reason {
  return { code, reason: message };
}

function carriesRevoked(transfer: Open, revoked: readonly OwnerSignature[]): boolean {
  const latest = transfer.state === 'submitted' ? transfer.evidence.submissions.at(-1) : undefined;
  return latest !== undefined && carriesAny(latest.rawTransaction, revoked);
}

function isFrozenFor(safe: OnboardedSafe | undefined, code: ErrorCode): boolean {
  return safe?.frozen?.codes.some((each) => each === code) === true;
}

function simulatedIn(seen: Seen | null): SimulatedAgain | null {
  // A Safe that is not as pinned is denied by the decision already.
  if (seen === null || seen.kind === 'drifted') return null;
  if (seen.kind === 'hashes-differ')
    return { kind: 'objected', code: seen.reason.code, reasons: [seen.reason.reason] };
  const { judgement } = seen.simulation;
  if (judgement.verdict !== 'agreed')
    return { kind: 'objected', code: judgement.code, reasons: judgement.reasons };
  return { kind: 'agreed', safeTxHash: seen.safeTxHash, effectsDigest: judgement.effectsDigest };
}

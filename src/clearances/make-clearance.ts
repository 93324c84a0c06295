import { Injectable } from '@nestjs/common';
import { isPassing } from '../domain/errors.js';
import { AuditLog } from '../audit-log/audit-log.js';
import type { Decision } from '../domain/policies/decision.js';
import type { ClearedAs, Reason, Transfer } from '../domain/transfers/transfer.js';
import { canonicalHash } from '../domain/values/canonical-json.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { ExceptionsService } from '../exceptions/exceptions.service.js';
import { Database, type Tx } from '../infra/database/database.js';
import { heldByChangeWords, waitingToPin } from '../changes/change-exposure.js';
import { Register } from '../register/register.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { SimulationsRepository } from '../simulation/simulations.repository.js';
import { denials } from '../decisions/answer-decision.js';
import { TransferDecider } from '../decisions/decide-transfer.js';
import type { Examined, HashesDiffer, Seen } from './examine-transfer.js';
import { wordsOf } from '../decisions/transfer-snapshot.js';

export type Clearing =
  | { readonly kind: 'cleared'; readonly cleared: ClearedAs }
  | { readonly kind: 'refused'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'unavailable'; readonly reasons: readonly Reason[] };

/** `clearance` is before people confirm, `relay` afterwards at the relay gate. */
export type Stage = 'clearance' | 'relay';

type Simulated = Extract<Seen, { kind: 'simulated' }>;

/** Decides on an examined transfer under the locks of the caller's transaction, and stores everything it rests on. */
@Injectable()
export class ClearanceMaker {
  constructor(
    private readonly decider: TransferDecider,
    private readonly exceptions: ExceptionsService,
    private readonly freezer: SafeFreezer,
    private readonly simulations: SimulationsRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly register: Register,
  ) {}

  async make(tx: Tx, transfer: Transfer, examined: Examined, stage: Stage): Promise<Clearing> {
    const held = stage === 'relay' ? await this.heldByChange(transfer, tx) : undefined;
    if (held) return { kind: 'unavailable', reasons: [held] };
    const { decision } = await this.decider.decide(tx, examined.gathered, 'relay');
    const { seen } = examined;
    switch (seen.kind) {
      case 'drifted':
        return { kind: 'refused', reasons: denials(decision) };
      case 'hashes-differ':
        await this.freezeOn(tx, transfer, seen.reason);
        return { kind: 'refused', reasons: [seen.reason] };
      case 'simulated':
        await this.keepSimulation(tx, transfer, { examined, seen, stage });
        return decision.outcome === 'permit'
          ? this.judge(tx, transfer, { decision, seen, words: wordsOf(examined.gathered) })
          : notCleared(denials(decision));
    }
  }

  /** Owners who were asked now would sign for a Safe that is pinned otherwise once an approved change is active. */
  async heldByChange({ intent }: Transfer, tx: Tx = this.database.read): Promise<Reason | undefined> {
    const change = waitingToPin(await this.register.current(tx), intent.safeId);
    if (change === undefined) return undefined;
    return { code: 'EXPOSURE_OPEN', reason: heldByChangeWords(change) };
  }

  /** Stores the whole simulation; the log has the hash of its record. */
  private async keepSimulation(
    tx: Tx,
    transfer: Transfer,
    { examined, seen, stage }: { examined: Examined; seen: Simulated; stage: Stage },
  ): Promise<void> {
    // The clearance that it leads to is the next revision.
    const revision = stage === 'clearance' ? transfer.revision + 1 : transfer.revision;
    const outcome = seen.simulation;
    const simulation = await this.simulations.insert(tx, {
      transferId: transfer.id,
      ...{ revision, stage, outcome, safeTxHash: seen.safeTxHash },
      block: examined.gathered.reading.block,
      at: await this.database.now(tx),
    });
    await this.audit.append(tx, {
      type: 'simulation.recorded',
      actor: 'system',
      safeId: transfer.intent.safeId,
      subject: transfer.id,
      detail: { simulation, stage, revision, record: canonicalHash(outcome.record) },
    });
  }

  private async judge(
    tx: Tx,
    transfer: Transfer,
    { decision, seen, words }: { decision: Decision; seen: Simulated; words: string },
  ): Promise<Clearing> {
    const { judgement } = seen.simulation;
    if (judgement.verdict !== 'agreed') {
      const reasons = judgement.reasons.map((reason) => ({ code: judgement.code, reason }));
      return { kind: judgement.verdict, reasons };
    }
    if (!decision.tier) throw new Error('a permitted transfer has no tier');
    const used = decision.reasons.flatMap((each) => each.exceptionIds);
    return {
      kind: 'cleared',
      cleared: {
        nonce: seen.nonce,
        words,
        safeTxHash: seen.safeTxHash,
        effectsDigest: judgement.effectsDigest,
        policyHash: parseBytes32(decision.policyHash),
        exceptions: await this.exceptions.digests(transfer.id, used, tx),
        tier: decision.tier.name,
        require: decision.tier.require,
      },
    };
  }

  private async freezeOn(tx: Tx, transfer: Transfer, { code, reason }: HashesDiffer): Promise<void> {
    const finding = { code, safeId: transfer.intent.safeId, transferId: transfer.id, detail: { reason } };
    await this.freezer.freeze(tx, finding, { actor: 'system', reason });
  }
}

/** If every reason is a failed read, which may pass, the transfer waits; it is not let through (invariant 6). */
function notCleared(reasons: readonly Reason[]): Clearing {
  return { kind: reasons.every(({ code }) => isPassing(code)) ? 'unavailable' : 'refused', reasons };
}

import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit-log/audit-log.js';
import { type RegisterName, nameOf } from '../domain/register/ledger.js';
import type { Registered } from '../domain/register/registered.js';
import { DomainError } from '../domain/errors.js';
import { factsUnlikeRegister } from '../domain/evidence/facts-as-registered.js';
import { decide } from '../domain/policies/decide.js';
import { type Facts, printFacts } from '../domain/policies/facts.js';
import { type Worth, worthOf } from '../domain/policies/worth.js';
import { canonicalHash } from '../domain/values/canonical-json.js';
import type { Tx } from '../infra/database/database.js';
import { Register } from '../register/register.js';
import { SafeFreezer } from '../safes/safe-freezer.js';
import { type Decided, DecisionsRepository } from './decisions.repository.js';
import { FactsGatherer } from './gather-facts.js';
import type { TransferSnapshot } from './transfer-snapshot.js';

/** A decision with the register by which it was made. */
export interface Weighed extends Decided {
  readonly register: RegisterName;
  /** What the amount was worth by the price that decided. */
  readonly worth: Worth | null;
}

/** Gathers, decides and records. Decision, facts and log entry are written in the caller's transaction. */
@Injectable()
export class TransferDecider {
  constructor(
    private readonly gatherer: FactsGatherer,
    private readonly decisions: DecisionsRepository,
    private readonly freezer: SafeFreezer,
    private readonly register: Register,
    private readonly audit: AuditLog,
  ) {}

  /** Decides by the facts of now, and records nothing. */
  async weigh(tx: Tx, gathered: TransferSnapshot, stage: Facts['stage']): Promise<Weighed> {
    const before = await this.register.current(tx);
    const { facts, policy } = await this.gatherer.complete(tx, gathered, stage);
    requireOneRegister(facts, before, await this.register.current(tx));
    const worth = worthOf(policy.document, facts);
    return { decision: decide(policy, facts), facts, register: nameOf(before.ledger), worth };
  }

  async decide(tx: Tx, gathered: TransferSnapshot, stage: Facts['stage']): Promise<Decided> {
    const { decision, facts, register, worth } = await this.weigh(tx, gathered, stage);
    const { transfer, safe } = gathered;
    const id = await this.decisions.insert(tx, transfer.id, { decision, facts, worth });
    await this.audit.append(tx, {
      type: 'transfer.decided',
      actor: 'system',
      safeId: safe.id,
      subject: transfer.id,
      detail: {
        decision: id,
        facts: canonicalHash(printFacts(facts)),
        register,
        stage,
        outcome: decision.outcome,
        policyHash: decision.policyHash,
        reasons: decision.reasons,
      },
    });
    await this.freezeOnDrift(tx, gathered);
    return { decision, facts };
  }

  /** Freezes a Safe that is not as pinned, until people have looked at it (invariant 15). */
  async freezeOnDrift(tx: Tx, { drift, safe, transfer, reading }: TransferSnapshot): Promise<void> {
    if (drift.length === 0) return;
    const finding = {
      code: 'SAFE_STATE_DRIFT' as const,
      safeId: safe.id,
      transferId: transfer.id,
      detail: { drift: drift.map((each) => ({ ...each })), blockHash: reading.block.hash },
    };
    await this.freezer.freeze(tx, finding, { actor: 'system', reason: driftWords(drift) });
  }
}

/**
 * Requires that all facts of a decision come from one version of the register, the one that its log entry names. A
 * change made while the chain was being read fails this try; the next one sees it.
 */
function requireOneRegister(facts: Facts, before: Registered, after: Registered): void {
  const unlike = factsUnlikeRegister(facts, after);
  if (before.ledger === after.ledger && unlike.length === 0) return;
  const detail = 'the register changed while the transfer was being decided: try again';
  throw new DomainError('POLICY_UNAVAILABLE', detail);
}

export function driftWords(drift: TransferSnapshot['drift']): string {
  return drift.map((each) => `${each.field} is ${each.actual}, pinned ${each.expected}`).join('; ');
}

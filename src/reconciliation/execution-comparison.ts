import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { executedSignatures } from '../domain/reconciliation/executed-signatures.js';
import { reconcile } from '../domain/reconciliation/reconcile.js';
import { safeCode } from '../domain/safes/onboarding.js';
import { type SafeProfile, profileDrift } from '../domain/safes/profile.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { ascending } from '../domain/simulation/exec-call.js';
import { expectedEffects } from '../domain/simulation/expected-effects.js';
import type { Movement, SafeTransaction } from '../domain/transfers/safe-transaction.js';
import type { Reason } from '../domain/transfers/transfer.js';
import type { Address } from '../domain/values/address.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { ExecutionTracer } from '../simulation/node-engines/execution-tracer.js';

/** What was approved, and the chain transaction that executed it. */
export interface ApprovedExecution {
  readonly profile: SafeProfile;
  readonly movement: Movement;
  readonly transaction: SafeTransaction;
  readonly safeTxHash: Bytes32;
  readonly transactionHash: Bytes32;
  readonly executor: Address;
}

/** Compares what a final execution did with what was approved. */
@Injectable()
export class ExecutionComparison {
  constructor(
    private readonly reader: SafeReader,
    private readonly tracer: ExecutionTracer,
  ) {}

  /** @returns every difference; with none the transfer is settled */
  async compare(approved: ApprovedExecution, finalized: AgreedBlock): Promise<readonly Reason[]> {
    const { profile, movement, transaction, safeTxHash, executor, transactionHash } = approved;
    const { chainId, address: safe } = profile;
    const effects = await this.tracer.trace({ transactionHash, safe, movement, executor });
    const owners = ascending(profile.owners).slice(0, profile.threshold);
    const request = {
      ...{ chainId, safe, transaction, safeTxHash, owners, executor, movement },
      block: finalized,
    };
    const code = safeCode(profile);
    if (!('version' in code)) throw new DomainError(code.code, code.reason);
    // A SafeL2 logs the signatures: here the real ones, not the simulation's.
    const signatures = executedSignatures(effects, transaction);
    const reading = await this.reader.readProfileAt(safe, finalized, profile);
    const drift = profileDrift(profile, reading.profile);
    return reconcile({ effects, drift }, expectedEffects(request, code, signatures));
  }
}

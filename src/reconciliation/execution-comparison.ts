import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import type { ExecutionRecord } from '../domain/reconciliation/execution-record.js';
import {
  type ExecutionVerdict,
  driftReasons,
  judgeExecution,
  unseenReasons,
} from '../domain/reconciliation/judge-execution.js';
import { safeCode } from '../domain/safes/onboarding.js';
import { type SafeProfile, profileDrift } from '../domain/safes/profile.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import type { Movement, SafeTransaction } from '../domain/transfers/safe-transaction.js';
import type { Reason } from '../domain/transfers/transfer.js';
import type { Address } from '../domain/values/address.js';
import type { Bytes32 } from '../domain/values/hex.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { ExecutionTracer } from '../simulation/node-engines/execution-tracer.js';

/** What an execution came to, and what it was judged by; undefined where there is no frame of the Safe to judge. */
export interface Compared {
  readonly record: ExecutionRecord | undefined;
  readonly verdict: ExecutionVerdict;
}

/** What was approved, and the transaction that the chain executed it in. */
export interface ExecutedTransfer {
  readonly profile: SafeProfile;
  /** Null: it burns the nonce. */
  readonly movement: Movement | null;
  readonly transaction: SafeTransaction;
  readonly safeTxHash: Bytes32;
  readonly transactionHash: Bytes32;
  /** Who sent the block's transaction. */
  readonly executor: Address;
}

/** Compares what a final execution did with what was approved. */
@Injectable()
export class ExecutionComparison {
  constructor(
    private readonly reader: SafeReader,
    private readonly tracer: ExecutionTracer,
  ) {}

  /** @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE; then nothing is known yet */
  async compare(executed: ExecutedTransfer, finalized: AgreedBlock): Promise<Compared> {
    const { profile, executor, transactionHash, ...request } = executed;
    const { chainId, address: safe, owners, threshold, fallbackHandler } = profile;
    const code = safeCode(profile);
    if (!('version' in code)) throw new DomainError(code.code, code.reason);
    const approved = { ...request, chainId, safe, code, owners, threshold, fallbackHandler };
    const subject = { ...request, safe, singleton: code.singleton };
    const record = (await this.tracer.record({ transactionHash, executor, subject })) ?? undefined;
    const verdict = await judgeExecution(record, approved);
    const reasons = [
      ...verdict.reasons,
      ...(await this.drift(profile, finalized)),
      ...unseenReasons(verdict),
    ];
    return { record, verdict: { ...verdict, reasons } };
  }

  private async drift(profile: SafeProfile, finalized: AgreedBlock): Promise<readonly Reason[]> {
    const reading = await this.reader.readProfileAt(profile.address, finalized, profile);
    return driftReasons(profileDrift(profile, reading.profile));
  }
}

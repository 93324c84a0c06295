import { Injectable } from '@nestjs/common';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { DomainError } from '../domain/errors.js';
import { type ExecutionRecord, executionRecord } from '../domain/reconciliation/execution-record.js';
import {
  type ExecutionVerdict,
  driftReasons,
  judgeExecution,
} from '../domain/reconciliation/judge-execution.js';
import { safeCode } from '../domain/safes/onboarding.js';
import { type SafeProfile, profileDrift } from '../domain/safes/profile.js';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { transactionOf } from '../domain/transfers/safe-transaction.js';
import type { Reason, TransferIn } from '../domain/transfers/transfer.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { SafesRepository } from '../safes/safes.repository.js';
import { ExecutionTracer } from '../simulation/node-engines/execution-tracer.js';

/** What an execution came to, and what it was judged by; undefined where there is no frame of the Safe to judge. */
export interface Compared {
  readonly record: ExecutionRecord | undefined;
  readonly verdict: ExecutionVerdict;
}

/** Compares what a final execution did with what was approved. */
@Injectable()
export class ExecutionComparison {
  constructor(
    private readonly safes: SafesRepository,
    private readonly registries: TransferObjects,
    private readonly reader: SafeReader,
    private readonly tracer: ExecutionTracer,
  ) {}

  /** @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE; then nothing is known yet */
  async compare(
    { intent, evidence }: TransferIn<'executed'>,
    finalized: AgreedBlock,
  ): Promise<Compared> {
    const safe = await this.safes.find(intent.safeId);
    if (!safe) throw new Error(`${intent.safeId} is not onboarded`);
    const { profile } = safe;
    const { asset } = await this.registries.asset(intent);
    const built = transactionOf(intent, asset, evidence.cleared.nonce);
    const { executor, transactionHash } = evidence.execution;
    const traced = { transactionHash, safe: safe.address, movement: built.movement, executor };
    const trace = await this.tracer.trace(traced);
    const code = safeCode(profile);
    if (!('version' in code)) throw new DomainError(code.code, code.reason);
    const { chainId, owners, threshold, fallbackHandler } = profile;
    const { safeTxHash } = evidence.cleared;
    const approved = { ...built, chainId, safe: safe.address, safeTxHash, code, owners, threshold, fallbackHandler };
    const record = executionRecord(trace, { ...approved, singleton: code.singleton });
    const verdict = await judgeExecution(record, approved);
    const reasons = [...verdict.reasons, ...(await this.drift(profile, finalized)), ...unseenReasons(verdict)];
    return { record, verdict: { ...verdict, reasons } };
  }

  private async drift(profile: SafeProfile, finalized: AgreedBlock): Promise<readonly Reason[]> {
    const reading = await this.reader.readProfileAt(profile.address, finalized, profile);
    return driftReasons(profileDrift(profile, reading.profile));
  }
}

function unseenReasons({ unseen }: ExecutionVerdict): readonly Reason[] {
  if (unseen.length === 0) return [];
  return [{ code: 'POST_EXEC_MISMATCH', reason: `nobody looked at the ${unseen.join(', ')} of the execution` }];
}

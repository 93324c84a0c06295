import { Injectable } from '@nestjs/common';
import type { AgreedBlock } from '../domain/simulation/block.js';
import { transactionOf } from '../domain/transfers/safe-transaction.js';
import type { Reason, TransferIn } from '../domain/transfers/transfer.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { SafesRepository } from '../safes/safes.repository.js';
import { TransferObjects } from '../decisions/transfer-objects.js';
import { ChainFindings } from './chain-findings.js';
import { ExecutionComparison } from './execution-comparison.js';

/** Once an execution is final, compares what it did with what was approved. */
@Injectable()
export class Settlement {
  constructor(
    private readonly reader: SafeReader,
    private readonly safes: SafesRepository,
    private readonly registries: TransferObjects,
    private readonly comparison: ExecutionComparison,
    private readonly findings: ChainFindings,
  ) {}

  async look(transfer: TransferIn<'executed'>): Promise<void> {
    const { execution } = transfer.evidence;
    const finalized = await this.reader.block('finalized');
    const receipt = await this.reader.transactionReceipt(execution.transactionHash);
    if (!receipt) {
      if (finalized.number <= execution.blockNumber) return;
      // A reorganisation removed the execution, and its height has become final without it.
      const reason = 'the execution is no longer on the chain';
      return this.findings.mismatched(transfer, [{ code: 'POST_EXEC_MISMATCH', reason }]);
    }
    if (finalized.number < receipt.blockNumber) return;
    const reasons = await this.compare(transfer, finalized);
    if (reasons.length === 0) await this.findings.settled(transfer);
    else await this.findings.mismatched(transfer, reasons);
  }

  /** Compares the execution with everything that was approved. */
  private async compare(
    { intent, evidence }: TransferIn<'executed'>,
    finalized: AgreedBlock,
  ): Promise<readonly Reason[]> {
    const { nonce, safeTxHash } = evidence.cleared;
    const { executor, transactionHash } = evidence.execution;
    const safe = await this.safes.find(intent.safeId);
    if (!safe) throw new Error(`${intent.safeId} is not onboarded`);
    const { asset } = await this.registries.asset(intent);
    const built = transactionOf(intent, asset, nonce);
    const approved = { profile: safe.profile, ...built, safeTxHash, executor, transactionHash };
    return this.comparison.compare(approved, finalized);
  }
}

import { Injectable } from '@nestjs/common';
import {
  type ExecutionRecord,
  type ExecutionSubject,
  executionRecord,
} from '../../domain/reconciliation/execution-record.js';
import { effectsOf } from '../../domain/simulation/effects.js';
import { storageSections } from '../../domain/simulation/storage-sections.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { Providers } from '../../infra/chain/providers.js';
import { CALL_TRACER, DIFF_TRACER } from './trace-call.simulator.js';
import { Frame, treeEffects } from './call-tree.js';
import { PrestateDiff, diffEffects } from './prestate-diff.js';

/** The transaction that executed a Safe transaction. */
export interface ExecutedTransaction {
  readonly transactionHash: Bytes32;
  /** Who sent it and paid its gas. */
  readonly executor: Address;
  readonly subject: ExecutionSubject;
}

/** Traces the Safe's own frame in an executed transaction, as all providers agree. */
@Injectable()
export class ExecutionTracer {
  constructor(private readonly providers: Providers) {}

  /**
   * Each trace is cut down to the record before traces are compared: what a stranger put around the frame is told
   * differently by different clients, and must not make them disagree.
   * @returns null if the transaction has no frame that executed the Safe transaction
   * @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE
   */
  record({ transactionHash, executor, subject }: ExecutedTransaction): Promise<ExecutionRecord | null> {
    return this.providers.agreed(async (provider) => {
      const [top, diff] = await Promise.all([
        provider.request('debug_traceTransaction', [transactionHash, CALL_TRACER], Frame),
        provider.request('debug_traceTransaction', [transactionHash, DIFF_TRACER], PrestateDiff),
      ]);
      const { status, calls, logs, callOfLog } = treeEffects(top);
      if (status.outcome === 'revert') return null;
      const state = diffEffects(diff, [], executor);
      const effects = effectsOf(status, {
        ...storageSections(state.writes, subject.safe, subject.movement),
        calls,
        logs,
        codeChanges: state.codeChanges,
        nonceChanges: state.nonceChanges,
      });
      return executionRecord({ effects, callOfLog }, subject) ?? null;
    });
  }
}

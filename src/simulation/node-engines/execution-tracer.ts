import { Injectable } from '@nestjs/common';
import { type ExecutionTrace } from '../../domain/reconciliation/execution-record.js';
import { effectsOf } from '../../domain/simulation/effects.js';
import { storageSections } from '../../domain/simulation/storage-sections.js';
import type { Movement } from '../../domain/transfers/safe-transaction.js';
import type { Address } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import { Providers } from '../../infra/chain/providers.js';
import { CALL_TRACER, DIFF_TRACER } from './trace-call.simulator.js';
import { Frame, treeEffects } from './call-tree.js';
import { PrestateDiff, diffEffects } from './prestate-diff.js';

export interface ExecutedTransaction {
  readonly transactionHash: Bytes32;
  readonly safe: Address;
  readonly movement: Movement;
  /** Who sent it and paid its gas. */
  readonly executor: Address;
}

/** Traces the effects of an executed transaction, in the form of a simulation's report, as all providers agree. */
@Injectable()
export class ExecutionTracer {
  constructor(private readonly providers: Providers) {}

  /** @throws DomainError RPC_UNAVAILABLE or RPC_DISAGREE */
  trace(executed: ExecutedTransaction): Promise<ExecutionTrace> {
    const { transactionHash, safe, movement, executor } = executed;
    return this.providers.agreed(async (provider) => {
      const [top, diff] = await Promise.all([
        provider.request('debug_traceTransaction', [transactionHash, CALL_TRACER], Frame),
        provider.request('debug_traceTransaction', [transactionHash, DIFF_TRACER], PrestateDiff),
      ]);
      const tree = treeEffects(top);
      const { callOfLog } = tree;
      if (tree.status.outcome === 'revert') return { effects: effectsOf(tree.status, {}), callOfLog: [] };
      const state = diffEffects(diff, [], executor);
      const effects = effectsOf(tree.status, {
        nativeChanges: tree.nativeChanges,
        ...storageSections(state.writes, safe, movement),
        calls: tree.calls,
        logs: tree.logs,
        codeChanges: state.codeChanges,
        nonceChanges: state.nonceChanges,
      });
      return { effects, callOfLog };
    });
  }
}

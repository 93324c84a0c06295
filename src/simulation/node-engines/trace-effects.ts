import { DomainError } from '../../domain/errors.js';
import { type Effects, type NativeChange, effectsOf } from '../../domain/simulation/effects.js';
import type { SimulatedExecution } from '../../domain/simulation/simulator.js';
import { storageSections } from '../../domain/simulation/storage-sections.js';
import type { Address } from '../../domain/values/address.js';
import type { TreeEffects } from './call-tree.js';
import type { DiffEffects } from './prestate-diff.js';

/**
 * The whole outcome of a call tree and the difference of state that it left.
 * @throws DomainError SIMULATORS_DISAGREE if the two tell of different native balances
 */
export function traceEffects(tree: TreeEffects, state: DiffEffects, execution: SimulatedExecution): Effects {
  // A transaction that reverts has no effects, and its frames are of no interest.
  if (tree.status.outcome === 'revert') return effectsOf(tree.status, {});
  crossCheck(tree.nativeChanges, state, [execution.executor, execution.block.coinbase]);
  return effectsOf(tree.status, {
    nativeChanges: tree.nativeChanges,
    ...storageSections(state.writes, execution.safe, execution.movement),
    calls: tree.calls,
    logs: tree.logs,
    codeChanges: state.codeChanges,
    nonceChanges: state.nonceChanges,
  });
}

/**
 * Both traces must tell of the same native changes. Executor and coinbase pay and earn gas besides, which depends on
 * the block's prices and is no effect; what they move as value is still in the call tree.
 */
function crossCheck(
  changes: readonly NativeChange[],
  state: DiffEffects,
  gasPayers: readonly Address[],
): void {
  const byTree = new Map(changes.map((each) => [each.account, each.delta]));
  for (const account of new Set([...byTree.keys(), ...state.balances.keys()])) {
    if (gasPayers.includes(account)) continue;
    if ((byTree.get(account) ?? 0n) === (state.balances.get(account) ?? 0n)) continue;
    const detail = `calls and state tell of different native balances of ${account}`;
    throw new DomainError('SIMULATORS_DISAGREE', detail);
  }
}

import { DomainError } from '../../domain/errors.js';
import { type Effects, type NativeChange, effectsOf } from '../../domain/simulation/effects.js';
import type { SimulatedExecution } from '../../domain/simulation/simulator.js';
import { storageSections } from '../../domain/simulation/storage-sections.js';
import type { Address } from '../../domain/values/address.js';
import type { TreeEffects } from './call-tree.js';
import type { DiffEffects } from './prestate-diff.js';

/**
 * The whole outcome, from a call tree and its difference of state.
 * @throws DomainError SIMULATORS_DISAGREE if the two differ in native balances
 */
export function traceEffects(tree: TreeEffects, state: DiffEffects, execution: SimulatedExecution): Effects {
  // A reverted transaction has no effects, whatever its frames did.
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
 * Both traces must report the same native changes. Executor and coinbase are left out: they also pay and earn gas,
 * which depends on the block's prices and is no effect. Value that they move is still in the call tree.
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

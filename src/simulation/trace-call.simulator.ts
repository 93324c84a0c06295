import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { type Effects, type NativeChange, effectsOf } from '../domain/simulation/effects.js';
import { overridesOf } from '../domain/simulation/exec-call.js';
import { type SimulationReport, type SimulationRequest, Simulator } from '../domain/simulation/simulator.js';
import { storageSections } from '../domain/simulation/storage-sections.js';
import type { Address } from '../domain/values/address.js';
import { Providers } from '../infra/chain/providers.js';
import { Frame, type TreeEffects, treeEffects } from './call-tree.js';
import { type DiffEffects, PrestateDiff, diffEffects } from './prestate-diff.js';
import { rpcCall, rpcOverrides } from './rpc-call.js';

export const CALL_TRACER = { tracer: 'callTracer', tracerConfig: { withLog: true } };
export const DIFF_TRACER = { tracer: 'prestateTracer', tracerConfig: { diffMode: true } };

/** `debug_traceCall`, twice: the call tree with logs, and the difference of state. It sees every section. */
@Injectable()
export class TraceCallSimulator extends Simulator {
  override readonly engine = 'debug_traceCall';

  constructor(private readonly providers: Providers) {
    super();
  }

  override async simulate(request: SimulationRequest): Promise<SimulationReport> {
    const { provider: name, block } = request;
    const provider = this.providers.named(name);
    const trace = { stateOverrides: rpcOverrides(request) };
    const [call, at] = [rpcCall(request), { blockHash: block.hash }];
    const [top, diff] = await Promise.all([
      provider.request('debug_traceCall', [call, at, { ...CALL_TRACER, ...trace }], Frame),
      provider.request('debug_traceCall', [call, at, { ...DIFF_TRACER, ...trace }], PrestateDiff),
    ]);
    const effects = this.#effects(treeEffects(top), diff, request);
    return { kind: 'answered', engine: this.engine, provider: name, blockHash: block.hash, effects };
  }

  #effects(tree: TreeEffects, diff: PrestateDiff, request: SimulationRequest): Effects {
    // A transaction that reverts has no effects, and its frames are of no interest.
    if (tree.status.outcome === 'revert') return effectsOf(tree.status, {});
    const state = diffEffects(diff, overridesOf(request), request.executor);
    crossCheck(tree.nativeChanges, state, [request.executor, request.block.coinbase]);
    return effectsOf(tree.status, {
      nativeChanges: tree.nativeChanges,
      ...storageSections(state.writes, request.safe, request.movement),
      calls: tree.calls,
      logs: tree.logs,
      codeChanges: state.codeChanges,
      nonceChanges: state.nonceChanges,
    });
  }
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

import { Injectable } from '@nestjs/common';
import { overridesOf } from '../../domain/simulation/exec-call.js';
import {
  type SimulationReport,
  type SimulationRequest,
  Simulator,
} from '../../domain/simulation/simulator.js';
import { Providers } from '../../infra/chain/providers.js';
import { Frame, treeEffects } from './call-tree.js';
import { PrestateDiff, diffEffects } from './prestate-diff.js';
import { rpcCall, rpcOverrides } from './rpc-call.js';
import { traceEffects } from './trace-effects.js';

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
    const state = diffEffects(diff, overridesOf(request), request.executor);
    const effects = traceEffects(treeEffects(top), state, request);
    return { kind: 'answered', engine: this.engine, provider: name, blockHash: block.hash, effects };
  }
}

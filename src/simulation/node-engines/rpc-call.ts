import { numberToHex } from 'viem';
import { execCall, overridesOf } from '../../domain/simulation/exec-call.js';
import type { SimulatedExecution } from '../../domain/simulation/simulator.js';

/** The simulated transaction as JSON-RPC takes it. */
export function rpcCall(request: SimulatedExecution): Readonly<Record<string, string>> {
  const { from, to, data, gas, gasPrice } = execCall(request);
  return { from, to, data, gas: numberToHex(gas), gasPrice: numberToHex(gasPrice), value: '0x0' };
}

/** The overrides as JSON-RPC takes them: single slots, never a whole storage. */
export function rpcOverrides(request: SimulatedExecution): Readonly<Record<string, unknown>> {
  const slots = overridesOf(request).map(({ slot, value }) => [slot, value] as const);
  return { [request.safe]: { stateDiff: Object.fromEntries(slots) } };
}

import { Providers } from '../src/infra/chain/providers.js';
import type { ProviderRoster } from '../src/infra/chain/roster/provider-roster.js';
import type { RpcEndpoint } from '../src/infra/chain/rpc-provider.js';

/** Providers at these places, each of an operator of its own and all of them in force. */
export function providersAt(
  endpoints: readonly RpcEndpoint[],
  chainId: number,
  timeoutMs?: number,
): Providers {
  return new Providers(endpoints, chainId, rosterOf(endpoints.map(({ name }) => name)), timeoutMs);
}

export function rosterOf(
  names: readonly string[],
  operatorOf = (name: string) => `${name}.example`,
): ProviderRoster {
  const named = names.map((name) => ({ name, operator: operatorOf(name), kind: 'hosted' as const }));
  return { inForce: () => Promise.resolve(named) };
}

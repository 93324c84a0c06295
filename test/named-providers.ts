import type { ProviderContent } from '../src/domain/changes/kinds/provider.js';
import { Providers } from '../src/infra/chain/providers.js';
import { ProviderRoster } from '../src/infra/chain/roster/provider-roster.js';
import type { RpcEndpoint } from '../src/infra/chain/rpc-provider.js';

/** Providers of these names, as long as the list has them. */
export class NamedRoster extends ProviderRoster {
  constructor(
    public names: readonly string[],
    private readonly operatorOf = (name: string) => `${name}.example`,
  ) {
    super();
  }

  override inForce(): Promise<readonly ProviderContent[]> {
    const listed = this.names.map((name) => ({
      name,
      operator: this.operatorOf(name),
      kind: 'hosted' as const,
    }));
    return Promise.resolve(listed);
  }
}

/** Providers at these places, each of an operator of its own and all of them in force. */
export function providersAt(
  endpoints: readonly RpcEndpoint[],
  chainId: number,
  timeoutMs?: number,
): Providers {
  return new Providers(endpoints, chainId, new NamedRoster(endpoints.map(({ name }) => name)), timeoutMs);
}

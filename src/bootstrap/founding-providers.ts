import type { ProviderContent } from '../domain/changes/kinds/provider.js';
import { ProviderRoster } from '../infra/chain/roster/provider-roster.js';

/** The providers that a founding document names: it is held against the chain as they show it. */
export class FoundingProviders extends ProviderRoster {
  constructor(private readonly named: readonly ProviderContent[]) {
    super();
  }

  override inForce(): Promise<readonly ProviderContent[]> {
    return Promise.resolve(this.named);
  }
}

import { type ProviderContent, fewProviders } from '../../../domain/changes/kinds/provider.js';
import { type Place, type Resolve, sharedPlace } from './shared-places.js';

interface ProviderSetup {
  readonly chainId: number;
  readonly inForce: readonly ProviderContent[];
  /** What is set, also of providers that are not governed yet. */
  readonly endpoints: readonly Place[];
}

/** Why the chain cannot be asked by these settings, in one line; undefined if it can (invariant 26). */
export async function setupFault(setup: ProviderSetup, resolve?: Resolve): Promise<string | undefined> {
  const { chainId, inForce, endpoints } = setup;
  if (inForce.length === 0)
    return 'The register names no RPC provider: nobody could be asked about the chain.';
  const few = fewProviders(chainId, inForce);
  if (few !== undefined) return `Nobody is believed about the chain: ${few}.`;
  const missing = inForce.filter(({ name }) => endpoints.every((each) => each.name !== name));
  if (missing.length > 0)
    return `RPC_URLS has no URL of the RPC provider ${missing.map(({ name }) => name).join(', ')}.`;
  const shared = await sharedPlace(endpoints, resolve);
  return (
    shared && `The RPC providers ${shared.join(' and ')} are one: their URLs in RPC_URLS lead to one place.`
  );
}

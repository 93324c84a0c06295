import type { ProviderContent } from '../../../domain/changes/kinds/provider.js';

/** Who is to be asked. It is asked for with every question: a provider that was taken out is asked no more from then on. */
export abstract class ProviderRoster {
  /** The providers in force. */
  abstract inForce(): Promise<readonly ProviderContent[]>;
}

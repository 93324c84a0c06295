import { Global, Module } from '@nestjs/common';
import { ProviderRoster } from '../infra/chain/roster/provider-roster.js';
import { RegisteredProviders } from './registered-providers.js';

/** Who answers for the chain, once Sluice is founded; the founding itself has them from its document. */
@Global()
@Module({
  providers: [{ provide: ProviderRoster, useClass: RegisteredProviders }],
  exports: [ProviderRoster],
})
export class ProviderRosterModule {}

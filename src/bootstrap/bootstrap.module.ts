import { type DynamicModule, Module } from '@nestjs/common';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import { LogAlarms } from '../audit-log/sequencer/log-alarms.js';
import type { Config } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { CadenceModule } from '../infra/cadence/cadence.module.js';
import { ChainModule } from '../infra/chain/chain.module.js';
import { ProviderRoster } from '../infra/chain/roster/provider-roster.js';
import { DatabaseModule } from '../infra/database/database.module.js';
import { HttpModule } from '../infra/http/http.module.js';
import { RegisterModule } from '../register/register.module.js';
import { Founder } from './founder.js';
import { FoundingAlarms } from './founding-alarms.js';
import { FoundingChecks } from './founding-checks.js';
import { TokenChecks } from '../assets/token-checks.js';

@Module({})
export class BootstrapModule {
  static with(config: Config, roster: ProviderRoster): DynamicModule {
    return {
      module: BootstrapModule,
      global: true, // the log and the chain are below: they raise their alarms, and have their providers, here
      imports: [
        ConfigModule.with(config),
        CadenceModule.with(),
        DatabaseModule,
        ChainModule,
        AuditLogModule,
        RegisterModule,
        IdentityModule,
        HttpModule,
      ],
      providers: [
        Founder,
        FoundingChecks,
        TokenChecks,
        { provide: LogAlarms, useClass: FoundingAlarms },
        { provide: ProviderRoster, useValue: roster },
      ],
      exports: [LogAlarms, ProviderRoster],
    };
  }
}

import { type DynamicModule, Module } from '@nestjs/common';
import { AddressBookModule } from '../address-book/address-book.module.js';
import { AssetsModule } from '../assets/assets.module.js';
import { AuditLogModule } from '../audit-log/audit-log.module.js';
import type { Config } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { ChainModule } from '../infra/chain/chain.module.js';
import { DatabaseModule } from '../infra/database/database.module.js';
import { HttpModule } from '../infra/http/http.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { Founder, FoundingRegisters, GovernedRegisters } from './founder.js';
import { FoundingChecks } from './founding-checks.js';
import { TokenChecks } from './token-checks.js';

@Module({})
export class BootstrapModule {
  static with(config: Config): DynamicModule {
    return {
      module: BootstrapModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule,
        ChainModule,
        AuditLogModule,
        IdentityModule,
        HttpModule,
        AddressBookModule,
        AssetsModule,
        PoliciesModule,
        SafesModule,
      ],
      providers: [Founder, FoundingChecks, FoundingRegisters, GovernedRegisters, TokenChecks],
    };
  }
}

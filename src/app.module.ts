import { type DynamicModule, Module } from '@nestjs/common';
import { AddressBookModule } from './address-book/address-book.module.js';
import { AssetsModule } from './assets/assets.module.js';
import { AuditExportModule } from './audit-export/audit-export.module.js';
import { AuditLogModule } from './audit-log/audit-log.module.js';
import { AuditReadingModule } from './audit-log/audit-reading.module.js';
import { ChangesModule } from './changes/changes.module.js';
import { EnrolmentsModule } from './changes/enrolments/enrolments.module.js';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { DutiesModule } from './duties/duties.module.js';
import { EventsModule } from './events/events.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { HealthModule } from './health/health.module.js';
import { InstallationModule } from './installation/installation.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { NamedPeopleModule } from './identity/named-people.module.js';
import { SignInModule } from './identity/sign-in/sign-in.module.js';
import type { Cadence } from './infra/cadence/cadence.js';
import { CadenceModule } from './infra/cadence/cadence.module.js';
import { DatabaseModule } from './infra/database/database.module.js';
import { ChainModule } from './infra/chain/chain.module.js';
import { HttpModule } from './infra/http/http.module.js';
import { JobsModule } from './infra/jobs/jobs.module.js';
import { ProviderRosterModule } from './register/provider-roster.module.js';
import { RegisterModule } from './register/register.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { LogFreezesModule } from './reconciliation/log-freezes.module.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { ExposureGateModule } from './safe-api/exposure-gate.module.js';
import { SafeApiModule } from './safe-api/safe-api.module.js';
import { SafesModule } from './safes/safes.module.js';
import { SignatureRelayModule } from './signature-relay/signature-relay.module.js';
import { DecisionsModule } from './decisions/decisions.module.js';
import { VeilModule } from './veil/veil.module.js';
import { WaitsModule } from './waits/waits.module.js';
import { VeiledLogModule } from './veil/veiled-log.module.js';
import { ClearancesModule } from './clearances/clearances.module.js';
import { InboxModule } from './inbox/inbox.module.js';
import { InspectionsModule } from './inspections/inspections.module.js';
import { TransferApiModule } from './transfer-api/transfer-api.module.js';
import { DryRunsModule } from './dry-runs/dry-runs.module.js';
import { TransfersModule } from './transfers/transfers.module.js';

@Module({})
export class AppModule {
  /** @param cadence the product's own if omitted */
  static with(config: Config, cadence?: Cadence): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        CadenceModule.with(cadence),
        DatabaseModule,
        AuditLogModule,
        AuditReadingModule,
        RegisterModule,
        // Before HttpModule: the access guard must run before any body is read.
        IdentityModule,
        NamedPeopleModule,
        SignInModule,
        HttpModule,
        ProviderRosterModule,
        ChainModule,
        JobsModule,
        AssetsModule,
        AddressBookModule,
        SafesModule,
        ChangesModule,
        EnrolmentsModule,
        PoliciesModule,
        DutiesModule,
        TransfersModule,
        DecisionsModule,
        VeilModule,
        VeiledLogModule,
        ClearancesModule,
        InspectionsModule,
        WaitsModule,
        TransferApiModule,
        SafeApiModule,
        ExposureGateModule,
        DryRunsModule,
        SignatureRelayModule,
        LogFreezesModule,
        ReconciliationModule,
        EvidenceModule,
        AuditExportModule,
        InstallationModule,
        EventsModule,
        HealthModule,
        InboxModule,
      ],
    };
  }
}

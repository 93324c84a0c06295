import { Module } from '@nestjs/common';
import { ClearancesModule } from '../clearances/clearances.module.js';
import { ConfirmationsModule } from '../confirmations/confirmations.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { InspectionsModule } from '../inspections/inspections.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { BurnCalls } from './burn-calls.js';
import { ExecutionCalls } from './execution-calls.js';
import { ExecutionSending } from './execution-sending.js';
import { FlightDrafts } from './flight-drafts.js';
import { FlightsRepository } from './flights.repository.js';
import { Handing } from './handing.js';
import { KeyTurns } from './key-turns.js';
import { RelayerAlerts } from './relayer-alerts.js';
import { RelayerPrices } from './relayer-prices.js';
import { ReplacementSending } from './replacement-sending.js';
import { Sending } from './sending.js';
import { StoredSteps } from './stored-steps.js';

@Module({
  imports: [
    ClearancesModule,
    ConfirmationsModule,
    DecisionsModule,
    IdentityModule,
    InspectionsModule,
    PoliciesModule,
    SafesModule,
    TransfersModule,
  ],
  providers: [
    BurnCalls,
    ExecutionCalls,
    ExecutionSending,
    FlightDrafts,
    FlightsRepository,
    Handing,
    KeyTurns,
    RelayerAlerts,
    RelayerPrices,
    ReplacementSending,
    Sending,
    StoredSteps,
  ],
  exports: [RelayerPrices, Sending],
})
export class TransmissionsModule {}

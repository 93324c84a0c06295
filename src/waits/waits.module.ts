import { Module } from '@nestjs/common';
import { ConfirmationsModule } from '../confirmations/confirmations.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { ExceptionsModule } from '../exceptions/exceptions.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { SimulationModule } from '../simulation/simulation.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { VeilModule } from '../veil/veil.module.js';
import { FreezeWaits } from './freeze-waits.js';
import { PeopleWaits } from './people-waits.js';
import { StepWaits } from './step-waits.js';
import { TransferWaits } from './transfer-waits.js';

@Module({
  imports: [
    ConfirmationsModule,
    DecisionsModule,
    ExceptionsModule,
    PoliciesModule,
    SafesModule,
    SimulationModule,
    TransfersModule,
    VeilModule,
  ],
  providers: [FreezeWaits, PeopleWaits, StepWaits, TransferWaits],
  exports: [TransferWaits],
})
export class WaitsModule {}

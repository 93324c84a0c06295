import { Module } from '@nestjs/common';
import { CancellationsModule } from '../cancellations/cancellations.module.js';
import { ConfirmationsModule } from '../confirmations/confirmations.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { ExceptionsModule } from '../exceptions/exceptions.module.js';
import { ThreeHashes } from '../infra/safe/three-hashes.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { SimulationModule } from '../simulation/simulation.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { ChainStandings } from './chain-standings.js';
import { Examiner } from './examine-transfer.js';
import { PolicyFollower } from './follow-policy.js';
import { LastLook } from './last-look.js';
import { ClearanceMaker } from './make-clearance.js';
import { PromptLimit, PromptedClearances } from './prompted-clearances.js';
import { Rechecker } from './recheck-transfer.js';
import { TransferSimulator } from './simulate-transfer.js';
import { Standings } from './standings.js';

@Module({
  imports: [
    CancellationsModule,
    ConfirmationsModule,
    DecisionsModule,
    ExceptionsModule,
    PoliciesModule,
    SafesModule,
    SimulationModule,
    TransfersModule,
  ],
  providers: [
    ChainStandings,
    ClearanceMaker,
    Examiner,
    LastLook,
    PolicyFollower,
    PromptLimit,
    PromptedClearances,
    Rechecker,
    Standings,
    ThreeHashes,
    TransferSimulator,
  ],
  exports: [ClearanceMaker, Examiner, LastLook, Standings],
})
export class ClearancesModule {}

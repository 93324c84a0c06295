import { Module } from '@nestjs/common';
import { CancellationsModule } from '../cancellations/cancellations.module.js';
import { ConfirmationsModule } from '../confirmations/confirmations.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { ExceptionsModule } from '../exceptions/exceptions.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { ThreeHashes } from '../infra/safe/three-hashes.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { SimulationModule } from '../simulation/simulation.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { ChainStandings } from './chain-standings.js';
import { RelayedEnder } from './end-relayed.js';
import { Examiner } from './examine-transfer.js';
import { PolicyFollower } from './follow-policy.js';
import { LastLook } from './last-look.js';
import { ClearanceMaker } from './make-clearance.js';
import { PromptLimit, PromptedClearances } from './prompted-clearances.js';
import { RelayedRechecker } from './recheck-relayed.js';
import { Rechecker } from './recheck-transfer.js';
import { RelayedEvidence } from './relayed-evidence.js';
import { TransferSimulator } from './simulate-transfer.js';
import { Standings } from './standings.js';

@Module({
  imports: [
    CancellationsModule,
    ConfirmationsModule,
    DecisionsModule,
    ExceptionsModule,
    IdentityModule,
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
    RelayedEnder,
    RelayedEvidence,
    RelayedRechecker,
    Standings,
    ThreeHashes,
    TransferSimulator,
  ],
  exports: [ClearanceMaker, Examiner, LastLook, RelayedEvidence, Standings],
})
export class ClearancesModule {}

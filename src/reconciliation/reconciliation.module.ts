import { Module } from '@nestjs/common';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { SimulationModule } from '../simulation/simulation.module.js';
import { TransmissionsModule } from '../transmissions/transmissions.module.js';
import { ChainAhead } from './chain-ahead.js';
import { ChainFindings } from './chain-findings.js';
import { ExecutionComparison } from './execution-comparison.js';
import { ExecutionWatch } from './execution-watch.js';
import { LogWatch } from './log-watch.js';
import { NonceUses } from './nonce-uses.js';
import { SettledBlocks } from './settled-blocks.js';
import { Settlement } from './settlement.js';
import { TransferWatcher } from './transfer-watcher.js';

@Module({
  imports: [
    DecisionsModule,
    IdentityModule,
    SafesModule,
    SimulationModule,
    TransfersModule,
    TransmissionsModule,
  ],
  providers: [
    ChainAhead,
    ChainFindings,
    ExecutionComparison,
    ExecutionWatch,
    LogWatch,
    NonceUses,
    SettledBlocks,
    Settlement,
    TransferWatcher,
  ],
})
export class ReconciliationModule {}

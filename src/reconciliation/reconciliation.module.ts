import { Module } from '@nestjs/common';
import { SafesModule } from '../safes/safes.module.js';
import { SimulationModule } from '../simulation/simulation.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { ChainFindings } from './chain-findings.js';
import { ExecutionComparison } from './execution-comparison.js';
import { ChainOfSafe, ExecutionWatch, Sending } from './execution-watch.js';
import { Comparison, Settlement } from './settlement.js';
import { Looks, TransferWatcher } from './watch-transfer.js';

@Module({
  imports: [SafesModule, SimulationModule, TransfersModule],
  providers: [
    ChainFindings,
    ChainOfSafe,
    Comparison,
    ExecutionComparison,
    ExecutionWatch,
    Looks,
    Sending,
    Settlement,
    TransferWatcher,
  ],
})
export class ReconciliationModule {}

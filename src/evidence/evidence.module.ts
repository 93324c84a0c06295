import { Module } from '@nestjs/common';
import { CancellationsModule } from '../cancellations/cancellations.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { TransferApiModule } from '../transfer-api/transfer-api.module.js';
import { ConfirmationsModule } from '../confirmations/confirmations.module.js';
import { ExceptionsModule } from '../exceptions/exceptions.module.js';
import { SimulationModule } from '../simulation/simulation.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { VeilModule } from '../veil/veil.module.js';
import { CancelRecords } from './cancel-records.js';
import { ChainEvidence } from './chain-evidence.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceReading } from './evidence-reading.js';
import { EvidenceGatherer } from './evidence-gatherer.js';
import { LogEvidence } from './log-evidence.js';

@Module({
  imports: [
    CancellationsModule,
    ConfirmationsModule,
    DecisionsModule,
    ExceptionsModule,
    SimulationModule,
    TransferApiModule,
    TransfersModule,
    VeilModule,
  ],
  controllers: [EvidenceController],
  providers: [CancelRecords, ChainEvidence, EvidenceGatherer, EvidenceReading, LogEvidence],
  exports: [EvidenceReading],
})
export class EvidenceModule {}

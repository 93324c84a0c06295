import { Module } from '@nestjs/common';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { TransferApiModule } from '../transfer-api/transfer-api.module.js';
import { ConfirmationsModule } from '../confirmations/confirmations.module.js';
import { ExceptionsModule } from '../exceptions/exceptions.module.js';
import { SimulationModule } from '../simulation/simulation.module.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceReading } from './evidence-reading.js';
import { EvidenceSources, RegisterEvidence } from './evidence-sources.js';
import { EvidenceGatherer, StoredRecords } from './gather-evidence.js';
import { LogEvidence } from './log-evidence.js';

@Module({
  imports: [ConfirmationsModule, DecisionsModule, ExceptionsModule, SimulationModule, TransferApiModule],
  controllers: [EvidenceController],
  providers: [
    EvidenceGatherer,
    EvidenceReading,
    EvidenceSources,
    LogEvidence,
    RegisterEvidence,
    StoredRecords,
  ],
  exports: [EvidenceReading],
})
export class EvidenceModule {}

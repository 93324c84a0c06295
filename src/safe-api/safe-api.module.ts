import { Module } from '@nestjs/common';
import { SafesModule } from '../safes/safes.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { VeilModule } from '../veil/veil.module.js';
import { ExposureRecorder } from './exposure-recorder.js';
import { ExposureRecordsRepository } from './exposure-records.repository.js';
import { Exposures } from './exposures.js';
import { GenuineSignatures } from './genuine-signatures.js';
import { OverdueTransfers } from './overdue-transfers.js';
import { ExposuresController } from './exposures.controller.js';
import { SafeDetails } from './safe-details.js';
import { SafeLooks } from './safe-looks.js';
import { SafesController } from './safes.controller.js';
import { FindingAcknowledger } from './findings/acknowledge-finding.js';
import { FindingsController } from './findings/findings.controller.js';
import { ShownFindings } from './findings/shown-findings.js';

@Module({
  imports: [SafesModule, TransfersModule, VeilModule],
  controllers: [ExposuresController, FindingsController, SafesController],
  providers: [
    ExposureRecorder,
    ExposureRecordsRepository,
    Exposures,
    FindingAcknowledger,
    GenuineSignatures,
    OverdueTransfers,
    SafeDetails,
    SafeLooks,
    ShownFindings,
  ],
})
export class SafeApiModule {}

import { Global, Module } from '@nestjs/common';
import { ExposureGate } from '../changes/exposure-gate.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { OpenExposures } from './open-exposures.js';

/** Global, because changes are a row below transfers. */
@Global()
@Module({
  imports: [TransfersModule],
  providers: [{ provide: ExposureGate, useClass: OpenExposures }],
  exports: [ExposureGate],
})
export class ExposureGateModule {}

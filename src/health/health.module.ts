import { Module } from '@nestjs/common';
import { InspectionsModule } from '../inspections/inspections.module.js';
import { TransmissionsModule } from '../transmissions/transmissions.module.js';
import { HealthPartsController } from './health-parts.controller.js';
import { HealthParts } from './health-parts.js';
import { HealthRepository } from './parts/health.repository.js';
import { DatabasePart } from './parts/database-part.js';
import { JobsPart } from './parts/jobs-part.js';
import { LogPart } from './parts/log-part.js';
import { ProvidersPart } from './parts/providers-part.js';
import { RegisterPart } from './parts/register-part.js';
import { RelayerPart } from './parts/relayer-part.js';
import { SelfTestPart } from './parts/self-test-part.js';
import { SimulatorsPart } from './parts/simulators-part.js';

@Module({
  imports: [InspectionsModule, TransmissionsModule],
  controllers: [HealthPartsController],
  providers: [
    DatabasePart,
    HealthParts,
    HealthRepository,
    JobsPart,
    LogPart,
    ProvidersPart,
    RegisterPart,
    RelayerPart,
    SelfTestPart,
    SimulatorsPart,
  ],
})
export class HealthModule {}

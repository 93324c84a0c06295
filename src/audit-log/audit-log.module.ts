import { Global, Module } from '@nestjs/common';
import { RefusalLog } from '../infra/http/refusal-log.js';
import { AuditLogController } from './audit-log.controller.js';
import { AuditLog } from './audit-log.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { AuditReading } from './audit-reading.js';
import { AuditVeils } from './audit-veils.js';
import { LogAlarms } from './log-alarms.js';
import { LogBatches } from './log-batches.js';
import { LogKey } from './log-key.js';
import { LogSequenceRepository } from './log-sequence.repository.js';
import { LogSequencer } from './log-sequencer.js';
import { LogTree } from './log-tree.js';
import { LogTreeRepository } from './log-tree.repository.js';
import { LogCheck } from './log-check.js';
import { LogCoverage } from './log-coverage.js';
import { LogWitnessing } from './log-witnessing.js';
import { WitnessClient } from './witness-client.js';
import { LogController } from './log.controller.js';
import { AuditedRefusals } from './refusal-log.js';
import { SequencerSteps } from './sequencer-steps.js';

@Global()
@Module({
  controllers: [AuditLogController, LogController],
  providers: [
    AuditLog,
    AuditLogRepository,
    AuditReading,
    AuditVeils,
    LogAlarms,
    LogBatches,
    LogCheck,
    LogCoverage,
    LogKey,
    LogSequenceRepository,
    LogSequencer,
    LogTree,
    LogTreeRepository,
    LogWitnessing,
    WitnessClient,
    SequencerSteps,
    { provide: RefusalLog, useClass: AuditedRefusals },
  ],
  exports: [
    AuditLog,
    AuditLogRepository,
    AuditVeils,
    LogAlarms,
    LogCheck,
    LogCoverage,
    LogKey,
    LogTree,
    LogTreeRepository,
    RefusalLog,
  ],
})
export class AuditLogModule {}

import { Global, Module } from '@nestjs/common';
import { RefusalLog } from '../infra/http/refusal-log.js';
import { ActsAbout } from './acts-about.js';
import { AuditLog } from './audit-log.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { LogBatches } from './sequencer/log-batches.js';
import { LogKey } from './sequencer/log-key.js';
import { LogSequenceRepository } from './sequencer/log-sequence.repository.js';
import { LogSequencer } from './sequencer/log-sequencer.js';
import { LogTree } from './tree/log-tree.js';
import { LogTreeRepository } from './tree/log-tree.repository.js';
import { LogCheck } from './tree/log-check.js';
import { LogCoverage } from './tree/log-coverage.js';
import { LogStanding } from './tree/log-standing.js';
import { LogWitnessing } from './tree/log-witnessing.js';
import { WitnessClient } from './tree/witness-client.js';
import { AuditedRefusals } from './refusal-log.js';
import { SequencerSteps } from './sequencer/sequencer-steps.js';

@Global()
@Module({
  providers: [
    ActsAbout,
    AuditLog,
    AuditLogRepository,
    LogBatches,
    LogCheck,
    LogCoverage,
    LogKey,
    LogSequenceRepository,
    LogSequencer,
    LogStanding,
    LogTree,
    LogTreeRepository,
    LogWitnessing,
    WitnessClient,
    SequencerSteps,
    { provide: RefusalLog, useClass: AuditedRefusals },
  ],
  exports: [
    ActsAbout,
    AuditLog,
    AuditLogRepository,
    LogCheck,
    LogCoverage,
    LogKey,
    LogStanding,
    LogTree,
    LogTreeRepository,
    RefusalLog,
  ],
})
export class AuditLogModule {}

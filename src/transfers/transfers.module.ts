import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { TransferEnder } from './end-transfer.js';
import { Lane } from './lane.js';
import { LogGate } from './log-gate.js';
import { Resumption } from './resume-transfers.js';
import { RevisionsRepository } from './revisions.repository.js';
import { TransferJobs } from './transfer-jobs.js';
import { TransferLife } from './transfer-life.js';
import { TransfersRepository } from './transfers.repository.js';

@Module({
  imports: [PoliciesModule, SafesModule],
  providers: [
    Lane,
    LogGate,
    Resumption,
    RevisionsRepository,
    TransferEnder,
    TransferJobs,
    TransferLife,
    TransfersRepository,
  ],
  exports: [LogGate, RevisionsRepository, TransferEnder, TransferJobs, TransferLife, TransfersRepository],
})
export class TransfersModule {}

import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { TransferEnder } from './end-transfer.js';
import { ChainLooksRepository } from './chain-looks.repository.js';
import { ExecutionRecordsRepository } from './execution-records.repository.js';
import { Lane } from './lane.js';
import { LogGate } from './log-gate.js';
import { OwnerSignaturesRepository } from './owner-signatures.repository.js';
import { Resumption } from './resume-transfers.js';
import { RevisionsRepository } from './revisions.repository.js';
import { TransferJobs } from './transfer-jobs.js';
import { TransferLife } from './transfer-life.js';
import { TransferWaits } from './transfer-waits.js';
import { TransfersRepository } from './transfers.repository.js';

@Module({
  imports: [PoliciesModule, SafesModule],
  providers: [
    ChainLooksRepository,
    ExecutionRecordsRepository,
    OwnerSignaturesRepository,
    Lane,
    LogGate,
    Resumption,
    RevisionsRepository,
    TransferEnder,
    TransferJobs,
    TransferLife,
    TransferWaits,
    TransfersRepository,
  ],
  exports: [
    ChainLooksRepository,
    ExecutionRecordsRepository,
    OwnerSignaturesRepository,
    LogGate,
    RevisionsRepository,
    TransferEnder,
    TransferJobs,
    TransferLife,
    TransferWaits,
    TransfersRepository,
  ],
})
export class TransfersModule {}

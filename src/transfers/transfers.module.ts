import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { ChainLooksRepository } from './chain-looks.repository.js';
import { CountingSignatures } from './counting-signatures.js';
import { TransferEnder } from './end-transfer.js';
import { ExecutionRecordsRepository } from './execution-records.repository.js';
import { Lane } from './lane.js';
import { LogGate } from './log-gate.js';
import { OwnerSignaturesRepository } from './owner-signatures.repository.js';
import { Resumption } from './resume-transfers.js';
import { RevisionsRepository } from './revisions.repository.js';
import { RevokedSignatures } from './revoked-signatures.js';
import { TransferHoldsRepository } from './transfer-holds.repository.js';
import { TransferHolds } from './transfer-holds.js';
import { TransferJobs } from './transfer-jobs.js';
import { TransferLife } from './transfer-life.js';
import { TransfersRepository } from './transfers.repository.js';
import { TransferSearchRepository } from './transfer-search.repository.js';

@Module({
  imports: [IdentityModule, PoliciesModule, SafesModule],
  providers: [
    ChainLooksRepository,
    CountingSignatures,
    ExecutionRecordsRepository,
    OwnerSignaturesRepository,
    Lane,
    LogGate,
    Resumption,
    RevisionsRepository,
    RevokedSignatures,
    TransferEnder,
    TransferHolds,
    TransferHoldsRepository,
    TransferJobs,
    TransferLife,
    TransfersRepository,
    TransferSearchRepository,
  ],
  exports: [
    ChainLooksRepository,
    CountingSignatures,
    ExecutionRecordsRepository,
    OwnerSignaturesRepository,
    LogGate,
    RevisionsRepository,
    RevokedSignatures,
    TransferEnder,
    TransferHolds,
    TransferHoldsRepository,
    TransferJobs,
    TransferLife,
    TransfersRepository,
    TransferSearchRepository,
  ],
})
export class TransfersModule {}

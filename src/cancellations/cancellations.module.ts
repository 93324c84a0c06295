import { Module } from '@nestjs/common';
import { ConfirmationsModule } from '../confirmations/confirmations.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { ThreeHashes } from '../infra/safe/three-hashes.js';
import { SafesModule } from '../safes/safes.module.js';
import { SimulationModule } from '../simulation/simulation.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { BurnCount } from './burn-count.js';
import { BurnExaminer } from './burn-examiner.js';
import { CancelAnswers } from './cancel-answers.js';
import { CancelAsking } from './cancel-asking.js';
import { CancelBeginning } from './cancel-beginning.js';
import { CancelEvidence } from './cancel-evidence.js';
import { CancelClearing, CancelExamination } from './cancel-examination.js';
import { CancellationsRepository } from './cancellations.repository.js';
import { ConfirmedCancels } from './confirmed-cancels.js';

@Module({
  imports: [
    ConfirmationsModule,
    DecisionsModule,
    IdentityModule,
    SafesModule,
    SimulationModule,
    TransfersModule,
  ],
  providers: [
    BurnCount,
    BurnExaminer,
    CancelAnswers,
    CancelAsking,
    CancelBeginning,
    CancelClearing,
    CancelEvidence,
    CancelExamination,
    CancellationsRepository,
    ConfirmedCancels,
    ThreeHashes,
  ],
  exports: [BurnCount, CancelAnswers, CancelAsking, CancelBeginning, CancelEvidence, CancellationsRepository],
})
export class CancellationsModule {}

import { Module } from '@nestjs/common';
import { ChangesModule } from '../changes/changes.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { TransferApiModule } from '../transfer-api/transfer-api.module.js';
import { VeilModule } from '../veil/veil.module.js';
import { DecisionHistoryRepository } from './decision-history.repository.js';
import { DecisionsController } from './decisions.controller.js';
import { DryRun, Moments } from './dry-run.js';
import { EvaluationRecords, EvaluationsController } from './evaluations.controller.js';
import { HypotheticalIntents } from './hypothetical-intent.js';
import { NearDecisionsRepository } from './near-decisions.repository.js';
import { PastBudget, PastFacts } from './past-facts.js';
import { PolicyHistory } from './policy-history.js';
import { StoredChainFacts } from './stored-chain-facts.js';

@Module({
  imports: [
    ChangesModule,
    DecisionsModule,
    IdentityModule,
    PoliciesModule,
    SafesModule,
    TransferApiModule,
    VeilModule,
  ],
  controllers: [DecisionsController, EvaluationsController],
  providers: [
    DecisionHistoryRepository,
    DryRun,
    EvaluationRecords,
    HypotheticalIntents,
    Moments,
    NearDecisionsRepository,
    PastBudget,
    PastFacts,
    PolicyHistory,
    StoredChainFacts,
  ],
})
export class DryRunsModule {}

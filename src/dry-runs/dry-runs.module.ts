import { Module } from '@nestjs/common';
import { ChangesModule } from '../changes/changes.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { TransferApiModule } from '../transfer-api/transfer-api.module.js';
import { VeilModule } from '../veil/veil.module.js';
import { DecisionHistoryRepository } from './decision-history.repository.js';
import { DecisionsController } from './decisions.controller.js';
import { DryRun } from './dry-run.js';
import { EvaluationsController } from './evaluations.controller.js';
import { Limits } from './limits/limits.js';
import { LimitsController } from './limits/limits.controller.js';
import { PolicyHistory } from './policy-history.js';

@Module({
  imports: [ChangesModule, DecisionsModule, IdentityModule, PoliciesModule, TransferApiModule, VeilModule],
  controllers: [DecisionsController, EvaluationsController, LimitsController],
  providers: [DecisionHistoryRepository, DryRun, Limits, PolicyHistory],
})
export class DryRunsModule {}

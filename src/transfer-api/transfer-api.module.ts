import { Module } from '@nestjs/common';
import { ClearancesModule } from '../clearances/clearances.module.js';
import { ConfirmationsModule } from '../confirmations/confirmations.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { ExceptionsModule } from '../exceptions/exceptions.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { SimulationModule } from '../simulation/simulation.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { VeilModule } from '../veil/veil.module.js';
import { Answers, TransferConfirmer } from './confirm-transfer.js';
import { ExceptionDrafts } from './draft-exception.js';
import { Granting, TransferExcepter } from './except-transfer.js';
import { ExceptionViews } from './exception-views.js';
import { ExceptionsController } from './exceptions.controller.js';
import { IntentBuilder, TransferRequester } from './request-transfer.js';
import { ShownClearances } from './shown-clearances.js';
import { ShownTransfers } from './shown-transfers.js';
import { StatementsController } from './statements.controller.js';
import { FoundTransfers, RequestActs, TransferActs } from './transfer-acts.js';
import { PeopleAnswers, TransferViews } from './transfer-view.js';
import { TransfersController } from './transfers.controller.js';
import { UnfrozenIntake } from './unfrozen-intake.js';

@Module({
  imports: [
    ClearancesModule,
    ConfirmationsModule,
    DecisionsModule,
    ExceptionsModule,
    IdentityModule,
    PoliciesModule,
    SafesModule,
    SimulationModule,
    TransfersModule,
    VeilModule,
  ],
  controllers: [ExceptionsController, StatementsController, TransfersController],
  providers: [
    Answers,
    ExceptionDrafts,
    ExceptionViews,
    FoundTransfers,
    Granting,
    IntentBuilder,
    PeopleAnswers,
    RequestActs,
    ShownClearances,
    ShownTransfers,
    TransferActs,
    TransferConfirmer,
    TransferExcepter,
    TransferRequester,
    TransferViews,
    UnfrozenIntake,
  ],
  exports: [FoundTransfers, IntentBuilder, TransferViews],
})
export class TransferApiModule {}

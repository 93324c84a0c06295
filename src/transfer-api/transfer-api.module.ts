import { Module } from '@nestjs/common';
import { CancellationsModule } from '../cancellations/cancellations.module.js';
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
import { WaitsModule } from '../waits/waits.module.js';
import { ConfirmationActs } from './confirmation-acts.js';
import { Answers, TransferConfirmer } from './transfer-confirmer.js';
import { ConfirmationViews } from './detail/confirmation-views.js';
import { IntentPreviews } from './intent-previews.js';
import { ProgressViews } from './detail/progress-views.js';
import { SignedViews } from './detail/signed-views.js';
import { SimulatedViews } from './detail/simulated-views.js';
import { TimelineController } from './detail/timeline.controller.js';
import { Timelines } from './detail/timelines.js';
import { GivenViews, TransferDetails } from './detail/transfer-details.js';
import { UsualTransfersRepository } from './detail/usual-transfers.repository.js';
import { ExceptionDrafts } from './exception-drafts.js';
import { Granting, TransferExcepter } from './transfer-excepter.js';
import { ExceptionViews } from './views/exception-views.js';
import { ExceptionsController } from './exceptions.controller.js';
import { IntentBuilder, TransferRequester } from './transfer-requester.js';
import { ShownClearances } from './views/shown-clearances.js';
import { ShownTransfers } from './shown-transfers.js';
import { StatementsController } from './statements.controller.js';
import { TransferActs } from './transfer-acts.js';
import { TransferLookup } from './views/transfer-lookup.js';
import { TransferViews } from './views/transfer-views.js';
import { TransferRows } from './views/transfer-rows.js';
import { TransferSearches } from './lists/transfer-searches.js';
import { TransfersController } from './transfers.controller.js';
import { UnfrozenIntake } from './unfrozen-intake.js';

@Module({
  imports: [
    CancellationsModule,
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
    WaitsModule,
  ],
  controllers: [ExceptionsController, StatementsController, TimelineController, TransfersController],
  providers: [
    Answers,
    ConfirmationActs,
    ConfirmationViews,
    ExceptionDrafts,
    ExceptionViews,
    GivenViews,
    Granting,
    IntentBuilder,
    IntentPreviews,
    ProgressViews,
    ShownClearances,
    ShownTransfers,
    SignedViews,
    SimulatedViews,
    Timelines,
    TransferActs,
    TransferConfirmer,
    TransferDetails,
    TransferExcepter,
    TransferLookup,
    TransferRequester,
    TransferRows,
    TransferSearches,
    TransferViews,
    UnfrozenIntake,
    UsualTransfersRepository,
  ],
  exports: [IntentBuilder, TransferDetails, TransferLookup, TransferViews],
})
export class TransferApiModule {}

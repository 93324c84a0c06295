import { Module } from '@nestjs/common';
import { AddressBookModule } from '../address-book/address-book.module.js';
import { AssetsModule } from '../assets/assets.module.js';
import { ChangesModule } from '../changes/changes.module.js';
import { ConfirmationsModule } from '../confirmations/confirmations.module.js';
import { ExceptionsModule } from '../exceptions/exceptions.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { ThreeHashes } from '../infra/safe/three-hashes.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { SimulationModule } from '../simulation/simulation.module.js';
import { Answers, TransferConfirmer } from './confirm-transfer.js';
import { TransferDecider } from './decide-transfer.js';
import { DecisionsRepository } from './decisions.repository.js';
import { DecisionHistoryRepository } from './decision-history.repository.js';
import { DecisionsController } from './decisions.controller.js';
import { PolicyHistory } from './policy-history.js';
import { TransferEnder } from './end-transfer.js';
import { Granting, TransferExcepter } from './except-transfer.js';
import { Budget, FactsGatherer } from './gather-facts.js';
import { Registries } from './registries.js';
import { ChainFactsReader } from './chain-facts.js';
import { Book, LiveWorlds } from './live-world.js';
import { Lane } from './lane.js';
import { DryRun, Moments } from './dry-run.js';
import { EvaluationRecords, EvaluationsController } from './evaluations.controller.js';
import { HiddenTransfers } from './hidden-transfers.js';
import { HypotheticalIntents } from './hypothetical-intent.js';
import { NearDecisionsRepository } from './near-decisions.repository.js';
import { PastBudget, PastFacts } from './past-facts.js';
import { StoredChainFacts } from './stored-chain-facts.js';
import { Examiner } from './examine-transfer.js';
import { LogGate } from './log-gate.js';
import { ClearanceMaker, KeptSimulations } from './make-clearance.js';
import { InspectionRecords, InspectionsController } from './inspections.controller.js';
import { IntentBuilder, RequestedLife, TransferRequester } from './request-transfer.js';
import { Resumption } from './resume-transfers.js';
import { DECISION_PATH, LIVE_PATH, SelfTest } from './self-test.js';
import { SimulatedTransfer, TransferSimulator, Waiting } from './simulate-transfer.js';
import { StatementsController } from './statements.controller.js';
import { TokensOnChain } from './token-facts.js';
import { FoundTransfers, RequestActs, TransferActs } from './transfer-acts.js';
import { Consequences, TransferLife } from './transfer-life.js';
import { PeopleAnswers, TransferViews } from './transfer-view.js';
import { TransfersController } from './transfers.controller.js';
import { TransfersRepository } from './transfers.repository.js';
import { ExceptionDrafts } from './draft-exception.js';
import { ExceptionViews } from './exception-views.js';
import { ExceptionsController } from './exceptions.controller.js';
import { UnfrozenIntake } from './unfrozen-intake.js';
import { DecidedVersions, PolicyFollower, Redecision } from './follow-policy.js';
import { PriceFacts } from './price-facts.js';
import { PromptLimit, PromptedClearances } from './prompted-clearances.js';
import { ChainStandings, Invalidation, Rechecker } from './recheck-transfer.js';
import { RecentTransfersRepository } from './recent-transfers.repository.js';
import { TransferRekeyer } from './rekey-transfer.js';
import { RekeyingsRepository } from './rekeyings.repository.js';
import { RevisionsRepository } from './revisions.repository.js';
import { ShownClearances } from './shown-clearances.js';
import { ShownTransfers, VeiledLog } from './shown-transfers.js';
import { Standings } from './standings.js';
import { Veil } from './veil.js';

@Module({
  imports: [
    AddressBookModule,
    AssetsModule,
    ChangesModule,
    ConfirmationsModule,
    ExceptionsModule,
    IdentityModule,
    PoliciesModule,
    SafesModule,
    SimulationModule,
  ],
  controllers: [
    TransfersController,
    StatementsController,
    ExceptionsController,
    InspectionsController,
    EvaluationsController,
    DecisionsController,
  ],
  providers: [
    { provide: DECISION_PATH, useValue: LIVE_PATH },
    Answers,
    Book,
    Budget,
    ChainFactsReader,
    ChainStandings,
    ClearanceMaker,
    Consequences,
    DecidedVersions,
    UnfrozenIntake,
    UnfrozenIntake,
    DecisionHistoryRepository,
    DecisionsRepository,
    DryRun,
    EvaluationRecords,
    Examiner,
    ExceptionDrafts,
    ExceptionViews,
    FactsGatherer,
    FoundTransfers,
    Granting,
    HiddenTransfers,
    HypotheticalIntents,
    InspectionRecords,
    IntentBuilder,
    Invalidation,
    KeptSimulations,
    Lane,
    LiveWorlds,
    LogGate,
    Moments,
    NearDecisionsRepository,
    PastBudget,
    PastFacts,
    PeopleAnswers,
    PolicyFollower,
    PolicyHistory,
    PriceFacts,
    PromptedClearances,
    PromptLimit,
    RecentTransfersRepository,
    Rechecker,
    Redecision,
    Registries,
    RekeyingsRepository,
    RequestActs,
    RequestedLife,
    Resumption,
    RevisionsRepository,
    SelfTest,
    ShownClearances,
    ShownTransfers,
    SimulatedTransfer,
    Standings,
    StoredChainFacts,
    ThreeHashes,
    TokensOnChain,
    TransferActs,
    TransferConfirmer,
    TransferDecider,
    TransferEnder,
    TransferExcepter,
    TransferLife,
    TransferRekeyer,
    TransferRequester,
    TransferSimulator,
    TransfersRepository,
    TransferViews,
    Veil,
    VeiledLog,
    Waiting,
  ],
  exports: [
    ClearanceMaker,
    DecisionsRepository,
    Examiner,
    FoundTransfers,
    LogGate,
    Registries,
    SelfTest,
    TransferLife,
    TransferViews,
    TransfersRepository,
  ],
})
export class TransfersModule {}

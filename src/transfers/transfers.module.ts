import { Module } from '@nestjs/common';
import { AddressBookModule } from '../address-book/address-book.module.js';
import { AssetsModule } from '../assets/assets.module.js';
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
import { TransferEnder } from './end-transfer.js';
import { Granting, TransferExcepter } from './except-transfer.js';
import { Budget, FactsGatherer, Registries } from './gather-facts.js';
import { Book, LiveWorlds } from './live-world.js';
import { Lane } from './lane.js';
import { Examiner } from './examine-transfer.js';
import { ClearanceMaker } from './make-clearance.js';
import { InspectionRecords, InspectionsController } from './inspections.controller.js';
import { IntentBuilder, RequestedLife, TransferRequester } from './request-transfer.js';
import { Resumption } from './resume-transfers.js';
import { DECISION_PATH, LIVE_PATH, SelfTest } from './self-test.js';
import { SimulatedTransfer, TransferSimulator, Waiting } from './simulate-transfer.js';
import { StatementsController } from './statements.controller.js';
import { TokensOnChain } from './token-facts.js';
import { FoundTransfers, RequestActs, TransferActs } from './transfer-acts.js';
import { TransferLife } from './transfer-life.js';
import { PeopleAnswers, TransferViews } from './transfer-view.js';
import { TransfersController } from './transfers.controller.js';
import { TransfersRepository } from './transfers.repository.js';

@Module({
  imports: [
    AddressBookModule,
    AssetsModule,
    ConfirmationsModule,
    ExceptionsModule,
    IdentityModule,
    PoliciesModule,
    SafesModule,
    SimulationModule,
  ],
  controllers: [TransfersController, StatementsController, InspectionsController],
  providers: [
    { provide: DECISION_PATH, useValue: LIVE_PATH },
    Answers,
    Book,
    Budget,
    ClearanceMaker,
    DecisionsRepository,
    Examiner,
    FactsGatherer,
    TokensOnChain,
    FoundTransfers,
    Granting,
    InspectionRecords,
    IntentBuilder,
    Lane,
    LiveWorlds,
    PeopleAnswers,
    Registries,
    RequestActs,
    RequestedLife,
    Resumption,
    SelfTest,
    SimulatedTransfer,
    ThreeHashes,
    TransferActs,
    TransferConfirmer,
    TransferDecider,
    TransferEnder,
    TransferExcepter,
    TransferLife,
    TransferRequester,
    TransferSimulator,
    TransferViews,
    TransfersRepository,
    Waiting,
  ],
  exports: [
    ClearanceMaker,
    Examiner,
    FoundTransfers,
    Registries,
    SelfTest,
    TransferLife,
    TransferViews,
    TransfersRepository,
  ],
})
export class TransfersModule {}

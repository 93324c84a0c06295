import { Module } from '@nestjs/common';
import { AddressBookModule } from '../address-book/address-book.module.js';
import { AssetsModule } from '../assets/assets.module.js';
import { ExceptionsModule } from '../exceptions/exceptions.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { AnswerDecision } from './answer-decision.js';
import { ChainFactsReader } from './chain-facts.js';
import { TransferDecider } from './decide-transfer.js';
import { DecisionsRepository } from './decisions.repository.js';
import { DryDecision } from './dry-decision.js';
import { FactsGatherer } from './gather-facts.js';
import { PriceFacts } from './price-facts.js';
import { RecentTransfersRepository } from './recent-transfers.repository.js';
import { TokenFacts } from './token-facts.js';
import { TransferObjects } from './transfer-objects.js';

@Module({
  imports: [
    AddressBookModule,
    AssetsModule,
    ExceptionsModule,
    IdentityModule,
    PoliciesModule,
    SafesModule,
    TransfersModule,
  ],
  providers: [
    AnswerDecision,
    ChainFactsReader,
    DecisionsRepository,
    DryDecision,
    FactsGatherer,
    PriceFacts,
    RecentTransfersRepository,
    TokenFacts,
    TransferDecider,
    TransferObjects,
  ],
  exports: [
    AnswerDecision,
    DecisionsRepository,
    DryDecision,
    FactsGatherer,
    TransferDecider,
    TransferObjects,
  ],
})
export class DecisionsModule {}

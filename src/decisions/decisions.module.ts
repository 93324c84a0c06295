import { Module } from '@nestjs/common';
import { AddressBookModule } from '../address-book/address-book.module.js';
import { AssetsModule } from '../assets/assets.module.js';
import { ExceptionsModule } from '../exceptions/exceptions.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { ChainFactsReader } from './chain-facts.js';
import { TransferAnswerer } from './answer-decision.js';
import { TransferDecider } from './decide-transfer.js';
import { DecisionsRepository } from './decisions.repository.js';
import { Budget, FactsGatherer } from './gather-facts.js';
import { PriceFacts } from './price-facts.js';
import { RecentTransfersRepository } from './recent-transfers.repository.js';
import { TokensOnChain } from './token-facts.js';
import { Registries } from './transfer-objects.js';

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
    TransferAnswerer,
    Budget,
    ChainFactsReader,
    DecisionsRepository,
    FactsGatherer,
    PriceFacts,
    RecentTransfersRepository,
    Registries,
    TokensOnChain,
    TransferDecider,
  ],
  exports: [
    Budget,
    DecisionsRepository,
    FactsGatherer,
    RecentTransfersRepository,
    Registries,
    TransferAnswerer,
    TransferDecider,
  ],
})
export class DecisionsModule {}

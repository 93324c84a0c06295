import { Module } from '@nestjs/common';
import { AddressBookModule } from '../../address-book/address-book.module.js';
import { AssetsModule } from '../../assets/assets.module.js';
import { IdentityModule } from '../../identity/identity.module.js';
import { SafesModule } from '../../safes/safes.module.js';
import { BookWorlds } from './book-worlds.js';
import { ControlProofs } from './control-proofs.js';
import { DestinationChallengesController } from './destination-challenges.controller.js';
import { DestinationChallengesRepository } from './destination-challenges.repository.js';
import { DestinationChallenges } from './destination-challenges.js';
import { DestinationChecksController } from './destination-checks.controller.js';
import { DestinationChecks } from './destination-checks.js';
import { DestinationPreparer } from './destination-preparer.js';

@Module({
  imports: [AddressBookModule, AssetsModule, IdentityModule, SafesModule],
  controllers: [DestinationChallengesController, DestinationChecksController],
  providers: [
    BookWorlds,
    ControlProofs,
    DestinationChallenges,
    DestinationChallengesRepository,
    DestinationChecks,
    DestinationPreparer,
  ],
  exports: [DestinationChallenges, DestinationPreparer],
})
export class DestinationChangesModule {}

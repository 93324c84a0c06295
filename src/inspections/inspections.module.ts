import { Module } from '@nestjs/common';
import { AddressBookModule } from '../address-book/address-book.module.js';
import { AssetsModule } from '../assets/assets.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { InspectionsController } from './inspections.controller.js';
import { LiveWorlds } from './live-world.js';
import { DECISION_PATH, LIVE_PATH, SelfTest } from './self-test.js';

@Module({
  imports: [AddressBookModule, AssetsModule, DecisionsModule, PoliciesModule],
  controllers: [InspectionsController],
  providers: [{ provide: DECISION_PATH, useValue: LIVE_PATH }, LiveWorlds, SelfTest],
  exports: [SelfTest],
})
export class InspectionsModule {}

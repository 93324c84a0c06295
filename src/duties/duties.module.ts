import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { DutiesController } from './duties.controller.js';
import { DutyWorlds } from './duty-world.js';

@Module({
  imports: [IdentityModule, PoliciesModule, SafesModule],
  controllers: [DutiesController],
  providers: [DutyWorlds],
})
export class DutiesModule {}

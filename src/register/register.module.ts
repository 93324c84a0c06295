import { Global, Module } from '@nestjs/common';
import { GovernanceActsRepository } from './governance-acts.repository.js';
import { Register } from './register.js';

@Global()
@Module({ providers: [GovernanceActsRepository, Register], exports: [GovernanceActsRepository, Register] })
export class RegisterModule {}

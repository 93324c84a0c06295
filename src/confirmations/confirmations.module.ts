import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { ConfirmationsRepository } from './confirmations.repository.js';
import { ConfirmationsService } from './confirmations.service.js';

@Module({
  imports: [IdentityModule],
  providers: [ConfirmationsRepository, ConfirmationsService],
  exports: [ConfirmationsRepository, ConfirmationsService],
})
export class ConfirmationsModule {}

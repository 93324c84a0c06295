import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { ExceptionsRepository } from './exceptions.repository.js';
import { ExceptionsService } from './exceptions.service.js';

@Module({
  imports: [IdentityModule],
  providers: [ExceptionsRepository, ExceptionsService],
  exports: [ExceptionsRepository, ExceptionsService],
})
export class ExceptionsModule {}

import { Module } from '@nestjs/common';
import { PoliciesController } from './policies.controller.js';
import { PoliciesRepository } from './policies.repository.js';
import { ReservationsRepository } from './reservations.repository.js';

@Module({
  controllers: [PoliciesController],
  providers: [PoliciesRepository, ReservationsRepository],
  exports: [PoliciesRepository, ReservationsRepository],
})
export class PoliciesModule {}

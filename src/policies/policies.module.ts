import { Module } from '@nestjs/common';
import { PoliciesController } from './policies.controller.js';
import { PoliciesRepository } from './policies.repository.js';
import { PriceFeedsRepository } from './price-feeds.repository.js';
import { ReservationsRepository } from './reservations.repository.js';

@Module({
  controllers: [PoliciesController],
  providers: [PoliciesRepository, PriceFeedsRepository, ReservationsRepository],
  exports: [PoliciesRepository, PriceFeedsRepository, ReservationsRepository],
})
export class PoliciesModule {}

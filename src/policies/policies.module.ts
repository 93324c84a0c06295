import { Module } from '@nestjs/common';
import { PoliciesController } from './policies.controller.js';
import { PastUsageRepository } from './past-usage.repository.js';
import { PoliciesRepository } from './policies.repository.js';
import { PriceFeedsRepository } from './price-feeds.repository.js';
import { ReservationsRepository } from './reservations.repository.js';

@Module({
  controllers: [PoliciesController],
  providers: [PastUsageRepository, PoliciesRepository, PriceFeedsRepository, ReservationsRepository],
  exports: [PastUsageRepository, PoliciesRepository, PriceFeedsRepository, ReservationsRepository],
})
export class PoliciesModule {}

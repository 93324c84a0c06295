import { Module } from '@nestjs/common';
import { LimitUsageRepository } from './limit-usage.repository.js';
import { PoliciesController } from './policies.controller.js';
import { PoliciesRepository } from './policies.repository.js';
import { PriceFeedsRepository } from './price-feeds.repository.js';
import { ReservationsRepository } from './reservations.repository.js';
import { UnlockedUsage } from './unlocked-usage.js';

@Module({
  controllers: [PoliciesController],
  providers: [
    LimitUsageRepository,
    PoliciesRepository,
    PriceFeedsRepository,
    ReservationsRepository,
    UnlockedUsage,
  ],
  exports: [
    LimitUsageRepository,
    PoliciesRepository,
    PriceFeedsRepository,
    ReservationsRepository,
    UnlockedUsage,
  ],
})
export class PoliciesModule {}

import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { ChangeDraftsRepository } from './change-drafts.repository.js';
import { ChangeLog } from './change-log.js';
import { ChangeReadsController, ChangesController } from './changes.controller.js';
import { DestinationChangesModule } from './destinations/destination-changes.module.js';
import { ChangeDrafter } from './draft-change.js';
import { Governance } from './govern.js';
import { GovernedController } from './governed.controller.js';
import { AssetRegistration, ContentPreparer, SafeOnboarding } from './prepare-content.js';
import { ProvidersController } from './providers.controller.js';
import { PriceFeedPreparer } from './price-feed-preparer.js';
import { PolicyReviewsController } from './policy-reviews/policy-reviews.controller.js';
import { PolicyReviews } from './policy-reviews/policy-reviews.js';
import { ChangeSettler } from './settle-changes.js';

@Module({
  imports: [IdentityModule, AssetsModule, DestinationChangesModule],
  controllers: [
    ChangesController,
    ChangeReadsController,
    GovernedController,
    PolicyReviewsController,
    ProvidersController,
  ],
  providers: [
    AssetRegistration,
    ChangeDrafter,
    ChangeDraftsRepository,
    ChangeLog,
    ChangeSettler,
    ContentPreparer,
    Governance,
    PolicyReviews,
    PriceFeedPreparer,
    SafeOnboarding,
  ],
  exports: [ChangeDrafter, Governance, PolicyReviews],
})
export class ChangesModule {}

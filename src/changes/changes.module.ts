import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { ChangeDraftsRepository } from './change-drafts.repository.js';
import { ChangeLog } from './change-log.js';
import { ChangeReadsController, ChangesController } from './changes.controller.js';
import { DestinationChangesModule } from './destinations/destination-changes.module.js';
import { ChangeDrafter } from './draft-change.js';
import { ActWriter, Governance } from './govern.js';
import { BroughtKeys, KeyEnrolment } from './enrolments/enrol-key.js';
import { EnrolmentsController, InvitationsController } from './enrolments/enrolments.controller.js';
import { GovernedController } from './governed.controller.js';
import { InvitationsRepository } from './enrolments/invitations.repository.js';
import { Invitations } from './enrolments/invitations.js';
import {
  AssetRegistration,
  ContentPreparer,
  DestinationListing,
  PriceFeedRegistration,
  SafeOnboarding,
} from './prepare-content.js';
import { PriceFeedPreparer } from './price-feed-preparer.js';
import { PolicyReviews, ShownReviews } from './policy-reviews.js';
import { ChangeSettler } from './settle-changes.js';

@Module({
  imports: [IdentityModule, AssetsModule, DestinationChangesModule],
  controllers: [
    ChangesController,
    ChangeReadsController,
    EnrolmentsController,
    GovernedController,
    InvitationsController,
  ],
  providers: [
    ActWriter,
    AssetRegistration,
    BroughtKeys,
    ChangeDrafter,
    ChangeDraftsRepository,
    ChangeLog,
    ChangeSettler,
    ContentPreparer,
    DestinationListing,
    Governance,
    Invitations,
    InvitationsRepository,
    KeyEnrolment,
    PolicyReviews,
    PriceFeedPreparer,
    PriceFeedRegistration,
    SafeOnboarding,
    ShownReviews,
  ],
  exports: [PolicyReviews],
})
export class ChangesModule {}

import { Module } from '@nestjs/common';
import { IdentityModule } from '../../identity/identity.module.js';
import { ChangesModule } from '../changes.module.js';
import { KeyEnrolment } from './enrol-key.js';
import { EnrolmentsController, InvitationsController } from './enrolments.controller.js';
import { InvitationsRepository } from './invitations.repository.js';
import { Invitations } from './invitations.js';

@Module({
  imports: [ChangesModule, IdentityModule],
  controllers: [EnrolmentsController, InvitationsController],
  providers: [Invitations, InvitationsRepository, KeyEnrolment],
})
export class EnrolmentsModule {}

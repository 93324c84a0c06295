import { Module } from '@nestjs/common';
import { ConfirmationsModule } from '../confirmations/confirmations.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { SignatureCollector, SignerDuties } from './collect-signature.js';
import { OwnerSignaturesRepository } from './owner-signatures.repository.js';
import { Passage, RelayGate, RelaySteps } from './relay-transfer.js';
import { SignatureRelayController } from './signature-relay.controller.js';
import { SignatureRequests } from './signature-request.js';
import { Submission, Submitter } from './submit-transfer.js';

@Module({
  imports: [ConfirmationsModule, IdentityModule, SafesModule, TransfersModule],
  controllers: [SignatureRelayController],
  providers: [
    OwnerSignaturesRepository,
    Passage,
    RelayGate,
    RelaySteps,
    SignatureCollector,
    SignatureRequests,
    SignerDuties,
    Submission,
    Submitter,
  ],
})
export class SignatureRelayModule {}

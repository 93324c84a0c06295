import { Module } from '@nestjs/common';
import { ClearancesModule } from '../clearances/clearances.module.js';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { InspectionsModule } from '../inspections/inspections.module.js';
import { TransferApiModule } from '../transfer-api/transfer-api.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { ConfirmationsModule } from '../confirmations/confirmations.module.js';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SafesModule } from '../safes/safes.module.js';
import { SignatureCollector, SignerDuties } from './collect-signature.js';
import { OwnerSignaturesRepository } from './owner-signatures.repository.js';
import { Passage, RelayGate, RelaySteps } from './relay-transfer.js';
import { RelayedEvidence } from './relayed-evidence.js';
import { SignatureRelayController } from './signature-relay.controller.js';
import { SignatureRequests } from './signature-request.js';
import { LastLook, Submission, Submitter } from './submit-transfer.js';

@Module({
  imports: [
    ClearancesModule,
    ConfirmationsModule,
    DecisionsModule,
    EvidenceModule,
    IdentityModule,
    InspectionsModule,
    PoliciesModule,
    SafesModule,
    TransferApiModule,
    TransfersModule,
  ],
  controllers: [SignatureRelayController],
  providers: [
    LastLook,
    OwnerSignaturesRepository,
    Passage,
    RelayGate,
    RelaySteps,
    RelayedEvidence,
    SignatureCollector,
    SignatureRequests,
    SignerDuties,
    Submission,
    Submitter,
  ],
})
export class SignatureRelayModule {}

import { Module } from '@nestjs/common';
import { CancellationsModule } from '../cancellations/cancellations.module.js';
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
import { VeilModule } from '../veil/veil.module.js';
import { BurnCollector } from './burn-collector.js';
import { BurnRequests } from './burn-requests.js';
import { BurnsController } from './burns.controller.js';
import { CancelsController } from './cancels.controller.js';
import { TransmissionsModule } from '../transmissions/transmissions.module.js';
import { OwnerMapping } from './owner-mapping.js';
import { RelayGate } from './relay-gate.js';
import { ShownCancels } from './shown-cancels.js';
import { SignatureCollector } from './signature-collector.js';
import { SignatureCount } from './signature-count.js';
import { SignatureRelayController } from './signature-relay.controller.js';
import { SignatureRequests } from './signature-requests.js';
import { Submitter } from './submitter.js';

@Module({
  imports: [
    CancellationsModule,
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
    TransmissionsModule,
    VeilModule,
  ],
  controllers: [BurnsController, CancelsController, SignatureRelayController],
  providers: [
    BurnCollector,
    BurnRequests,
    OwnerMapping,
    RelayGate,
    ShownCancels,
    SignatureCollector,
    SignatureCount,
    SignatureRequests,
    Submitter,
  ],
})
export class SignatureRelayModule {}

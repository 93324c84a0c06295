import { Module } from '@nestjs/common';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { HiddenTransfers } from './hidden-transfers.js';
import { TransferRekeyer } from './rekey-transfer.js';
import { RekeyingsRepository } from './rekeyings.repository.js';
import { SignatureVeil } from './signature-veil.js';
import { Veil } from './veil.js';

@Module({
  imports: [DecisionsModule, TransfersModule],
  providers: [HiddenTransfers, RekeyingsRepository, SignatureVeil, TransferRekeyer, Veil],
  exports: [HiddenTransfers, RekeyingsRepository, SignatureVeil, TransferRekeyer, Veil],
})
export class VeilModule {}

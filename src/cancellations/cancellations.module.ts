import { Module } from '@nestjs/common';
import { TransfersModule } from '../transfers/transfers.module.js';
import { CancelBeginning } from './cancel-beginning.js';
import { CancellationsRepository } from './cancellations.repository.js';

@Module({
  imports: [TransfersModule],
  providers: [CancelBeginning, CancellationsRepository],
  exports: [CancelBeginning],
})
export class CancellationsModule {}

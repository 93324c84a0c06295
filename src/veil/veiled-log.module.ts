import { Global, Module } from '@nestjs/common';
import { AuditVeil } from '../audit-log/audit-veil.js';
import { TransfersModule } from '../transfers/transfers.module.js';
import { VeilModule } from './veil.module.js';
import { VeiledLog } from './veiled-log.js';

/** Global, because readers of the log are rows below. */
@Global()
@Module({
  imports: [TransfersModule, VeilModule],
  providers: [{ provide: AuditVeil, useClass: VeiledLog }],
  exports: [AuditVeil],
})
export class VeiledLogModule {}

import { Module } from '@nestjs/common';
import { TransfersModule } from '../transfers/transfers.module.js';
import { VeilModule } from '../veil/veil.module.js';
import { WaitsModule } from '../waits/waits.module.js';
import { InboxController } from './inbox.controller.js';
import { Inbox } from './inbox.js';

@Module({
  imports: [TransfersModule, VeilModule, WaitsModule],
  controllers: [InboxController],
  providers: [Inbox],
})
export class InboxModule {}

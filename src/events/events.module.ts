import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { EventStreams } from './event-streams.js';
import { EventsController } from './events.controller.js';
import { HintReaders } from './hint-readers.js';

@Module({
  imports: [IdentityModule],
  controllers: [EventsController],
  providers: [EventStreams, HintReaders],
})
export class EventsModule {}

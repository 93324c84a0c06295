import { Module } from '@nestjs/common';
import { DestinationsController } from './destinations.controller.js';
import { DestinationsRepository } from './destinations.repository.js';

@Module({
  controllers: [DestinationsController],
  providers: [DestinationsRepository],
  exports: [DestinationsRepository],
})
export class AddressBookModule {}

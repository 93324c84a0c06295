import { Global, Module } from '@nestjs/common';
import { Actors } from '../audit-log/actors.js';
import { IdentityModule } from './identity.module.js';
import { NamedPeople } from './named-people.js';

/** Global, because readers of the log are rows below. */
@Global()
@Module({
  imports: [IdentityModule],
  providers: [{ provide: Actors, useExisting: NamedPeople }],
  exports: [Actors],
})
export class NamedPeopleModule {}

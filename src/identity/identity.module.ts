import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AccessGuard } from './access.guard.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeys } from './api-keys.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { KeyUsesRepository } from './keys/key-uses.repository.js';
import { ApiKeyGuard, SessionGuard } from './passport.guards.js';
import { NamedPeople } from './named-people.js';
import { PasskeyCountersRepository } from './keys/passkey-counters.repository.js';
import { PeopleController } from './people.controller.js';
import { PeopleRepository } from './people.repository.js';
import { SessionStrategy } from './session.strategy.js';
import { Sessions } from './sessions.js';
import { SessionsRepository } from './sessions.repository.js';
import { SignatureIntake } from './signature-intake.js';
import { StandingAccess } from './standing-access.js';

@Module({
  imports: [PassportModule],
  controllers: [ApiKeysController, PeopleController],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    ApiKeyGuard,
    ApiKeyStrategy,
    ApiKeys,
    ApiKeysRepository,
    KeyUsesRepository,
    NamedPeople,
    PasskeyCountersRepository,
    PeopleRepository,
    SessionGuard,
    SessionStrategy,
    Sessions,
    SessionsRepository,
    SignatureIntake,
    StandingAccess,
  ],
  exports: [
    NamedPeople,
    ApiKeys,
    KeyUsesRepository,
    PasskeyCountersRepository,
    PeopleRepository,
    Sessions,
    SignatureIntake,
    StandingAccess,
  ],
})
export class IdentityModule {}

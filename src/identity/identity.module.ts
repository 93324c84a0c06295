import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AccessGuard } from './access.guard.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeys } from './api-keys.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { ApiKeyGuard, SessionGuard, SiweGuard } from './passport.guards.js';
import { PeopleController } from './people.controller.js';
import { PeopleRepository } from './people.repository.js';
import { SessionStrategy } from './session.strategy.js';
import { SessionsController } from './sessions.controller.js';
import { Sessions } from './sessions.js';
import { SessionsRepository } from './sessions.repository.js';
import { SignIn } from './sign-in.js';
import { SiweStrategy } from './siwe.strategy.js';

@Module({
  imports: [PassportModule],
  controllers: [SessionsController, ApiKeysController, PeopleController],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    ApiKeyGuard,
    ApiKeyStrategy,
    ApiKeys,
    ApiKeysRepository,
    PeopleRepository,
    SessionGuard,
    SessionStrategy,
    Sessions,
    SessionsRepository,
    SignIn,
    SiweGuard,
    SiweStrategy,
  ],
  exports: [PeopleRepository],
})
export class IdentityModule {}

import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AccessGuard } from './access.guard.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeys } from './api-keys.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { OpenIdController } from './openid.controller.js';
import { OpenIdProvider } from './openid-provider.js';
import { OpenIdSignIn } from './openid-sign-in.js';
import { OpenIdSignInsRepository } from './openid-sign-ins.repository.js';
import { OpenIdStrategy } from './openid.strategy.js';
import { ApiKeyGuard, OpenIdGuard, PasskeyGuard, SessionGuard, SiweGuard } from './passport.guards.js';
import { PasskeyCountersRepository } from './passkey-counters.repository.js';
import { PasskeySignIn } from './passkey-sign-in.js';
import { PasskeyStrategy } from './passkey.strategy.js';
import { PeopleController } from './people.controller.js';
import { PeopleRepository } from './people.repository.js';
import { RefusedSignIns } from './refused-sign-ins.js';
import { SessionStrategy } from './session.strategy.js';
import { SessionsController } from './sessions.controller.js';
import { Sessions } from './sessions.js';
import { SessionsRepository } from './sessions.repository.js';
import { SignatureIntake } from './signature-intake.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { SignIn } from './sign-in.js';
import { SiweStrategy } from './siwe.strategy.js';

@Module({
  imports: [PassportModule],
  controllers: [OpenIdController, SessionsController, ApiKeysController, PeopleController],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    ApiKeyGuard,
    ApiKeyStrategy,
    ApiKeys,
    ApiKeysRepository,
    OpenIdGuard,
    OpenIdProvider,
    OpenIdSignIn,
    OpenIdSignInsRepository,
    OpenIdStrategy,
    PasskeyCountersRepository,
    PasskeyGuard,
    PasskeySignIn,
    PasskeyStrategy,
    PeopleRepository,
    RefusedSignIns,
    SessionGuard,
    SessionStrategy,
    Sessions,
    SessionsRepository,
    SignIn,
    SignInAttempts,
    SignatureIntake,
    SiweGuard,
    SiweStrategy,
  ],
  exports: [PeopleRepository, SignatureIntake],
})
export class IdentityModule {}

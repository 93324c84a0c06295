import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AccessGuard } from './access.guard.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeys } from './api-keys.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { OpenIdController } from './sign-in/openid.controller.js';
import { OpenIdProvider } from './sign-in/openid-provider.js';
import { OpenIdSignIn } from './sign-in/openid-sign-in.js';
import { OpenIdSignInsRepository } from './sign-in/openid-sign-ins.repository.js';
import { OpenIdStrategy } from './sign-in/openid.strategy.js';
import { ApiKeyGuard, OpenIdGuard, PasskeyGuard, SessionGuard, SiweGuard } from './passport.guards.js';
import { PasskeyCountersRepository } from './passkey-counters.repository.js';
import { PasskeySignIn } from './sign-in/passkey-sign-in.js';
import { PasskeyStrategy } from './sign-in/passkey.strategy.js';
import { PeopleController } from './people.controller.js';
import { PeopleRepository } from './people.repository.js';
import { RefusedSignIns } from './sign-in/refused-sign-ins.js';
import { SessionStrategy } from './session.strategy.js';
import { SessionsController } from './sign-in/sessions.controller.js';
import { Sessions } from './sessions.js';
import { SessionsRepository } from './sessions.repository.js';
import { SignatureIntake } from './signature-intake.js';
import { SignInAttempts } from './sign-in/sign-in-attempts.js';
import { SignIn } from './sign-in/sign-in.js';
import { SiweStrategy } from './sign-in/siwe.strategy.js';

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

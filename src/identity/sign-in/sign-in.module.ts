import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { IdentityModule } from '../identity.module.js';
import { OpenIdGuard, PasskeyGuard, SiweGuard } from '../passport.guards.js';
import { CurrentSession } from './current-session.js';
import { OpenIdProvider } from './openid-provider.js';
import { OpenIdSignIn } from './openid-sign-in.js';
import { OpenIdSignInsRepository } from './openid-sign-ins.repository.js';
import { OpenIdController } from './openid.controller.js';
import { OpenIdStrategy } from './openid.strategy.js';
import { PasskeySignIn } from './passkey-sign-in.js';
import { PasskeyStrategy } from './passkey.strategy.js';
import { RefusedSignIns } from './refused-sign-ins.js';
import { SessionsController } from './sessions.controller.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { SignIn } from './sign-in.js';
import { SiweStrategy } from './siwe.strategy.js';

@Module({
  imports: [IdentityModule, PassportModule],
  controllers: [OpenIdController, SessionsController],
  providers: [
    CurrentSession,
    OpenIdGuard,
    OpenIdProvider,
    OpenIdSignIn,
    OpenIdSignInsRepository,
    OpenIdStrategy,
    PasskeyGuard,
    PasskeySignIn,
    PasskeyStrategy,
    RefusedSignIns,
    SignIn,
    SignInAttempts,
    SiweGuard,
    SiweStrategy,
  ],
})
export class SignInModule {}

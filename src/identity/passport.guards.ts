import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';

/** Passport's session handling stays off: it would store a whole user where only an id may be kept. */
const asPrincipal = { session: false, property: 'principal' } as const;

/** A person signing in is `request.user`, and becomes the principal only with an open session. */
const asUser = { session: false } as const;

@Injectable()
export class SessionGuard extends AuthGuard('sluice-session') {
  override getAuthenticateOptions(): typeof asPrincipal {
    return asPrincipal;
  }
}

@Injectable()
export class ApiKeyGuard extends AuthGuard('api-key') {
  override getAuthenticateOptions(): typeof asPrincipal {
    return asPrincipal;
  }
}

@Injectable()
export class PasskeyGuard extends AuthGuard('passkey') {
  override getAuthenticateOptions(): typeof asUser {
    return asUser;
  }
}

@Injectable()
export class SiweGuard extends AuthGuard('siwe') {
  override getAuthenticateOptions(): typeof asUser {
    return asUser;
  }
}

/** As `SiweGuard`, for a person whom the OpenID provider vouches for. */
@Injectable()
export class OpenIdGuard extends AuthGuard('openid') {
  override getAuthenticateOptions(): { session: false } {
    return { session: false };
  }
}

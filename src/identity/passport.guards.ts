import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';

/** Passport's own session handling stays off: it would store a user, where only an id may be kept. */
const asPrincipal = { session: false, property: 'principal' } as const;

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

/** Proves who wants to sign in. The person is `request.user`, and is nobody's principal until the session is open. */
@Injectable()
export class SiweGuard extends AuthGuard('siwe') {
  override getAuthenticateOptions(): { session: false } {
    return { session: false };
  }
}

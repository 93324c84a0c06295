import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DomainError } from '../domain/errors.js';
import { accessOf, isMutating, isUnattended, type SluiceRequest } from '../infra/http/access.js';
import { forbiddenWords } from './forbidden-words.js';
import { cookiesNamed } from '../infra/http/cookies.js';
import { sessionCookieName } from '../infra/http/session.js';
import { ApiKeyGuard, SessionGuard } from './passport.guards.js';

/** Guards every request. A route denies whatever it does not explicitly allow. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly config: Config,
    private readonly session: SessionGuard,
    private readonly apiKey: ApiKeyGuard,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SluiceRequest>();
    const access = accessOf(context.getHandler());
    if (!access) throw new DomainError('FORBIDDEN', 'nobody may call this route');
    const isService = request.headers.authorization !== undefined;
    if (!isService && isMutating(request.method)) this.refuseForeignOrigin(request);
    if (access.kind === 'public') return true;

    if (isService && this.hasSessionCookie(request)) {
      throw new DomainError('UNAUTHENTICATED', 'send a session or an API key, not both');
    }
    request.isUnattended = isUnattended(context.getHandler(), request);
    await (isService ? this.apiKey : this.session).canActivate(context);
    const held = request.principal?.roles ?? [];
    if (!access.roles.some((role) => held.includes(role))) {
      throw new DomainError('FORBIDDEN', forbiddenWords(access.roles, request.principal));
    }
    return true;
  }

  /** Refuses CSRF. Browsers set these two headers, pages cannot change them, services may omit them (THREATS H07). */
  private refuseForeignOrigin(request: SluiceRequest): void {
    const { origin } = request.headers;
    if (origin !== undefined && origin !== this.config.publicOrigin) {
      throw new DomainError('CSRF', 'the request comes from a page of another origin');
    }
    const site = request.headers['sec-fetch-site'] ?? 'same-origin';
    if (site !== 'same-origin' && site !== 'none') {
      throw new DomainError('CSRF', 'the request comes from a page of another site');
    }
  }

  private hasSessionCookie(request: SluiceRequest): boolean {
    return cookiesNamed(request, sessionCookieName(this.config)).length > 0;
  }
}

import {
  Controller,
  Get,
  Header,
  HttpRedirectResponse,
  HttpStatus,
  Query,
  Redirect,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { CookieOptions, Request, Response } from 'express';
import type { z } from 'zod';
import { Config } from '../../config/config.js';
import { DomainError } from '../../domain/errors.js';
import type { Person } from '../../domain/identity/person.js';
import { Public } from '../../infra/http/access.js';
import { Refuses } from '../../infra/http/docs/refusals.js';
import { cookiesNamed, isSecure } from '../../infra/http/cookies.js';
import { FailureWindow } from '../../infra/http/problems/failure-window.js';
import { RateLimited } from '../../infra/http/problems/rate-limited.js';
import { OpenIdReturn, OpenIdStart } from '../identity.contract.js';
import { openIdCookie, placeIn } from './openid-place.js';
import { OpenIdSignIn, openIdCookieName } from './openid-sign-in.js';
import { OpenIdGuard } from '../passport.guards.js';
import { Sessions } from '../sessions.js';

const COOKIE_MINUTES = 10;

/**
 * A page instead of a redirect: while the browser follows redirects from the provider, it does not send the new
 * session's SameSite=Strict cookie. From a page of Sluice's own it does.
 */
function signedInPage(place: string): string {
  const href = place.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Signed in to Sluice</title>
<meta http-equiv="refresh" content="0;url=${href}">
<p>You are signed in. <a href="${href}">Continue</a></p></html>
`;
}

/** Both routes are GET, because the browser navigates to them; both change something only for their visitor. */
@ApiTags('sessions')
@Controller('v1/sessions/oidc')
export class OpenIdController {
  /** Bounds starts: anyone can cause one, and each writes a row and sends a browser to the provider. */
  private readonly starts = new FailureWindow({ max: 100, windowMs: 5 * 60_000 });

  constructor(
    private readonly config: Config,
    private readonly signIn: OpenIdSignIn,
    private readonly sessions: Sessions,
  ) {}

  @Get()
  @Public()
  @Redirect()
  @Refuses('CSRF', 'RATE_LIMITED', 'OPENID_UNAVAILABLE', 'ROUTE_NOT_FOUND')
  @ApiOperation({
    operationId: 'startOpenIdSignIn',
    summary: 'Begin to sign in by OpenID',
    description: 'For a browser: goes to the page of the OpenID provider. A cookie waits for the return.',
  })
  @ApiResponse({ status: 302, description: 'To the provider; a cookie waits for the return' })
  async start(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Query({ schema: OpenIdStart }) { back }: z.output<typeof OpenIdStart>,
  ): Promise<HttpRedirectResponse> {
    refuseForeignPage(request);
    const networkAddress = request.ip ?? 'unknown';
    const waitSeconds = this.starts.waitSeconds(networkAddress);
    if (waitSeconds > 0) throw new RateLimited(waitSeconds);
    this.starts.fail(networkAddress);
    const { location, handle } = await this.signIn.begin(request);
    const maxAge = COOKIE_MINUTES * 60_000;
    response.cookie(openIdCookieName(this.config), openIdCookie(handle, back), {
      ...this.cookieOptions(),
      maxAge,
    });
    return { url: location, statusCode: HttpStatus.FOUND };
  }

  @Get('callback')
  @Public()
  @UseGuards(OpenIdGuard)
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Refuses('SIGN_IN_FAILED', 'OPENID_UNAVAILABLE', 'ROUTE_NOT_FOUND')
  @ApiOperation({
    operationId: 'finishOpenIdSignIn',
    summary: 'Finish to sign in by OpenID',
    description: 'Where the provider sends the browser back to. Opens the session and goes on.',
  })
  @ApiProduces('text/html')
  @ApiResponse({
    status: 200,
    description: 'A page that goes on from here',
    content: { 'text/html': { schema: { type: 'string' } } },
  })
  async callback(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Query({ schema: OpenIdReturn }) _query: z.output<typeof OpenIdReturn>,
  ): Promise<string> {
    response.clearCookie(openIdCookieName(this.config), this.cookieOptions());
    await this.sessions.open(request, request.user as Person, 'openid');
    const [cookie = ''] = cookiesNamed(request, openIdCookieName(this.config));
    return signedInPage(placeIn(cookie));
  }

  /** SameSite=Lax, because the provider's redirect is a navigation from another site and must send the cookie. */
  private cookieOptions(): CookieOptions {
    return { httpOnly: true, sameSite: 'lax', secure: isSecure(this.config), path: '/' };
  }
}

/** Refuses pages of other sites, which could use up the limit of their visitors' network. Bookmarks are allowed. */
function refuseForeignPage(request: Request): void {
  const site = request.headers['sec-fetch-site'] ?? 'none';
  if (site !== 'none' && site !== 'same-origin') {
    throw new DomainError('CSRF', 'the sign-in was begun by a page of another site');
  }
}

import { Body, Controller, Delete, Get, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { DomainError } from '../domain/errors.js';
import { type Person, ROLES } from '../domain/identity/person.js';
import { actorOf, CurrentPrincipal, Mutation, type Principal, Public, Read } from '../infra/http/access.js';
import { type Answer, created } from '../infra/http/answer.js';
import { FailureWindow } from '../infra/http/failure-window.js';
import { RateLimited } from '../infra/http/rate-limited.js';
import { Nonce, PrincipalView, SessionView, SignInBody } from './identity.contract.js';
import { personView, principalView } from './identity.views.js';
import { SiweGuard } from './passport.guards.js';
import { Sessions } from './sessions.js';

@ApiTags('sessions')
@Controller('v1/sessions')
export class SessionsController {
  /** A nonce is a row that anyone can have written. */
  private readonly nonces = new FailureWindow({ max: 100, windowMs: 5 * 60_000 });

  constructor(private readonly sessions: Sessions) {}

  @Post('nonce')
  @HttpCode(200)
  @Public()
  @ApiOperation({ summary: 'A one-time nonce to sign in with, kept in a new session' })
  @ApiResponse({ status: 200, standardSchema: Nonce })
  async nonce(@Req() request: Request): Promise<{ nonce: string }> {
    const networkAddress = request.ip ?? 'unknown';
    const waitSeconds = this.nonces.waitSeconds(networkAddress);
    if (waitSeconds > 0) throw new RateLimited(waitSeconds);
    this.nonces.fail(networkAddress);
    return { nonce: await this.sessions.issueNonce(request) };
  }

  @Post()
  @Public()
  @UseGuards(SiweGuard)
  @ApiOperation({ summary: 'Sign in with Ethereum (EIP-4361) by an enrolled confirmation key' })
  @ApiResponse({ status: 201, standardSchema: SessionView })
  async open(@Req() request: Request, @Body({ schema: SignInBody }) _body: SignInBody): Promise<Answer> {
    const person = request.user as Person;
    await this.sessions.open(request, person);
    return created({ person: personView(person) });
  }

  @Get('current')
  @Read(...ROLES)
  @ApiOperation({ summary: 'Who is asking, with the roles of this moment' })
  @ApiResponse({ status: 200, standardSchema: PrincipalView })
  current(@CurrentPrincipal() principal: Principal): PrincipalView {
    return principalView(principal);
  }

  @Delete('current')
  @HttpCode(204)
  @Mutation({ roles: ROLES, audit: 'session.closed' })
  @ApiOperation({ summary: 'Sign out' })
  @ApiResponse({ status: 204 })
  async close(@Req() request: Request, @CurrentPrincipal() principal: Principal): Promise<void> {
    if (principal.kind === 'service') throw new DomainError('FORBIDDEN', 'an API key has no session');
    await this.sessions.close(request, actorOf(principal));
  }
}

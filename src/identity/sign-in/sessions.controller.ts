import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { z } from 'zod';
import { DomainError } from '../../domain/errors.js';
import { type Person, ROLES } from '../../domain/identity/person.js';
import type { SignInMethod } from '../../domain/identity/session.js';
import type { AssertionOptions } from '../../domain/signatures/ceremony.js';
import { CurrentPrincipal, Mutation, type Principal, Public, Read } from '../../infra/http/access.js';
import { Refuses } from '../../infra/http/docs/refusals.js';
import { type Answer, created } from '../../infra/http/answer.js';
import { FailureWindow } from '../../infra/http/problems/failure-window.js';
import { RateLimited } from '../../infra/http/problems/rate-limited.js';
import {
  EndedSessions,
  Nonce,
  PasskeyOptions,
  PasskeySignInBody,
  PrincipalView,
  SessionPath,
  SessionsView,
  SessionView,
  SignInBody,
} from '../identity.contract.js';
import { personView, sessionEntry } from '../identity.views.js';
import { KeyUsesRepository } from '../keys/key-uses.repository.js';
import { CurrentSession } from './current-session.js';
import { PasskeySignIn } from './passkey-sign-in.js';
import { PasskeyGuard, SiweGuard } from '../passport.guards.js';
import { Sessions } from '../sessions.js';

@ApiTags('sessions')
@Controller('v1/sessions')
export class SessionsController {
  /** Bounds nonces: anyone can cause one, and each is a row. */
  private readonly nonces = new FailureWindow({ max: 100, windowMs: 5 * 60_000 });

  constructor(
    private readonly sessions: Sessions,
    private readonly passkeys: PasskeySignIn,
    private readonly asking: CurrentSession,
    private readonly uses: KeyUsesRepository,
  ) {}

  @Post('nonce')
  @HttpCode(200)
  @Public()
  @ApiOperation({
    operationId: 'createSignInNonce',
    summary: 'Create a nonce to sign in with',
    description: 'It is good once and belongs to the session cookie that the answer sets.',
  })
  @ApiResponse({ status: 200, standardSchema: Nonce })
  async nonce(@Req() request: Request): Promise<{ nonce: string }> {
    return { nonce: await this.newNonce(request) };
  }

  @Post('passkey/options')
  @HttpCode(200)
  @Public()
  @Refuses('PASSKEY_ORIGIN')
  @ApiOperation({
    operationId: 'createPasskeyOptions',
    summary: 'Create the options of a passkey sign-in',
    description: 'What a browser passes to `navigator.credentials.get`; the challenge is a one-time nonce.',
  })
  @ApiResponse({ status: 200, standardSchema: PasskeyOptions })
  async passkeyOptions(@Req() request: Request): Promise<AssertionOptions> {
    this.passkeys.requireRelyingParty();
    return this.passkeys.options(await this.newNonce(request));
  }

  @Post('passkey')
  @Public()
  @UseGuards(PasskeyGuard)
  @Refuses('SIGN_IN_FAILED')
  @ApiOperation({
    operationId: 'openSessionByPasskey',
    summary: 'Sign in with a passkey',
    description: 'By an enrolled passkey over the challenge of the options. Sets the session cookie.',
  })
  @ApiResponse({ status: 201, standardSchema: SessionView })
  openByPasskey(
    @Req() request: Request,
    @Body({ schema: PasskeySignInBody }) _body: PasskeySignInBody,
  ): Promise<Answer> {
    return this.opened(request, 'passkey');
  }

  @Post()
  @Public()
  @UseGuards(SiweGuard)
  @Refuses('SIGN_IN_FAILED', 'SIGNATURE_FORMAT')
  @ApiOperation({
    operationId: 'openSession',
    summary: 'Sign in with a wallet',
    description: 'By an EIP-4361 message, signed by an enrolled confirmation key. Sets the session cookie.',
  })
  @ApiResponse({ status: 201, standardSchema: SessionView })
  open(@Req() request: Request, @Body({ schema: SignInBody }) _body: SignInBody): Promise<Answer> {
    return this.opened(request, 'wallet');
  }

  @Get('current')
  @Read(...ROLES)
  @ApiOperation({
    operationId: 'showCurrentSession',
    summary: 'Show who is asking',
    description:
      'The caller with the roles of this moment; of a person also their keys, the Safes that they are an owner of, and when the session ends. Asking is a use of the session like any other.',
  })
  @ApiResponse({ status: 200, standardSchema: PrincipalView })
  current(@CurrentPrincipal() principal: Principal): Promise<PrincipalView> {
    return this.asking.of(principal);
  }

  @Delete('current')
  @HttpCode(204)
  // Nothing of what was shown stays in the browser, whatever the page forgets.
  @Header('Clear-Site-Data', '"cache", "storage"')
  @Mutation({ roles: ROLES, audit: 'session.closed', signs: 'nothing' })
  @ApiOperation({
    operationId: 'closeCurrentSession',
    summary: 'Sign out',
    description: 'Ends the session of this request.',
  })
  @ApiResponse({ status: 204 })
  async close(@Req() request: Request, @CurrentPrincipal() principal: Principal): Promise<void> {
    const { personId, sessionId } = demandPerson(principal);
    await this.sessions.close(request, personId, sessionId);
  }

  @Get()
  @Read(...ROLES)
  @ApiOperation({
    summary: 'List your own sessions',
    description: 'Those that have not ended, with where they were opened from.',
  })
  @ApiResponse({ status: 200, standardSchema: SessionsView })
  async list(@CurrentPrincipal() principal: Principal): Promise<z.output<typeof SessionsView>> {
    const { personId, sessionId } = demandPerson(principal);
    const sessions = await this.sessions.listOf(personId);
    return { data: sessions.map((session) => sessionEntry(session, sessionId)) };
  }

  @Delete('others')
  @Mutation({ roles: ROLES, audit: 'session.revoked', signs: 'nothing' })
  @ApiOperation({
    operationId: 'revokeOtherSessions',
    summary: 'End all your other sessions',
    description: 'All but the session of this request.',
  })
  @ApiResponse({ status: 200, standardSchema: EndedSessions })
  async revokeOthers(@CurrentPrincipal() principal: Principal): Promise<EndedSessions> {
    const { personId, sessionId } = demandPerson(principal);
    return { data: [...(await this.sessions.revokeAll(personId, { actor: personId, but: sessionId }))] };
  }

  @Delete(':id')
  @HttpCode(204)
  @Mutation({ roles: ROLES, audit: 'session.revoked', signs: 'nothing' })
  @Refuses('SESSION_NOT_FOUND')
  @ApiOperation({
    summary: 'End one of your sessions',
    description: 'The session may be the one of this request.',
  })
  @ApiResponse({ status: 204 })
  async revoke(
    @Param({ schema: SessionPath }) { id }: z.output<typeof SessionPath>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    await this.sessions.revoke(demandPerson(principal).personId, id);
  }

  private async newNonce(request: Request): Promise<string> {
    const networkAddress = request.ip ?? 'unknown';
    const waitSeconds = this.nonces.waitSeconds(networkAddress);
    if (waitSeconds > 0) throw new RateLimited(waitSeconds);
    this.nonces.fail(networkAddress);
    return this.sessions.issueNonce(request);
  }

  private async opened(request: Request, method: SignInMethod): Promise<Answer> {
    const person = request.user as Person;
    await this.sessions.open(request, person, method);
    const uses = await this.uses.of(person.keys.map(({ id }) => id));
    return created({ person: personView(person, uses) });
  }
}

function demandPerson(principal: Principal): Extract<Principal, { kind: 'person' }> {
  if (principal.kind === 'person') return principal;
  throw new DomainError('FORBIDDEN', 'an API key has no session');
}

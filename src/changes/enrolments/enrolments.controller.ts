import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { z } from 'zod';
import { AuditLog } from '../../audit-log/audit-log.js';
import { DomainError } from '../../domain/errors.js';
import { parseId } from '../../domain/values/identifier.js';
import { Database, type Tx } from '../../infra/database/database.js';
import {
  CurrentPrincipal,
  Mutation,
  type Principal,
  Public,
  Read,
  personOf,
} from '../../infra/http/access.js';
import { Refuses } from '../../infra/http/docs/refusals.js';
import { Answer, created } from '../../infra/http/answer.js';
import { FailureWindow } from '../../infra/http/problems/failure-window.js';
import { Idempotency, IdempotencyKeyHeader, type IdempotentRequest } from '../../infra/http/idempotency.js';
import { RateLimited } from '../../infra/http/problems/rate-limited.js';
import { alreadyRecorded } from '../../infra/http/refusal-log.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { ChangeView, DraftView } from '../changes.contract.js';
import { KeyEnrolment } from './enrol-key.js';
import {
  CreateInvitation,
  CreatedInvitation,
  DraftEnrolment,
  EnrolmentOptions,
  InvitationListQuery,
  InvitationPage,
  InvitationParams,
  InvitationsView,
  type InvitationView,
  OpenInvitation,
  PersonParams,
  ProposeEnrolment,
} from './enrolments.contract.js';
import type { Invitation } from './invitations.repository.js';
import { Invitations, type ListedInvitation } from './invitations.js';

@ApiTags('people')
@Controller('v1')
export class InvitationsController {
  constructor(
    private readonly invitations: Invitations,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
  ) {}

  @Post('people/:id/invitations')
  @Mutation({ roles: ['admin'], audit: 'invitation.created', signs: 'nothing' })
  @Refuses('PERSON_NOT_FOUND', 'SOD')
  @ApiOperation({
    operationId: 'createInvitation',
    summary: 'Invite a person to enrol a key',
    description:
      'Answers the token of the invitation this once; a repeated request answers null in its place.',
  })
  @ApiResponse({ status: 201, standardSchema: CreatedInvitation })
  async create(
    @IdempotencyKeyHeader() request: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Param({ schema: PersonParams }) { id }: z.output<typeof PersonParams>,
    @Body({ schema: CreateInvitation }) { purpose }: CreateInvitation,
  ): Promise<Answer> {
    // The token bypasses the stored answer, so it is not stored and a replay cannot return it.
    let token: string | null = null;
    const answer = await this.idempotency.once(request, async (tx) => {
      const made = await this.invitations.create(tx, {
        personId: parseId('per', id),
        purpose,
        by: personOf(by, 'only people do this'),
      });
      token = made.token;
      return created({ invitation: view(made.invitation), token: null });
    });
    const body = answer.body as z.output<typeof CreatedInvitation>;
    return new Answer(answer.status, answer.status === 201 ? { ...body, token } : body, answer.isReplayed);
  }

  @Get('invitations')
  @Read('admin', 'compliance')
  @ApiOperation({
    operationId: 'listAllInvitations',
    summary: 'List invitations',
    description:
      'Invitations to enrol a key, of everybody, newest first; with open=true those that can still be used. The token is in none of them.',
  })
  @ApiResponse({ status: 200, standardSchema: InvitationPage })
  async listAll(
    @Query({ schema: InvitationListQuery }) { open, cursor, limit }: z.output<typeof InvitationListQuery>,
  ): Promise<InvitationPage> {
    const found = await this.invitations.page({ isOpen: open === 'true', before: cursor, limit: limit + 1 });
    const page = found.slice(0, limit);
    const nextCursor = found.length > limit ? (page.at(-1)?.invitation.id ?? null) : null;
    return { data: page.map(row), nextCursor };
  }

  @Get('people/:id/invitations')
  @Read('admin', 'auditor', 'compliance')
  @Refuses('PERSON_NOT_FOUND')
  @ApiOperation({
    operationId: 'listInvitations',
    summary: 'List the invitations of a person',
    description: 'All of them without their tokens, used and ended ones too.',
  })
  @ApiResponse({ status: 200, standardSchema: InvitationsView })
  async list(@Param({ schema: PersonParams }) { id }: z.output<typeof PersonParams>) {
    return { data: (await this.invitations.list(parseId('per', id))).map(view) };
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  @Mutation({ roles: ['admin', 'compliance'], audit: 'invitation.revoked', signs: 'nothing' })
  @Refuses('INVITATION_INVALID')
  @ApiOperation({
    operationId: 'revokeInvitation',
    summary: 'Revoke an invitation',
    description: 'Its token is worth nothing from this moment on.',
  })
  @ApiResponse({ status: 204 })
  async revoke(
    @CurrentPrincipal() by: Principal,
    @Param({ schema: InvitationParams }) { id }: z.output<typeof InvitationParams>,
  ): Promise<void> {
    await this.database.transaction((tx) =>
      this.invitations.revoke(tx, id, personOf(by, 'only people do this')),
    );
  }
}

/** Routes for a person who has nothing but an invitation's token. */
@ApiTags('people')
@Controller('v1/enrolments')
export class EnrolmentsController {
  private readonly failures = new FailureWindow({ max: 10, windowMs: 5 * 60_000 });

  constructor(
    private readonly enrolment: KeyEnrolment,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  @Post('options')
  @HttpCode(200)
  @Public()
  @Refuses('INVITATION_INVALID')
  @ApiOperation({
    operationId: 'openInvitation',
    summary: 'Open an invitation',
    description:
      'Whose key the invitation asks for, and what a browser needs to make a passkey. The token is not used up.',
  })
  @ApiResponse({ status: 200, standardSchema: EnrolmentOptions })
  options(@Req() request: Request, @Body({ schema: OpenInvitation }) { token }: OpenInvitation) {
    return this.attempt(request, (tx) => this.enrolment.options(tx, token));
  }

  @Post('drafts')
  @Public()
  @Refuses(
    'INVITATION_INVALID',
    'CHANGE_INVALID',
    'CHANGE_CONFLICT',
    'PASSKEY_REGISTRATION',
    'LABEL_CONFUSABLE',
  )
  @ApiOperation({
    operationId: 'draftEnrolment',
    summary: 'Draft an enrolment',
    description: 'The enrolment as the new key signs it. Nothing is proposed by it.',
  })
  @ApiResponse({ status: 201, standardSchema: DraftView })
  draft(@Req() request: Request, @Body({ schema: DraftEnrolment }) body: DraftEnrolment): Promise<Answer> {
    return this.attempt(request, (tx) => this.enrolment.draft(tx, body));
  }

  @Post()
  @Public()
  @Refuses('INVITATION_INVALID', 'CHANGE_INVALID', 'CHANGE_CONFLICT', 'CHANGE_NOT_FOUND', 'APPROVAL_BINDING')
  @ApiOperation({
    operationId: 'proposeEnrolment',
    summary: 'Propose an enrolment',
    description:
      'Signed by the new key. The invitation is used up, and the key counts once a quorum has approved it.',
  })
  @ApiResponse({ status: 201, standardSchema: ChangeView })
  propose(
    @Req() request: Request,
    @Body({ schema: ProposeEnrolment }) body: ProposeEnrolment,
  ): Promise<Answer> {
    return this.attempt(request, (tx) => this.enrolment.propose(tx, body));
  }

  /** Bounds and logs wrong tokens, although they cannot be guessed. */
  private async attempt<T>(request: Request, act: (tx: Tx) => Promise<T>): Promise<T> {
    const networkAddress = request.ip ?? 'unknown';
    const waitSeconds = this.failures.waitSeconds(networkAddress);
    if (waitSeconds > 0) throw new RateLimited(waitSeconds);
    try {
      return await this.database.transaction(act);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const isLast = this.failures.fail(networkAddress);
      const detail = { code: error.code, networkAddress, isLastBeforeRateLimit: isLast };
      await this.database.transaction((tx) =>
        this.audit.append(tx, { type: 'enrolment.refused', actor: 'anonymous', detail }),
      );
      throw alreadyRecorded(error);
    }
  }
}

function row({ invitation, ...named }: ListedInvitation): InvitationPage['data'][number] {
  return { ...view(invitation), ...named };
}

function view({ id, personId, purpose, createdBy, ...times }: Invitation): InvitationView {
  return {
    ...{ id, person: personId, purpose, createdBy },
    createdAt: printTimestamp(times.createdAt),
    expiresAt: printTimestamp(times.expiresAt),
    usedAt: times.usedAt === null ? null : printTimestamp(times.usedAt),
  };
}

import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type GovernedChange, changeStatement, isGoverned } from '../domain/changes/change.js';
import { changeAnswerFault } from '../domain/duties/change-answer-fault.js';
import type { ChangeRecord } from '../domain/register/ledger.js';
import type { Registered } from '../domain/register/registered.js';
import { DomainError } from '../domain/errors.js';
import { OPERATIONAL_ROLES, ROLES } from '../domain/identity/person.js';
import { type ChangeId, parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, Mutation, type Principal, Read, personOf } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { type Answer, created } from '../infra/http/answer.js';
import { Idempotency, IdempotencyKeyHeader, type IdempotentRequest } from '../infra/http/idempotency.js';
import { Database } from '../infra/database/database.js';
import { Register } from '../register/register.js';
import { awaitsAnswerOf } from './awaits-answer.js';
import { changeView, statementView } from './change-view.js';
import {
  AnswerChange,
  ChangeAnswerStatementView,
  ChangeDetail,
  ChangeListQuery,
  ChangePage,
  ChangeParams,
  ChangeView,
  DraftChange,
  DraftView,
  ProposeChange,
  StatementQuery,
} from './changes.contract.js';
import { ChangeDrafter } from './draft-change.js';
import { Governance } from './govern.js';
import { PolicyReviews } from './policy-reviews/policy-reviews.js';

/** The three steps of a change: draft, propose, answer. Each is one transaction under its Idempotency-Key. */
@ApiTags('changes')
@Controller('v1/changes')
export class ChangesController {
  constructor(
    private readonly drafter: ChangeDrafter,
    private readonly governance: Governance,
    private readonly idempotency: Idempotency,
    private readonly reviews: PolicyReviews,
  ) {}

  @Post('drafts')
  @Mutation({ roles: OPERATIONAL_ROLES, audit: 'change.drafted', signs: 'nothing' })
  @Refuses(
    'CHANGE_INVALID',
    'CHANGE_CONFLICT',
    'DEST_LOOKALIKE',
    'CONTROL_NOT_PROVEN',
    'EXPIRED',
    'EXPIRY_TOO_FAR',
    'SAFE_STATE_DRIFT',
    'TOKEN_NOT_PINNED',
    'TOKEN_CODE_CHANGED',
    'RPC_UNAVAILABLE',
    'RPC_DISAGREE',
  )
  @ApiOperation({
    summary: 'Draft a change',
    description:
      'Answers the change as it would be signed: its object, its sentences and the statement. Nothing is proposed by it.',
  })
  @ApiResponse({ status: 201, standardSchema: DraftView })
  draft(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Body({ schema: DraftChange }) { kind, subject, content, expiresAt }: DraftChange,
  ): Promise<Answer> {
    const wish = { kind, subject, content, expiresAt };
    return this.idempotency.onceAfter(
      key,
      async () => {
        const prepared = await this.drafter.prepare(personOf(by), wish);
        return { prepared, review: await this.reviews.ofDraft(prepared, by) };
      },
      (tx, { prepared, review }) => this.drafter.draft(tx, prepared, review),
    );
  }

  @Post()
  @Mutation({ roles: OPERATIONAL_ROLES, audit: 'change.proposed', signs: 'Change' })
  @Refuses(
    'CHANGE_NOT_FOUND',
    'CHANGE_INVALID',
    'CHANGE_CONFLICT',
    'STATE_CONFLICT',
    'APPROVAL_BINDING',
    'EXPIRED',
    'SIGNATURE_FORMAT',
    'EXPOSURE_OPEN',
  )
  @ApiOperation({
    summary: 'Propose a drafted change',
    description:
      "Needs the proposer's signature over the draft's statement. A quorum then answers it, and a loosening waits before it is active.",
  })
  @ApiResponse({ status: 201, standardSchema: ChangeView })
  propose(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Body({ schema: ProposeChange }) { id, ...signed }: ProposeChange,
  ): Promise<Answer> {
    return this.idempotency.once(key, async (tx) => {
      const given = { id: parseId('chg', id), by: personOf(by), invitationId: null, ...signed };
      const proposed = await this.governance.propose(tx, given);
      return created(viewOf(proposed.register, proposed.id));
    });
  }

  @Post(':id/answers')
  @Mutation({ roles: OPERATIONAL_ROLES, audit: 'change.approved', signs: 'Change' })
  @Refuses(
    'CHANGE_NOT_FOUND',
    'CHANGE_CONFLICT',
    'STATE_CONFLICT',
    'ALREADY_CONFIRMED',
    'QUORUM',
    'EVM_KEY_REQUIRED',
    'KEY_NOT_ENROLLED',
    'SOD',
    'APPROVAL_BINDING',
    'EXPIRED',
    'SIGNATURE_FORMAT',
    'EXPOSURE_OPEN',
  )
  @ApiOperation({
    summary: 'Approve, reject or withdraw a change',
    description: 'By your own signature over the statement of your answer. The proposer alone withdraws.',
  })
  @ApiResponse({ status: 201, standardSchema: ChangeView })
  answer(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Param({ schema: ChangeParams }) params: z.output<typeof ChangeParams>,
    @Body({ schema: AnswerChange }) body: AnswerChange,
  ): Promise<Answer> {
    return this.idempotency.once(key, async (tx) => {
      const id = parseId('chg', params.id);
      const reason = body.decision === 'approve' ? '' : body.reason;
      const { decision, at, head, signature } = body;
      const word = { personId: personOf(by), decision, reason, at, head, signature };
      return created(viewOf(await this.governance.answer(tx, id, word), id));
    });
  }
}

/** Reads changes, and the statements to sign over them. */
@ApiTags('changes')
@Controller('v1/changes')
export class ChangeReadsController {
  constructor(
    private readonly register: Register,
    private readonly database: Database,
    private readonly reviews: PolicyReviews,
  ) {}

  @Get()
  @Read(...ROLES)
  @ApiOperation({
    operationId: 'listChanges',
    summary: 'List changes',
    description: 'Newest first. With `waitingFor=me` only those that your answer would bring further.',
  })
  @ApiResponse({ status: 200, standardSchema: ChangePage })
  async list(
    @CurrentPrincipal() by: Principal,
    @Query({ schema: ChangeListQuery }) query: ChangeListQuery,
  ): Promise<ChangePage> {
    const register = await this.register.current();
    const found = [...register.ledger.changes.values()]
      .filter(({ change }) => query.cursor === undefined || change.id < query.cursor)
      .filter(({ status }) => query.state === undefined || status.state === query.state)
      .filter(({ change }) => query.kind === undefined || change.kind === query.kind)
      .filter((record) => query.waitingFor === undefined || waitsFor(register, record, by))
      .sort((a, b) => (a.change.id < b.change.id ? 1 : -1))
      .slice(0, query.limit + 1);
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    return {
      data: page.map((record) => changeView(register, record)),
      nextCursor: last && found.length > query.limit ? last.change.id : null,
    };
  }

  @Get(':id')
  @Read(...ROLES)
  @Refuses('CHANGE_NOT_FOUND')
  @ApiOperation({
    operationId: 'showChange',
    summary: 'Show a change',
    description:
      'What it changes in sentences, who has answered, and who still has to. A change of the policy comes with its review.',
  })
  @ApiResponse({ status: 200, standardSchema: ChangeDetail })
  async show(
    @CurrentPrincipal() by: Principal,
    @Param({ schema: ChangeParams }) params: z.output<typeof ChangeParams>,
  ): Promise<ChangeDetail> {
    const register = await this.register.current();
    const record = recordOf(register, parseId('chg', params.id));
    return { ...changeView(register, record), review: await this.reviews.ofRecord(register, record, by) };
  }

  @Get(':id/statement')
  @Read(...OPERATIONAL_ROLES)
  @Refuses('CHANGE_NOT_FOUND')
  @ApiOperation({
    operationId: 'showChangeStatement',
    summary: 'Show the statement of an answer to a change',
    description:
      'The typed data that you sign to approve, reject or withdraw, and whether your answer would be taken and count. It is good for five minutes.',
  })
  @ApiResponse({ status: 200, standardSchema: ChangeAnswerStatementView })
  async statement(
    @CurrentPrincipal() by: Principal,
    @Param({ schema: ChangeParams }) params: z.output<typeof ChangeParams>,
    @Query({ schema: StatementQuery }) { decision, reason = '' }: StatementQuery,
  ) {
    const register = await this.register.current();
    const record = recordOf(register, parseId('chg', params.id));
    const { change } = record;
    const at = await this.database.now();
    const { head } = register.ledger;
    const answer = {
      personId: personOf(by),
      decision,
      reason: decision === 'approve' ? '' : reason,
      at,
      head,
    };
    const statement = changeStatement(change, answer, register.ledger.installation);
    const because = changeAnswerFault(register, record, answer) ?? null;
    return { ...statementView(statement, { at, head }), mayAnswer: because === null, because };
  }
}

function waitsFor(register: Registered, record: ChangeRecord, by: Principal): boolean {
  return by.kind === 'person' && awaitsAnswerOf(register, record, by.personId);
}

function viewOf(register: Registered, id: ChangeId): ChangeView {
  return changeView(register, recordOf(register, id));
}

function recordOf(register: Registered, id: ChangeId): ChangeRecord & { change: GovernedChange } {
  const record = register.ledger.changes.get(id);
  if (!record || !isGoverned(record.change)) throw new DomainError('CHANGE_NOT_FOUND', 'no such change');
  return { ...record, change: record.change };
}

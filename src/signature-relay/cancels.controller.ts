import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CancelAnswers } from '../cancellations/cancel-answers.js';
import type { Verdict } from '../domain/confirmations/clearance.js';
import { parseId } from '../domain/values/identifier.js';
import { CurrentPrincipal, Mutation, type Principal, Read, personOf } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { type Answer, created } from '../infra/http/answer.js';
import { Idempotency, type IdempotentRequest, IdempotencyKeyHeader } from '../infra/http/idempotency.js';
import { TransferLookup } from '../transfer-api/views/transfer-lookup.js';
import { TransferViews } from '../transfer-api/views/transfer-views.js';
import { TransferView } from '../transfer-api/views/transfer-row.contract.js';
import { CancelParams, CancelQuery, CancelView, CreateCancelAnswer } from './cancels.contract.js';
import { ShownCancels } from './shown-cancels.js';

type Params = z.output<typeof CancelParams>;

/** The cancel of a relayed transfer: shown to everyone, answered by one other confirmer. */
@ApiTags('transfers')
@Controller('v1/transfers/:id/cancel')
export class CancelsController {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly lookup: TransferLookup,
    private readonly shown: ShownCancels,
    private readonly answers: CancelAnswers,
    private readonly views: TransferViews,
  ) {}

  /** The statement to sign in both forms: `confirm`, and `reject` with the reason from the query. */
  @Get()
  @Refuses('TRANSFER_NOT_FOUND', 'STATE_CONFLICT')
  @ApiOperation({
    operationId: 'showCancel',
    summary: 'Show the cancel of a transfer',
    description:
      'How far it has come, and the statement to sign in both forms: to confirm, and to reject for the reason of the query.',
  })
  @ApiResponse({ status: 200, standardSchema: CancelView })
  @Read('operator', 'approver', 'compliance', 'auditor', 'admin', 'signer')
  async show(
    @CurrentPrincipal() by: Principal,
    @Param({ schema: CancelParams }) params: Params,
    @Query({ schema: CancelQuery }) query: z.output<typeof CancelQuery>,
  ): Promise<CancelView> {
    return this.shown.show(await this.lookup.find(parseId('tr', params.id)), query.reason ?? '', by);
  }

  @Post('answers')
  @Refuses(
    'TRANSFER_NOT_FOUND',
    'STATE_CONFLICT',
    'SOD',
    'APPROVAL_BINDING',
    'KEY_NOT_ENROLLED',
    'SIGNATURE_FORMAT',
    'NONCE_SUPERSEDED',
  )
  @ApiOperation({
    operationId: 'answerCancel',
    summary: 'Confirm or reject a cancel',
    description: 'By an approver other than who asked for it, with a signature over the cancellation.',
  })
  @ApiResponse({ status: 201, standardSchema: TransferView })
  @Mutation({ roles: ['approver'], audit: 'transfer.cancel-answered', signs: 'Cancellation' })
  answer(
    @IdempotencyKeyHeader() key: IdempotentRequest,
    @CurrentPrincipal() by: Principal,
    @Param({ schema: CancelParams }) params: Params,
    @Body({ schema: CreateCancelAnswer }) body: z.output<typeof CreateCancelAnswer>,
  ): Promise<Answer> {
    const [id, verdict] = [parseId('tr', params.id), verdictOf(body)];
    const gather = async () => this.answers.see(await this.lookup.find(id), verdict);
    return this.idempotency.onceAfter(key, gather, async (tx, before) => {
      const transfer = await this.lookup.lock(tx, id);
      const given = { personId: personOf(by), verdict, signature: body.signature, before };
      return created(await this.views.view(await this.answers.take(tx, transfer, given), tx));
    });
  }
}

function verdictOf(body: z.output<typeof CreateCancelAnswer>): Verdict {
  return body.decision === 'confirm'
    ? { decision: 'confirm', reason: '' }
    : { decision: 'reject', reason: body.reason };
}

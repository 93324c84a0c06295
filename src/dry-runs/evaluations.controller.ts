import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AuditLog } from '../audit-log/audit-log.js';
import { Database } from '../infra/database/database.js';
import { CurrentPrincipal, Mutation, type Principal, actorOf } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { type Evaluated, DryRun } from './dry-run.js';
import { evaluationView } from './evaluation-view.js';
import { EvaluateTransfer, EvaluationView } from './evaluations.contract.js';

/** Dry runs of requests, by any policy. Only a log entry is stored. */
@ApiTags('policies')
@Controller('v1/policies')
export class EvaluationsController {
  constructor(
    private readonly dryRun: DryRun,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  @Post('evaluate')
  @HttpCode(200)
  @Refuses(
    'POLICY_NOT_FOUND',
    'CHANGE_INVALID',
    'SAFE_NOT_FOUND',
    'ASSET_NOT_ALLOWED',
    'DEST_NOT_ALLOWED',
    'PERSON_NOT_FOUND',
    'AMOUNT_FORMAT',
    'REKEY_REQUIRED',
  )
  @ApiOperation({
    operationId: 'evaluateTransfer',
    summary: 'Decide a hypothetical transfer',
    description:
      'With the reason of every rule, by the policy in force or by a draft. Nothing is reserved; the log says that somebody asked.',
  })
  @ApiResponse({ status: 200, standardSchema: EvaluationView })
  @Mutation({
    roles: ['operator', 'approver', 'compliance', 'auditor', 'admin'],
    audit: 'policy.evaluated',
    signs: 'nothing',
  })
  async evaluate(
    @CurrentPrincipal() by: Principal,
    @Body({ schema: EvaluateTransfer }) body: EvaluateTransfer,
  ): Promise<EvaluationView> {
    const evaluated = await this.dryRun.evaluate(by, body);
    await this.keep(actorOf(by), evaluated);
    return evaluationView(evaluated);
  }

  /** Logs that somebody asked, but not what: it is as secret as a transfer that must be re-keyed. */
  private async keep(actor: string, { facts, decision, isDraft }: Evaluated): Promise<void> {
    const { outcome, policyHash, reasons } = decision;
    const codes = reasons.flatMap(({ outcome: each, code }) =>
      each === 'deny' && code !== null ? [code] : [],
    );
    const detail = { outcome, policyHash, codes: [...new Set(codes)], at: facts.now, isPast: false, isDraft };
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'policy.evaluated', actor, safeId: facts.safe.id, detail }),
    );
  }
}

import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AuditLog } from '../../audit-log/audit-log.js';
import { POLICY } from '../../domain/changes/kinds/policy.js';
import { contentFaults, isWellFormed } from '../../domain/changes/content-faults.js';
import { DomainError } from '../../domain/errors.js';
import { PolicyDraftSchema } from '../../domain/policies/policy-draft.js';
import { policyHash } from '../../domain/policies/policy.js';
import { misfits } from '../../domain/register/consistency.js';
import type { Registered } from '../../domain/register/registered.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { Database } from '../../infra/database/database.js';
import { CurrentPrincipal, Mutation, type Principal, actorOf } from '../../infra/http/access.js';
import { Refuses } from '../../infra/http/docs/refusals.js';
import { BoundedAsking } from '../../infra/http/problems/bounded-asking.js';
import { Register } from '../../register/register.js';
import { ReviewPolicy, ReviewView } from './policy-review.contract.js';
import { PolicyReviews } from './policy-reviews.js';

/** A replay decides up to 90 days of transfers again. Drafts of changes have the same bound. */
const BOUNDS = {
  ...{ what: 'reviews of policies this hour', max: 30, windowMs: 3_600_000 },
  ...{ each: 1, all: 4, patienceMs: 10_000 },
};

/** Reviews a policy that nobody has drafted yet. Only a log entry is stored. */
@ApiTags('policies')
@Controller('v1/policies/reviews')
export class PolicyReviewsController {
  private readonly asking = new BoundedAsking(BOUNDS);

  constructor(
    private readonly reviews: PolicyReviews,
    private readonly register: Register,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  @Post()
  @HttpCode(200)
  @Mutation({ roles: ['compliance', 'auditor', 'admin'], audit: 'policy.reviewed', signs: 'nothing' })
  @Refuses('CHANGE_INVALID')
  @ApiOperation({
    operationId: 'reviewPolicy',
    summary: 'Review a policy without drafting it',
    description:
      'Remarks, what loosens and what tightens, and how the transfers of the last 90 days would have ended. At most 30 an hour for one person.',
  })
  @ApiResponse({ status: 200, standardSchema: ReviewView })
  async review(
    @CurrentPrincipal() by: Principal,
    @Body({ schema: ReviewPolicy }) { content }: ReviewPolicy,
  ): Promise<ReviewView> {
    const actor = actorOf(by);
    requireFit(await this.register.current(), content);
    const review = await this.asking.of(actor, () => this.reviewOf(content, by));
    const detail = {
      policyHash: policyHash(PolicyDraftSchema.parse(content)),
      direction: review.direction,
    };
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'policy.reviewed', actor, detail }),
    );
    return review;
  }

  private async reviewOf(content: Json, by: Principal): Promise<ReviewView> {
    const review = await this.reviews.ofDraft({ kind: 'policy', content }, by);
    if (!review) throw new TypeError('a parsed policy has a review');
    return review;
  }
}

/** As of a draft: all that contradicts itself is told together with what does not fit what is registered. */
function requireFit(register: Registered, content: Json): void {
  const own = contentFaults(PolicyDraftSchema, content);
  const wanted = { kind: 'policy', subject: POLICY, content } as const;
  const [first, ...others] = isWellFormed(own) ? [...own, ...misfits(register, wanted)] : own;
  if (first) throw DomainError.of(first, ...others);
}

import { TypedDataView } from '../../infra/http/typed-data.contract.js';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Config } from '../../config/config.js';
import { controlStatement } from '../../domain/address-book/control.js';
import { statementDigest, statementJson } from '../../domain/signatures/statement.js';
import { CurrentPrincipal, Mutation, type Principal, actorOf } from '../../infra/http/access.js';
import { Refuses } from '../../infra/http/docs/refusals.js';
import { type Answer, created } from '../../infra/http/answer.js';
import { Idempotency, IdempotencyKeyHeader, type IdempotentRequest } from '../../infra/http/idempotency.js';
import { printTimestamp } from '../../infra/http/wire.contract.js';
import { ControlChallengeRequest, ControlChallengeView } from './destination-challenges.contract.js';
import { DestinationChallenges } from './destination-challenges.js';

@ApiTags('destinations')
@Controller('v1/destinations/control-challenges')
export class DestinationChallengesController {
  constructor(
    private readonly config: Config,
    private readonly challenges: DestinationChallenges,
    private readonly idempotency: Idempotency,
  ) {}

  /** A one-time challenge with the statement that the destination's own key signs. */
  @Post()
  @Mutation({ roles: ['operator', 'compliance', 'admin'], audit: 'destination.challenged', signs: 'nothing' })
  @Refuses('ADDRESS_FORMAT')
  @ApiOperation({
    operationId: 'createControlChallenge',
    summary: 'Create a challenge to prove control',
    description:
      'A one-time challenge with the statement that the key of the destination itself signs. The proposal of the entry repeats it.',
  })
  @ApiResponse({ status: 201, standardSchema: ControlChallengeView })
  create(
    @Body({ schema: ControlChallengeRequest }) body: z.output<typeof ControlChallengeRequest>,
    @CurrentPrincipal() by: Principal,
    @IdempotencyKeyHeader() request: IdempotentRequest,
  ): Promise<Answer> {
    const subject = { ...body, chainId: this.config.chainId };
    return this.idempotency.once(request, async (tx) => {
      const terms = await this.challenges.make(tx, subject, actorOf(by));
      const statement = controlStatement(subject, { ...terms, installation: this.config.foundingDigest });
      return created({
        challenge: terms.challenge,
        expiresAt: printTimestamp(terms.expiresAt),
        typedData: TypedDataView.parse(statementJson(statement)),
        digest: statementDigest(statement),
      });
    });
  }
}

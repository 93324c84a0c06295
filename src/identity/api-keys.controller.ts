import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { actorOf, CurrentPrincipal, Mutation, type Principal, Read } from '../infra/http/access.js';
import { Refuses } from '../infra/http/docs/refusals.js';
import { Answer, created } from '../infra/http/answer.js';
import { Idempotency, IdempotencyKeyHeader, type IdempotentRequest } from '../infra/http/idempotency.js';
import { ApiKeys } from './api-keys.js';
import { ApiKeyPath, ApiKeysView, ApiKeyView, CreateApiKey, CreatedApiKey } from './identity.contract.js';
import { apiKeyView } from './identity.views.js';

@ApiTags('api-keys')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Mutation({ roles: ['admin'], audit: 'api-key.created', signs: 'nothing' })
  @Refuses('EXPIRED', 'EXPIRY_TOO_FAR', 'LABEL_CONFUSABLE')
  @ApiOperation({
    summary: 'Create an API key for a service',
    description: 'Answers the secret this once; a repeated request answers null in its place.',
  })
  @ApiResponse({ status: 201, standardSchema: CreatedApiKey })
  async create(
    @Body({ schema: CreateApiKey }) body: CreateApiKey,
    @CurrentPrincipal() principal: Principal,
    @IdempotencyKeyHeader() request: IdempotentRequest,
  ): Promise<Answer> {
    // The secret bypasses the stored answer, so it is not stored and a replay cannot return it.
    let secret: string | null = null;
    const answer = await this.idempotency.once(request, async (tx) => {
      const made = await this.keys.create(tx, body, actorOf(principal));
      secret = made.secret;
      return created({ apiKey: apiKeyView(made.apiKey), secret: null });
    });
    return new Answer(
      answer.status,
      { ...(answer.body as z.output<typeof CreatedApiKey>), secret },
      answer.isReplayed,
    );
  }

  @Get()
  @Read('admin', 'auditor')
  @ApiOperation({ summary: 'List the API keys', description: 'Without their secrets, revoked ones too.' })
  @ApiResponse({ status: 200, standardSchema: ApiKeysView })
  async list(): Promise<z.output<typeof ApiKeysView>> {
    return { data: (await this.keys.list()).map(apiKeyView) };
  }

  @Delete(':id')
  @Mutation({ roles: ['admin'], audit: 'api-key.revoked', signs: 'nothing' })
  @Refuses('API_KEY_NOT_FOUND', 'STATE_CONFLICT')
  @ApiOperation({ summary: 'Revoke an API key', description: 'It is refused from this moment on.' })
  @ApiResponse({ status: 200, standardSchema: ApiKeyView })
  async revoke(
    @Param({ schema: ApiKeyPath }) { id }: z.output<typeof ApiKeyPath>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ApiKeyView> {
    return apiKeyView(await this.keys.revoke(id, actorOf(principal)));
  }
}

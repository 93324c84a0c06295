import { randomUUID } from 'node:crypto';
import {
  Body,
  type CanActivate,
  Controller,
  Delete,
  type ExecutionContext,
  Get,
  Global,
  Injectable,
  Module,
  Param,
  Post,
  Query,
  type Type,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { z } from 'zod';
import { LOG_SETTINGS } from '../log-settings.js';
import { type Config, loadConfig } from '../../src/config/config.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { DomainError } from '../../src/domain/errors.js';
import type { PersonId } from '../../src/domain/values/identifier.js';
import { Database } from '../../src/infra/database/database.js';
import { DatabaseModule } from '../../src/infra/database/database.module.js';
import {
  CurrentPrincipal,
  Mutation,
  type Principal,
  Read,
  type SluiceRequest,
} from '../../src/infra/http/access.js';
import { type Answer, created, refused } from '../../src/infra/http/answer.js';
import { applicationOptions, configureApplication } from '../../src/infra/http/application.js';
import { HttpModule } from '../../src/infra/http/http.module.js';
import {
  Idempotency,
  IdempotencyKeyHeader,
  type IdempotentRequest,
} from '../../src/infra/http/idempotency.js';
import { type RefusedRequest, RefusalLog } from '../../src/infra/http/refusal-log.js';
import {
  pageQuery,
  wireAddress,
  wireAmount,
  wireId,
  wireText,
  wireTimestamp,
} from '../../src/infra/http/wire.contract.js';
import { freshDatabase } from '../world.js';

const Gadget = z.strictObject({
  to: wireAddress,
  amount: wireAmount,
  note: wireText(20).optional(),
  at: wireTimestamp.optional(),
  parts: z.array(z.strictObject({ size: z.int() })).optional(),
});
type Gadget = z.output<typeof Gadget>;
const GadgetQuery = z.strictObject({ ...pageQuery });
const GadgetPath = z.strictObject({ id: wireId('tr') });

@Controller('v1/gadgets')
export class GadgetsController {
  static acts = 0;

  constructor(
    private readonly idempotency: Idempotency,
    private readonly database: Database,
  ) {}

  @Get()
  @Read('operator')
  list(@Query({ schema: GadgetQuery }) query: z.output<typeof GadgetQuery>): unknown {
    return query;
  }

  @Get('plain')
  @Read('operator')
  plain(): unknown {
    return {};
  }

  @Get('broken')
  @Read('operator')
  broken(): never {
    throw new Error('password=hunter2 at https://rpc.example/key');
  }

  @Get(':id')
  @Read('operator')
  one(@Param({ schema: GadgetPath }) { id }: z.output<typeof GadgetPath>): unknown {
    return { id };
  }

  @Post()
  @Mutation({ roles: ['operator'], audit: 'transfer.requested', signs: 'nothing' })
  create(
    @Body({ schema: Gadget }) body: Gadget,
    @CurrentPrincipal() principal: Principal,
    @IdempotencyKeyHeader() keyed: IdempotentRequest,
  ): Promise<Answer> {
    return this.idempotency.once(keyed, async (tx) => {
      GadgetsController.acts += 1;
      const name = randomUUID();
      await tx.limitScope.create({ data: { key: name } });
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (body.note === 'throw') throw new DomainError('STATE_CONFLICT', 'thrown inside the act');
      if (body.note === 'refuse')
        return refused(new DomainError('POLICY_DENIED', 'a limit'), { policy: { rules: ['x'] } });
      return created({ name, by: principal.name });
    });
  }

  @Delete()
  @Mutation({ roles: ['operator'], audit: 'transfer.cancelled', signs: 'nothing' })
  async remove(): Promise<unknown> {
    return { scopes: await this.database.read.limitScope.count() };
  }
}

/** The access guard is identity's, a row above; here everybody is an operator who says their name. */
@Injectable()
class NamedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const req = context.switchToHttp().getRequest<SluiceRequest>();
    const name = req.headers['x-test-name'] ?? 'ada';
    req.principal = {
      kind: 'person',
      personId: `per_${String(name)}` as PersonId,
      name: String(name),
      roles: ['operator'],
      sessionId: 's',
    };
    return true;
  }
}

export const refusals: RefusedRequest[] = [];
const log = { isBroken: false };

@Injectable()
class ListedRefusals extends RefusalLog {
  override record(refusal: RefusedRequest): Promise<void> {
    if (log.isBroken) return Promise.reject(new Error('disk full'));
    refusals.push(refusal);
    return Promise.resolve();
  }
}

@Global()
@Module({ providers: [{ provide: RefusalLog, useClass: ListedRefusals }], exports: [RefusalLog] })
class RefusalModule {}

export function configFor(databaseUrl: string): Config {
  return loadConfig({
    DATABASE_URL: databaseUrl,
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: 'http://localhost:3000',
  });
}

export async function appWith(config: Config, ...controllers: Type[]): Promise<NestExpressApplication> {
  const module = await Test.createTestingModule({
    imports: [ConfigModule.with(config), DatabaseModule, RefusalModule, HttpModule],
    controllers,
    providers: [{ provide: APP_GUARD, useClass: NamedGuard }],
  }).compile();
  const app = module.createNestApplication<NestExpressApplication>(applicationOptions(false));
  configureApplication(app, config);
  await app.init();
  return app;
}

export interface GadgetsWorld {
  readonly app: NestExpressApplication;
  readonly config: Config;
  http(): ReturnType<typeof request>;
  post(body: string | object, headers?: Record<string, string>): request.Test;
  breakRefusalLog(): void;
  reset(): void;
  close(): Promise<void>;
}

/** The HTTP edge alone, with a controller of gadgets behind it. */
export async function openGadgets(): Promise<GadgetsWorld> {
  const fresh = await freshDatabase();
  const config = configFor(fresh.url);
  const app = await appWith(config, GadgetsController);
  const http = (): ReturnType<typeof request> => request(app.getHttpServer());
  return {
    app,
    config,
    http,
    post: (body, headers = {}) =>
      http()
        .post('/v1/gadgets')
        .set({ 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), ...headers })
        .send(body),
    breakRefusalLog: () => {
      log.isBroken = true;
    },
    reset: () => {
      refusals.length = 0;
      log.isBroken = false;
      GadgetsController.acts = 0;
    },
    close: async () => {
      await app.close();
      await fresh.drop();
    },
  };
}

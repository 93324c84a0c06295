import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { AnswerInterceptor } from './answer.js';
import { ConsoleFiles } from './console/console-files.js';
import { HealthController } from './health.controller.js';
import { Idempotency } from './idempotency.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { ProblemFilter } from './problem.filter.js';
import { Readiness } from './readiness.js';
import { RouteTable } from './route-table.js';
import { SchemaPipe } from './schema-pipe.js';
import { SessionStore } from './session.js';

/**
 * The edge of the application. Guards run in the order of their modules: import this after the module with the access
 * guard, so that strangers' bodies are not read.
 */
@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [HealthController],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: JsonBodyGuard },
    { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
    { provide: APP_PIPE, useClass: SchemaPipe },
    { provide: ConsoleFiles, useFactory: () => ConsoleFiles.read() ?? null },
    Idempotency,
    IdempotencyRepository,
    Readiness,
    RouteTable,
    SessionStore,
  ],
  exports: [ConsoleFiles, Idempotency, Readiness, RouteTable],
})
export class HttpModule {}

import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { LookalikesFound } from '../../domain/address-book/lookalikes-found.js';
import { DomainError, type ErrorCode } from '../../domain/errors.js';
import { type Json, plain } from '../../domain/values/canonical-json.js';
import { actorOf, isMutating, type SluiceRequest } from './access.js';
import { FailureWindow } from './problems/failure-window.js';
import { PROBLEM_TYPE, problemOf, refusalFrom } from './problems/problem.js';
import { RateLimited, retryAfterOf } from './problems/rate-limited.js';
import { RequestAborted } from './problems/request-aborted.js';
import { isAlreadyRecorded, RefusalLog } from './refusal-log.js';
import { RouteTable } from './route-table.js';

const MatchedRoute = z.object({ path: z.string() });

/** Refusals that are not logged: the log is unavailable, or a limiter's last logged refusal stands for the rest. */
const UNRECORDED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'DATABASE_UNAVAILABLE',
  'AUDIT_UNAVAILABLE',
  'RATE_LIMITED',
]);

/** Turns everything thrown into problem+json, and writes refused changes into the audit log first. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger(ProblemFilter.name);
  /** Keeps strangers from filling the log: beyond this they are told to wait, and nothing is logged. */
  private readonly strangers = new FailureWindow({ max: 100, windowMs: 5 * 60_000 });

  constructor(
    private readonly refusals: RefusalLog,
    private readonly routes: RouteTable,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<SluiceRequest>();
    const response = http.getResponse<Response>();
    if (thrown instanceof RequestAborted) {
      response.destroy();
      return;
    }
    try {
      const refused = this.refusalFor(thrown, request, response);
      const answered = await this.recorded(refused, thrown, request);
      this.logFailure(answered, request);
      this.answer(answered, request, response);
    } catch (error) {
      this.log.error({ message: 'no answer could be given', requestId: request.requestId, error });
      response.destroy();
    }
  }

  /** A path that exists for other methods is 405, not 404. */
  private refusalFor(thrown: unknown, request: SluiceRequest, response: Response): DomainError {
    const refused = refusalFrom(thrown);
    if (refused.code !== 'ROUTE_NOT_FOUND' || matchedRoute(request) !== undefined) return refused;
    const allowed = this.routes.methodsOf(request.path);
    if (allowed.length === 0) return refused;
    response.setHeader('Allow', allowed.join(', '));
    return new DomainError('METHOD_NOT_ALLOWED', `this path answers ${allowed.join(', ')}`);
  }

  /** Logs only refusals of existing routes: scanners of unknown paths would bury the log. */
  private async recorded(
    refused: DomainError,
    thrown: unknown,
    request: SluiceRequest,
  ): Promise<DomainError> {
    const route = matchedRoute(request);
    if (route === undefined || !isMutating(request.method)) return refused;
    if (UNRECORDED.has(refused.code) || isAlreadyRecorded(thrown)) return refused;
    if (!request.principal) {
      const networkAddress = request.ip ?? 'unknown';
      const waitSeconds = this.strangers.waitSeconds(networkAddress);
      if (waitSeconds > 0) return new RateLimited(waitSeconds);
      this.strangers.fail(networkAddress);
    }
    try {
      await this.refusals.record({
        requestId: request.requestId ?? '',
        method: request.method,
        route,
        code: refused.code,
        pointers: refused.faults.map((fault) => fault.pointer),
        actor: actorOf(request.principal),
      });
      return refused;
    } catch (cause) {
      return new DomainError('AUDIT_UNAVAILABLE', 'the refusal could not be written to the audit log', [], {
        cause,
      });
    }
  }

  private logFailure(refused: DomainError, request: SluiceRequest): void {
    if (problemOf(refused).status < 500) return;
    const { code, cause } = refused;
    const stack = cause instanceof Error ? cause.stack : undefined;
    this.log.error({
      code,
      requestId: request.requestId,
      method: request.method,
      stack: stack ?? refused.message,
    });
  }

  private answer(refused: DomainError, request: SluiceRequest, response: Response): void {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { requestId } = request;
    const problem = {
      ...problemOf(refused, { more: membersOf(refused), isQuery: isOfQuery(refused, request) }),
      instance: request.originalUrl.split('?', 1)[0],
      requestId,
    };
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="sluice"');
    const retryAfter = retryAfterOf(refused);
    if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
    // The rest of the body is unread, so the connection cannot carry another request.
    if (refused.code === 'BODY_TOO_LARGE') response.setHeader('Connection', 'close');
    response.setHeader('Cache-Control', 'no-store');
    response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
  }
}

/** What a refusal says besides as fields, for pages that show it. */
function membersOf(refused: DomainError): Readonly<Record<string, Json>> {
  return refused instanceof LookalikesFound ? { lookalikes: plain(refused.lookalikes) } : {};
}

/** Whether what is to blame stands in the query: a request that only reads has no body. */
function isOfQuery({ code }: DomainError, { method }: SluiceRequest): boolean {
  return code === 'QUERY_SCHEMA' || (code !== 'BODY_SCHEMA' && !isMutating(method));
}

function matchedRoute(request: SluiceRequest): string | undefined {
  return MatchedRoute.safeParse(request.route).data?.path;
}

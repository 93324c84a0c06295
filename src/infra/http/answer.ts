import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import type { DomainError } from '../../domain/errors.js';
import type { Json } from '../../domain/values/canonical-json.js';
import type { SluiceRequest } from './access.js';
import { PROBLEM_TYPE, problemOf } from './problems/problem.js';

/** The answer to a request, which its idempotency key stores. */
export class Answer {
  constructor(
    readonly status: number,
    readonly body: Json,
    readonly isReplayed = false,
  ) {}
}

export const ok = (body: Json): Answer => new Answer(200, body);
export const created = (body: Json): Answer => new Answer(201, body);

/** A refusal whose act is committed; a thrown one would roll the act back. */
export function refused(error: DomainError, more: Readonly<Record<string, Json>> = {}): Answer {
  const problem = problemOf(error, { more });
  return new Answer(problem.status, problem);
}

/** Writes an `Answer` that a handler returns onto the response. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<SluiceRequest>();
    const response = http.getResponse<Response>();
    return next.handle().pipe(
      map((result: unknown) => {
        // A handler that writes a stream has answered already.
        if (response.headersSent) return result;
        response.setHeader('Cache-Control', 'no-store');
        if (!(result instanceof Answer)) return result;
        response.status(result.status);
        if (result.isReplayed) response.setHeader('Idempotent-Replayed', 'true');
        if (result.status < 400) return result.body;
        response.type(PROBLEM_TYPE);
        const members = result.body as Readonly<Record<string, Json>>;
        return { ...members, instance: request.originalUrl.split('?', 1)[0], requestId: request.requestId };
      }),
    );
  }
}

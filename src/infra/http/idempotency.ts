import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { DomainError } from '../../domain/errors.js';
import { canonicalJson, type Json } from '../../domain/values/canonical-json.js';
import { Database, type Tx } from '../database/database.js';
import { actorOf, type SluiceRequest } from './access.js';
import { Answer } from './answer.js';
import { IdempotencyRepository, type KeyedRequest } from './idempotency.repository.js';

/** The value of an `IdempotencyKeyHeader` parameter: principal, key, and the request's fingerprint. */
export type IdempotentRequest = KeyedRequest;

const KEY = /^[\x20-\x7e]{1,255}$/;

function keyedRequest(context: ExecutionContext): IdempotentRequest {
  const request = context.switchToHttp().getRequest<SluiceRequest>();
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new DomainError(
      'IDEMPOTENCY_KEY_MISSING',
      'send an Idempotency-Key of 1 to 255 printable ASCII characters',
    );
  }
  // The body was parsed strictly, so all spellings of it have the same canonical form.
  const parts = [request.method, request.path, canonicalJson(request.body as Json)];
  return {
    principal: actorOf(request.principal),
    key,
    fingerprint: createHash('sha256').update(parts.join('\n')).digest('hex'),
  };
}

function documented(controller: object, name: string | symbol | undefined): void {
  const handler = name === undefined ? undefined : Object.getOwnPropertyDescriptor(controller, name);
  if (name === undefined || !handler) return;
  ApiHeader({
    name: 'Idempotency-Key',
    description:
      'Names this act, for example a random UUID. Sent again with the same body, the stored answer comes back and nothing is done twice.',
    required: true,
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  })(controller, name, handler);
}

/** The request's Idempotency-Key, with its fingerprint. A missing or malformed key is refused. */
export const IdempotencyKeyHeader = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => keyedRequest(context),
  [documented],
);

/** Performs an act at most once per key, also for concurrent requests (THREATS H13). */
@Injectable()
export class Idempotency {
  constructor(
    private readonly database: Database,
    private readonly keys: IdempotencyRepository,
  ) {}

  /**
   * Key, act and answer are one transaction, so an act that throws does not use up the key. An act that returns a
   * `refused` answer is committed, and the refusal is replayed.
   */
  once(request: IdempotentRequest, act: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      if (!(await this.keys.claim(tx, request))) return this.replay(tx, request);
      const answer = await act(tx);
      await this.keys.store(tx, request, answer);
      return answer;
    });
  }

  /** As `once`, for an act that first needs something from outside the database. A replay skips that. */
  async onceAfter<T>(
    request: IdempotentRequest,
    gather: () => Promise<T>,
    act: (tx: Tx, gathered: T) => Promise<Answer>,
  ): Promise<Answer> {
    if (await this.keys.isAnswered(request))
      return this.once(request, () => Promise.reject(new Error('it was answered')));
    const gathered = await gather();
    return this.once(request, (tx) => act(tx, gathered));
  }

  private async replay(tx: Tx, request: IdempotentRequest): Promise<Answer> {
    const stored = await this.keys.find(tx, request);
    if (stored.fingerprint !== request.fingerprint) {
      throw new DomainError('IDEMPOTENCY_CONFLICT', 'this Idempotency-Key was used for another request');
    }
    return new Answer(stored.status, stored.body, true);
  }
}

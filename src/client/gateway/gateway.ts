import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { ProgramFailure } from '../../cli/program-failure.js';
import { faultLine } from '../../cli/print.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { Problem } from '../../infra/http/wire.contract.js';
import { exitOf } from '../terminal/exit-codes.js';
import { refused } from '../terminal/failures.js';

/** The gateway refused, by its own words. */
export class GatewayRefusal extends ProgramFailure {
  override readonly name = 'GatewayRefusal';

  constructor(readonly problem: Problem) {
    const { code, detail, errors } = problem;
    super(
      exitOf(code),
      `${code}: ${detail}`,
      errors.filter(({ pointer }) => pointer !== '').flatMap(faultLines),
    );
  }
}

/** Look-alikes stand below one another, digit by digit. */
function faultLines({ pointer, detail }: Problem['errors'][number]): readonly string[] {
  const [first = '', ...more] = detail.split('\n');
  return [faultLine({ pointer, detail: first }), ...more.map((each) => `    ${each}`)];
}

export interface Credentials {
  /** The session's cookie, as the header has it. */
  readonly cookie?: string;
  /** An API key, for a service. */
  readonly apiKey?: string;
  /** Told of each new cookie. */
  readonly keep?: (cookie: string) => void;
}

export type Query = Readonly<Record<string, string | undefined>>;

interface Asked {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Query;
  readonly body?: Json;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Told {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/** Whatever stands before a gateway says so where it got no answer of it. */
const BETWEEN: readonly number[] = [502, 503, 504];
/** Under a new key it would be done a second time. */
const UNKNOWN = '  It may have been done all the same: look, before you ask for it again.';

const PATIENCE_MS = 60_000;
/** After an answer that was lost on the way. */
const PAUSES_MS = [300, 1_500] as const;

/** Asks one gateway. Whatever it answers is parsed by the contract of that route, or it is no answer. */
export class Gateway {
  #cookie: string | undefined;

  constructor(
    readonly origin: string,
    private readonly credentials: Credentials = {},
  ) {
    this.#cookie = credentials.cookie;
  }

  /** The cookie of now; the gateway changes it from time to time. */
  get cookie(): string | undefined {
    return this.#cookie;
  }

  async get<T extends z.ZodType>(path: string, schema: T, query: Query = {}): Promise<z.output<T>> {
    return this.#parsed(schema, { method: 'GET', path, query });
  }

  /** As `get`, of what nobody waits at the screen for: it keeps no idle session from ending. */
  async watch<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> {
    return this.#parsed(schema, { method: 'GET', path, headers: { 'sluice-unattended': '1' } });
  }

  /** One act has one idempotency key, however often it has to be sent. */
  async post<T extends z.ZodType>(path: string, body: Json, schema: T): Promise<z.output<T>> {
    return this.#parsed(schema, { method: 'POST', path, body, key: randomUUID() });
  }

  /** As `post`, for routes that take no key: it is sent once. */
  async postOnce<T extends z.ZodType>(path: string, body: Json, schema: T): Promise<z.output<T>> {
    return this.#parsed(schema, { method: 'POST', path, body });
  }

  async delete(path: string): Promise<void> {
    await this.#answer({ method: 'DELETE', path });
  }

  /** The exact text of an answer, for what is verified by its bytes. */
  async text(path: string, query: Query = {}): Promise<string> {
    return this.#answer({ method: 'GET', path, query });
  }

  /** As `text`, of what nobody waits at the screen for: it keeps no idle session from ending. */
  async watchText(path: string, query: Query = {}): Promise<string> {
    const headers = { 'sluice-unattended': '1' };
    return this.#answer({ method: 'GET', path, query, headers });
  }

  /** An answer that does not end by itself. */
  async stream(path: string, signal: AbortSignal): Promise<Response> {
    const asked = { method: 'GET', path } as const;
    const response = await this.#send(asked, signal).catch((error: unknown) => {
      throw unreachable(this.origin, error, asked);
    });
    if (!response.ok)
      throw refusalOf({ url: response.url, status: response.status, text: await response.text() });
    return response;
  }

  async #parsed<T extends z.ZodType>(schema: T, asked: Asked): Promise<z.output<T>> {
    const text = await this.#answer(asked);
    const found = schema.safeParse(text === '' ? null : parsedOrNothing(text));
    if (found.success) return found.data;
    const [issue] = found.error.issues;
    throw refused(
      `the gateway answers ${asked.method} ${asked.path} in another form than this program knows: is it of another version?`,
      `  /${(issue?.path ?? []).map(String).join('/')}: ${issue?.message ?? ''}`,
    );
  }

  async #answer(asked: Asked): Promise<string> {
    // What creates something without a key might do it twice.
    const pauses = asked.method === 'GET' || asked.key !== undefined ? PAUSES_MS : [];
    for (let attempt = 0; ; attempt += 1) {
      const pause = pauses[attempt];
      const told = await this.#told(asked).catch((error: unknown) => {
        if (pause === undefined) throw unreachable(this.origin, error, asked);
        return undefined;
      });
      if (told?.ok === true) return told.text;
      if (told) {
        const refusal = refusalOf(told, asked);
        if (pause === undefined || !isLost(refusal, told)) throw refusal;
      }
      await sleep(pause ?? 0);
    }
  }

  /** An answer with all that it says: one that breaks off is none. */
  async #told(asked: Asked): Promise<Told & { readonly ok: boolean }> {
    const response = await this.#send(asked, AbortSignal.timeout(PATIENCE_MS));
    const { ok, url, status } = response;
    return { ok, url, status, text: await response.text() };
  }

  async #send({ method, path, query, body, key, headers }: Asked, signal: AbortSignal): Promise<Response> {
    const url = new URL(path, this.origin);
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) url.searchParams.set(name, value);
    const { apiKey } = this.credentials;
    const response = await fetch(url, {
      ...{ method, signal, redirect: 'error' },
      headers: {
        // A kept connection may be dead when it is used again.
        ...{ connection: 'close', ...headers },
        ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
        ...(apiKey === undefined && this.#cookie !== undefined && { cookie: this.#cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) {
      this.#cookie = cookie.split(';', 1)[0] ?? '';
      this.credentials.keep?.(this.#cookie);
    }
    return response;
  }
}

/** Of these it is not known whether it was done: the same key is sent again, which does it once. */
function isLost(refusal: ProgramFailure, { status }: Told): boolean {
  return refusal instanceof GatewayRefusal
    ? ['DATABASE_UNAVAILABLE', 'INTERNAL'].includes(refusal.problem.code)
    : BETWEEN.includes(status);
}

function refusalOf({ url, status, text }: Told, asked?: Asked): ProgramFailure {
  const problem = Problem.safeParse(parsedOrNothing(text));
  if (problem.success) return new GatewayRefusal(problem.data);
  return refused(
    `${url} answers ${String(status)}, and not as Sluice does: is it a gateway?`,
    ...(asked?.method === 'POST' && BETWEEN.includes(status) ? [UNKNOWN] : []),
  );
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no schema takes it
  }
}

function unreachable(origin: string, error: unknown, { method }: Asked): ProgramFailure {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  return refused(`no answer from ${origin}: ${why}`, ...(method === 'POST' ? [UNKNOWN] : []));
}

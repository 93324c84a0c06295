import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { ProgramFailure } from '../../cli/program-failure.js';
import { faultLine, unsaid } from '../../cli/print.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { Problem } from '../../infra/http/wire.contract.js';
import { EXIT, exitOf } from '../terminal/exit-codes.js';
import { refused } from '../terminal/failures.js';
import { MOST, boundedBytes, boundedText } from './bounded.js';
import { PassingFailure, isPassing, retryAfterIn } from './passing.js';

/** The gateway refused, by its own words. */
export class GatewayRefusal extends ProgramFailure {
  override readonly name = 'GatewayRefusal';

  /** @param retryAfter seconds, if it said so */
  constructor(
    readonly problem: Problem,
    readonly retryAfter?: number,
  ) {
    const { code, detail, errors } = problem;
    super(
      exitOf(code),
      `${code}: ${detail}`,
      unsaid(detail, errors)
        .filter(({ pointer }) => pointer !== '')
        .flatMap(faultLines),
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
  /** How many bytes its answer may have. */
  readonly most?: number;
  /** Ends the asking. */
  readonly ending?: AbortSignal;
}

interface Told {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  readonly retryAfter: number | undefined;
}

/** Whatever stands before a gateway says so where it got no answer of it. */
const BETWEEN: readonly number[] = [502, 503, 504];
const TOO_MANY = 429;
/** Under a new key it would be done a second time. */
const UNKNOWN = '  It may have been done all the same: look, before you ask for it again.';

const PATIENCE_MS = 60_000;
/** After an answer that was lost on the way. */
const PAUSES_MS = [300, 1_500] as const;
/** Whoever is told to wait longer decides about it himself. */
const RETRY_AFTER_MAX = 10;

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

  /** As `text`, of entries of the log, and of what nobody waits at the screen for: it keeps no idle session from ending. */
  async watchEntries(path: string, query: Query, ending?: AbortSignal): Promise<string> {
    const headers = { 'sluice-unattended': '1' };
    return this.#answer({
      ...{ method: 'GET', path, query, headers, most: MOST.entries },
      ...(ending && { ending }),
    });
  }

  /**
   * A file, part by part. The connection is kept: where the other side ends one while the reader is slower, Node's fetch
   * fails (nodejs/undici, `assert(!this.paused)`).
   */
  async file(path: string): Promise<Response> {
    return this.#open({ method: 'GET', path, headers: { connection: 'keep-alive' } });
  }

  /** What a browser is served, whole and to the byte. */
  async served(path: string, accept: string): Promise<Buffer> {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const headers = { accept, connection: 'keep-alive' };
    return boundedBytes(await this.#open({ method: 'GET', path, headers }, patience), MOST.answer);
  }

  /** An answer that does not end by itself. */
  async stream(path: string, signal: AbortSignal): Promise<Response> {
    return this.#open({ method: 'GET', path }, signal);
  }

  async #open(asked: Asked, signal = new AbortController().signal): Promise<Response> {
    const response = await this.#send(asked, signal).catch((error: unknown) => {
      throw unreachable(this.origin, error, asked);
    });
    if (!response.ok) throw refusalOf(await toldBy(response, MOST.answer), asked);
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
        if (error instanceof ProgramFailure) throw error;
        if (pause === undefined || asked.ending?.aborted === true)
          throw unreachable(this.origin, error, asked);
        return undefined;
      });
      if (told && isFine(told)) return told.text;
      const { retryAfter = 0 } = told ?? {};
      if (told) {
        const refusal = refusalOf(told, asked);
        if (pause === undefined || !isLost(refusal, told) || retryAfter > RETRY_AFTER_MAX) throw refusal;
      }
      const rest = { ...(asked.ending && { signal: asked.ending }) };
      await sleep(Math.max(pause ?? 0, retryAfter * 1000), undefined, rest).catch(() => undefined);
    }
  }

  /** An answer with all that it says: one that breaks off is none. */
  async #told(asked: Asked): Promise<Told> {
    const { most = MOST.answer, ending } = asked;
    const patience = AbortSignal.timeout(PATIENCE_MS);
    return toldBy(await this.#send(asked, ending ? AbortSignal.any([patience, ending]) : patience), most);
  }

  async #send({ method, path, query, body, key, headers }: Asked, signal: AbortSignal): Promise<Response> {
    const url = new URL(path, this.origin);
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) url.searchParams.set(name, value);
    const { apiKey } = this.credentials;
    const response = await fetch(url, {
      ...{ method, signal, redirect: 'manual' },
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

async function toldBy(response: Response, most: number): Promise<Told> {
  const { url, status, headers } = response;
  const retryAfter = retryAfterIn(headers.get('retry-after'), Date.now());
  return { url, status, retryAfter, text: await boundedText(response, most) };
}

function isFine({ status }: Told): boolean {
  return status >= 200 && status < 300;
}

/** Of these it is not known whether it was done: the same key is sent again, which does it once. */
function isLost(refusal: ProgramFailure, { status }: Told): boolean {
  return refusal instanceof GatewayRefusal
    ? ['DATABASE_UNAVAILABLE', 'INTERNAL'].includes(refusal.problem.code)
    : BETWEEN.includes(status);
}

function refusalOf({ url, status, text, retryAfter }: Told, { method }: Asked): ProgramFailure {
  if (status >= 300 && status < 400)
    return refused(`${url} leads elsewhere, where nothing is asked: name the gateway by its own address`);
  const problem = Problem.safeParse(parsedOrNothing(text));
  if (problem.success) return new GatewayRefusal(problem.data, retryAfter);
  const words = `${url} answers ${String(status)}, and not as Sluice does: is it a gateway?`;
  const lines = method === 'POST' && BETWEEN.includes(status) ? [UNKNOWN] : [];
  return status >= 500 || status === TOO_MANY
    ? new PassingFailure(words, lines, retryAfter)
    : refused(words, ...lines);
}

/** What a gateway, or whoever stands before it, may answer otherwise a while later. */
export function isToPass(error: unknown): error is PassingFailure | GatewayRefusal {
  if (error instanceof PassingFailure) return true;
  if (!(error instanceof GatewayRefusal) || error.exitCode !== EXIT.refused) return false;
  return error.problem.status >= 500 || error.problem.status === TOO_MANY;
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no schema takes it
  }
}

function unreachable(origin: string, error: unknown, { method }: Asked): ProgramFailure {
  if (error instanceof ProgramFailure) return error;
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  const [words, lines] = [`no answer from ${origin}: ${why}`, method === 'POST' ? [UNKNOWN] : []];
  return isPassing(cause) ? new PassingFailure(words, lines) : refused(words, ...lines);
}

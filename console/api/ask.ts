import type { Json } from '../../src/domain/values/canonical-json.js';
import type { Problem } from '../../src/infra/http/wire.contract.js';
import { isAttended } from './attention.js';
import { tellServerTime } from './server-clock.js';

/** The gateway refused, by its own words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** No answer of the gateway's came. What was asked may have been done all the same. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

let signedOut: (path: string) => void = () => undefined;

/** Calls back whenever an answer says that nobody is signed in, whatever was asked. */
export function whenSignedOut(then: typeof signedOut): void {
  signedOut = then;
}

/** Something came that is none: whoever sent it will hardly send another in a moment. */
class Unreadable extends NoAnswer {}

/** Whether nothing came, so that it is worth asking again at once. */
export function isSilence(error: unknown): boolean {
  return error instanceof NoAnswer && !(error instanceof Unreadable);
}

interface Asked {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly body?: Json;
  /** One act has one, however often it has to be sent. */
  readonly key?: string;
}

/** Asks the gateway that this page came from. Types are those of the contract; what is signed is recomputed besides. */
export async function ask<T>(path: `/v1/${string}`, asked: Asked): Promise<T> {
  const answer = await parsed(await answered(path, asked));
  if (asked.method !== 'GET' || isObject(answer)) return answer as T;
  throw new Unreadable('what came has not the form of an answer');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The bytes of a file, as they were sent. */
export async function askFile(path: `/v1/${string}`): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await answered(path, { method: 'GET' });
  return new Uint8Array(
    await answer.arrayBuffer().catch((error: unknown) => {
      throw new NoAnswer(String(error));
    }),
  );
}

async function answered(path: `/v1/${string}`, { method, body, key }: Asked): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (key !== undefined) headers.set('idempotency-key', key);
  if (method === 'GET' && !isAttended()) headers.set('sluice-unattended', '1');
  const answer = await fetch(path, {
    ...{ method, headers, redirect: 'error', cache: 'no-store', credentials: 'same-origin' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new NoAnswer(String(error));
  });
  tellServerTime(answer.headers.get('date'));
  if (answer.ok) return answer;
  const problem = await parsed(answer);
  if (isProblem(problem)) {
    if (problem.status === 401) signedOut(path);
    // What stands before the gateway knows of no request id.
    throw new Refusal(Object.assign({ requestId: '' }, problem));
  }
  throw new Unreadable(`something between here and the gateway answered ${String(answer.status)}`);
}

async function parsed(answer: Response): Promise<unknown> {
  const text = await answer.text().catch((error: unknown) => {
    throw new NoAnswer(String(error));
  });
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    throw new Unreadable(`what came is no JSON: ${text.slice(0, 80)}`);
  }
}

/** Whatever is shown of it is text. */
function isProblem(value: unknown): value is Problem {
  if (!isObject(value)) return false;
  const { code, title, detail, requestId = '' } = value as Readonly<Record<string, unknown>>;
  return [code, title, detail, requestId].every((each) => typeof each === 'string');
}

import { ProgramFailure } from '../../cli/program-failure.js';
import { EXIT } from '../terminal/exit-codes.js';

/** What a network says that is not there now. What a certificate is refused by is none of these. */
const CODES: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EAI_AGAIN', 'ENOTFOUND'],
  ...['UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'],
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

/** Nothing came in time; an answer without a length broke off, which has no code. */
const NAMES: ReadonlySet<string> = new Set(['TimeoutError', 'HTTPParserError']);

/** Whether the same may go well a while later. */
export function isPassing(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return NAMES.has(cause.name) || ('code' in cause && CODES.has(String(cause.code)));
}

/** It failed by what passes: whoever has the time tries again. */
export class PassingFailure extends ProgramFailure {
  override readonly name = 'PassingFailure';

  /** @param retryAfter seconds, if the other side said so */
  constructor(
    message: string,
    lines: readonly string[] = [],
    readonly retryAfter?: number,
  ) {
    super(EXIT.refused, message, lines);
  }
}

/** The seconds that a Retry-After (RFC 9110, section 10.2.3) asks to wait from now on; undefined if it asks for none. */
export function retryAfterIn(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^[0-9]{1,9}$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

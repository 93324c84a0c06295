import { Logger } from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { FailureWindow } from '../problems/failure-window.js';
import { RequestAborted } from '../problems/request-aborted.js';
import { bytesOf } from './bytes-of.js';

const BYTES_MAX = 8 * 1024;
/** How many kinds are told apart within an hour; the rest is counted as one. */
const KINDS_MAX = 100;
/** How many of them one network brings: a stranger does not silence the reports of all others. */
const KINDS_OF_ONE = 20;
const KINDS_OF_REPORT = 5;
const HOUR_MS = 3_600_000;
const OTHER = 'other';

/** Those of CSP Level 3. */
const DIRECTIVES: ReadonlySet<string> = new Set([
  ...['default-src', 'child-src', 'connect-src', 'font-src', 'frame-src', 'img-src', 'manifest-src'],
  ...['media-src', 'object-src', 'script-src', 'script-src-elem', 'script-src-attr', 'style-src'],
  ...['style-src-elem', 'style-src-attr', 'worker-src', 'base-uri', 'sandbox', 'form-action'],
  ...['frame-ancestors', 'trusted-types', 'require-trusted-types-for', 'upgrade-insecure-requests'],
]);

const Text = z.string().max(4096);
/** `application/csp-report`, by `report-uri`. */
const Reported = z.object({
  'csp-report': z.object({
    'effective-directive': Text.optional(),
    'violated-directive': Text.optional(),
    'blocked-uri': Text.optional(),
  }),
});
/** `application/reports+json`, by `report-to` (W3C Reporting API); other types of reports come along. */
const Reports = z.array(
  z.object({
    type: z.string(),
    body: z.object({ effectiveDirective: Text.optional(), blockedURL: Text.optional() }).nullish(),
  }),
);

const TYPES = ['application/csp-report', 'application/reports+json'];

/** Takes what browsers say of a stopped policy: bounded, counted by kind, and the first of each kind into the log. */
export class CspReports {
  private readonly counts = new Map<string, number>();
  private readonly senders = new FailureWindow({ max: 100, windowMs: 5 * 60_000 });

  private readonly newcomers: FailureWindow;
  #since: number;

  constructor(
    private readonly log: Pick<Logger, 'warn'> = new Logger(CspReports.name),
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.newcomers = new FailureWindow({ max: KINDS_OF_ONE, windowMs: HOUR_MS }, nowMs);
    this.#since = nowMs();
  }

  /** How many came of each kind within the hour: the directive, and the origin that it blocked. */
  get counted(): ReadonlyMap<string, number> {
    return this.counts;
  }

  handler(): RequestHandler {
    return (request, response, next) => {
      this.statusOf(request, response)
        .then((status) => {
          end(response, status);
        })
        .catch((error: unknown) => {
          if (error instanceof RequestAborted) response.destroy();
          else next(error);
        });
    };
  }

  private async statusOf(request: Request, response: Response): Promise<number> {
    if (request.method !== 'POST') {
      response.setHeader('Allow', 'POST');
      return 405;
    }
    const networkAddress = request.ip ?? 'unknown';
    const waitSeconds = this.senders.waitSeconds(networkAddress);
    if (waitSeconds > 0) {
      response.setHeader('Retry-After', String(waitSeconds));
      return 429;
    }
    this.senders.fail(networkAddress);
    const [type = ''] = (request.headers['content-type'] ?? '').split(';', 1);
    if (!TYPES.includes(type.trim().toLowerCase())) return 415;
    const bytes = await bytesOf(request, BYTES_MAX);
    if (bytes === undefined) return 413;
    const kinds = kindsIn(bytes.toString('utf8'));
    if (!kinds) return 400;
    this.forget();
    for (const kind of kinds.slice(0, KINDS_OF_REPORT)) this.count(kind, networkAddress);
    return 204;
  }

  private count(kind: string, networkAddress: string): void {
    const own = this.counts.has(kind) || this.isTaken(kind, networkAddress) ? kind : OTHER;
    this.counts.set(own, (this.counts.get(own) ?? 0) + 1);
  }

  /** Whether a new kind is told apart. */
  private isTaken(kind: string, networkAddress: string): boolean {
    if (this.counts.size >= KINDS_MAX || this.newcomers.waitSeconds(networkAddress) > 0) return false;
    this.newcomers.fail(networkAddress);
    this.log.warn({ message: 'a browser stopped something', kind });
    return true;
  }

  /** Of each hour the first of each kind is in the log. */
  private forget(): void {
    const now = this.nowMs();
    if (now - this.#since < HOUR_MS) return;
    this.#since = now;
    this.counts.clear();
  }
}

/** The rest of the body stays unread where it is too long or refused, so the connection ends. */
function end(response: Response, status: number): void {
  if (status >= 400) response.setHeader('Connection', 'close');
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).end();
}

function kindsIn(text: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const one = Reported.safeParse(value).data?.['csp-report'];
  if (one) return [kindOf(one['effective-directive'] ?? one['violated-directive'], one['blocked-uri'])];
  const several = Reports.safeParse(value).data;
  return several
    ?.filter(({ type }) => type === 'csp-violation')
    .map(({ body }) => kindOf(body?.effectiveDirective, body?.blockedURL));
}

/** Nothing of a path or a query, which may be personal, and nothing that is no word or origin. */
function kindOf(directive = '', blocked = ''): string {
  // The violated directive stands there with its sources.
  const [name = ''] = directive.split(' ', 1);
  return `${DIRECTIVES.has(name) ? name : 'unknown'} ${originOf(blocked)}`;
}

function originOf(blocked: string): string {
  if (/^[a-z-]{1,30}$/.test(blocked)) return blocked;
  const url = URL.parse(blocked);
  return url === null ? 'unknown' : (url.origin === 'null' ? url.protocol : url.origin).slice(0, 200);
}

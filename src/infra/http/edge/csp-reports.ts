import { Logger } from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { FailureWindow } from '../problems/failure-window.js';

const BYTES_MAX = 8 * 1024;
/** How many kinds are told apart; the rest is counted as one. */
const KINDS_MAX = 100;
const OTHER = 'other';

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

  constructor(private readonly log: Pick<Logger, 'warn'> = new Logger(CspReports.name)) {}

  /** How many came of each kind: the directive, and the origin that it blocked. */
  get counted(): ReadonlyMap<string, number> {
    return this.counts;
  }

  handler(): RequestHandler {
    return (request, response, next) => {
      this.statusOf(request, response)
        .then((status) => {
          end(response, status);
        })
        .catch(next);
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
    const text = await contentOf(request);
    if (text === undefined) return 413;
    const kinds = kindsIn(text);
    if (!kinds) return 400;
    for (const kind of kinds) this.count(kind);
    return 204;
  }

  private count(kind: string): void {
    const isKnown = this.counts.has(kind);
    const own = isKnown || this.counts.size < KINDS_MAX ? kind : OTHER;
    if (!isKnown && own === kind) this.log.warn({ message: 'a browser stopped something', kind });
    this.counts.set(own, (this.counts.get(own) ?? 0) + 1);
  }
}

/** The rest of the body stays unread where it is too long or refused, so the connection ends. */
function end(response: Response, status: number): void {
  if (status >= 400) response.setHeader('Connection', 'close');
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).end();
}

async function contentOf(request: Request): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
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
  const name = /^[a-z][a-z-]{0,40}/.exec(directive)?.[0] ?? 'unknown';
  return `${name} ${originOf(blocked)}`;
}

function originOf(blocked: string): string {
  if (/^[a-z-]{1,30}$/.test(blocked)) return blocked;
  const url = URL.parse(blocked);
  return url === null ? 'unknown' : url.origin === 'null' ? url.protocol : url.origin.slice(0, 200);
}

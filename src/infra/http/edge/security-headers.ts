import { createHash } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** Where browsers send what a policy stopped. */
export const REPORTS_PATH = '/csp-reports';

/** What a page may load, run and be shown in, by the names of Content-Security-Policy. */
export type Directives = Readonly<Record<string, readonly string[]>>;

/** For answers that are no page, and pages without scripts: nothing is loaded, framed, sent, or reached. */
const NOTHING: Directives = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/**
 * The page of the API's description runs scripts of a library. They run in an origin of their own (`sandbox` without
 * `allow-same-origin`): without cookies, and without a way to /v1, whoever is signed in here. Its style elements are the
 * library's, and no text of anybody is in it.
 */
const SANDBOX: Directives = {
  sandbox: ['allow-scripts'],
  ...NOTHING,
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
};

/** The header's text; what it stops is reported. */
export function printed(directives: Directives): string {
  const reported = { ...directives, 'report-uri': [REPORTS_PATH], 'report-to': ['csp'] };
  return Object.entries(reported)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}

const isDocs = (path: string): boolean => path === '/docs' || path.startsWith('/docs/');

/** What browsers are told of every answer. */
export function securityHeaders(isTls: boolean): RequestHandler[] {
  const ofAll = helmet({
    contentSecurityPolicy: false,
    frameguard: { action: 'deny' },
    strictTransportSecurity: isTls,
  });
  const nothing = printed(NOTHING);
  const sandbox = printed(SANDBOX);
  const policies: RequestHandler = ({ path }, response, next) => {
    response.setHeader('Reporting-Endpoints', `csp="${REPORTS_PATH}"`);
    response.setHeader('Content-Security-Policy', isDocs(path) ? sandbox : nothing);
    // To the sandboxed page its own files come from elsewhere. They are the same for everybody, and public.
    if (isDocs(path)) response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    next();
  };
  return [ofAll, policies];
}

/** Sends a page of Sluice's own: no script, no request, and only the style that stands in it. */
export function sendPage(response: Response, html: string): void {
  const styles = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(
    ([, style = '']) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  );
  const policy = styles.length === 0 ? NOTHING : { ...NOTHING, 'style-src': styles };
  response.setHeader('Content-Security-Policy', printed(policy));
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.type('html').send(html);
}

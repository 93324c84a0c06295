import type { Request, RequestHandler, Response } from 'express';
import { type Directives, printed } from '../edge/security-headers.js';
import type { ConsoleFiles, ServedFile } from './console-files.js';

/** First parts of paths that are no page of the console. */
const RESERVED = ['v1', 'docs', 'health', 'metrics', '.well-known', 'csp-reports', 'assets', 'api'];

const YEAR = 'public, max-age=31536000, immutable';
const PERMISSIONS = [
  ...['publickey-credentials-get=(self)', 'publickey-credentials-create=(self)', 'clipboard-write=(self)'],
  ...['camera=()', 'geolocation=()', 'usb=()', 'hid=()'],
].join(', ');

/** Whether a browser asks for a page: any path is one, but for those of the API and the like. */
export function isPagePath(path: string): boolean {
  return !RESERVED.includes(path.split('/')[1] ?? '');
}

function directivesOf({ importMap }: ConsoleFiles): Directives {
  return {
    'default-src': ["'none'"],
    'script-src': ["'self'", importMap],
    'style-src': ["'self'"],
    'connect-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ["'none'"],
  };
}

/**
 * Whether windows of other origins may reach this one's `opener`. Only in the sandbox: its console opens its wallet, which
 * is of another origin and answers.
 */
export type OpenerPolicy = 'same-origin' | 'same-origin-allow-popups' | 'unsafe-none';

/** Serves the console: its files, and its page for every path that is a page. */
export function serveConsole(files: ConsoleFiles, opener: OpenerPolicy): RequestHandler {
  const policy = printed(directivesOf(files));
  const secured = (response: Response): void => {
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Integrity-Policy', 'blocked-destinations=(script)');
    response.setHeader('Cross-Origin-Opener-Policy', opener);
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Permissions-Policy', PERMISSIONS);
  };
  return (request, response, next) => {
    const { method, path } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      next();
      return;
    }
    const file = files.at(path);
    if (file) {
      secured(response);
      send(file, { request, response, type: path, caching: YEAR });
    } else if (isPagePath(path) && wantsPage(request)) {
      secured(response);
      send(files.page, { request, response, type: 'html', caching: 'no-store' });
    } else next();
  };
}

/** A program that takes anything is answered as the API answers it, but at the front door. */
function wantsPage(request: Request): boolean {
  const order = request.path === '/' ? ['html', 'json'] : ['json', 'html'];
  return request.accepts(order) === 'html';
}

interface Sent {
  readonly request: Request;
  readonly response: Response;
  readonly type: string;
  readonly caching: string;
}

function send({ encodings }: ServedFile, { request, response, type, caching }: Sent): void {
  // The smallest that is taken; browsers name them in no order.
  const chosen = encodings.find(({ name }) => request.acceptsEncodings([name]) === name) ?? encodings.at(-1);
  if (!chosen) throw new Error('a file without bytes');
  response.setHeader('Cache-Control', caching);
  response.setHeader('Vary', 'Accept-Encoding');
  if (chosen.name !== 'identity') response.setHeader('Content-Encoding', chosen.name);
  response.type(type.replace(/^.*\./, '')).send(chosen.bytes);
}

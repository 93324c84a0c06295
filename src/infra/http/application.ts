import type { NestApplicationOptions } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';
import type { Config } from '../../config/config.js';
import { newId } from '../database/new-id.js';
import type { SluiceRequest } from './access.js';
import { compressedAnswers } from './edge/compressed-answers.js';
import { CspReports } from './edge/csp-reports.js';
import { FRONT_PAGE } from './edge/front-page.js';
import { REPORTS_PATH, securityHeaders, sendPage } from './edge/security-headers.js';
import { ConsoleFiles } from './console/console-files.js';
import { serveConsole } from './console/serve-console.js';
import { isSecure } from './cookies.js';
import { serveDocs } from './openapi.js';
import { SessionStore } from './session.js';

/** Request ids are always our own: one from outside could be made to collide in the log. */
const requestIds: RequestHandler = (request: SluiceRequest, response, next) => {
  request.requestId = newId('req');
  response.setHeader('X-Request-Id', request.requestId);
  next();
};

/** Start-up errors are thrown to the caller, and Nest's lenient body parsers stay off. */
export function applicationOptions(
  logger: NonNullable<NestApplicationOptions['logger']>,
): NestApplicationOptions {
  return { abortOnError: false, bodyParser: false, logger };
}

/** Sets up all between socket and controller that is no Nest provider. Make the app with `applicationOptions`. */
export function configureApplication(app: NestExpressApplication, config: Config): void {
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', [...config.trustedProxies]);
  app.set('query parser', 'simple');
  app.use(requestIds);
  app.use(...securityHeaders(isSecure(config)));
  app.use(REPORTS_PATH, new CspReports().handler());
  app.use('/v1', compressedAnswers());
  app.use('/v1', app.get(SessionStore).middleware());
  serveDocs(app);
  const console = app.get<ConsoleFiles | null>(ConsoleFiles);
  if (console)
    app.use(
      serveConsole(console, config.sandboxWallet === null ? 'same-origin' : 'same-origin-allow-popups'),
    );
  else serveFrontPage(app);
}

function serveFrontPage(app: NestExpressApplication): void {
  const page: RequestHandler = ({ method, path }, response, next) => {
    if (path === '/' && (method === 'GET' || method === 'HEAD')) sendPage(response, FRONT_PAGE);
    else next();
  };
  app.use(page);
}

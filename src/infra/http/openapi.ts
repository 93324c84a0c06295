import type { NestExpressApplication } from '@nestjs/platform-express';
import type { INestApplication } from '@nestjs/common';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { RequestHandler } from 'express';
import { Config } from '../../config/config.js';
import { docsPage } from './docs/docs-page.js';
import { documentOf } from './docs/document.js';
import { Examples } from './docs/examples.js';
import { sendPage } from './edge/security-headers.js';
import { sessionCookieName } from './session.js';
import { Problem } from './wire.contract.js';
import { problemPage } from './problems/problem-page.js';

/** The description of this installation's API. */
export function openApiDocument(app: INestApplication, config: Config): OpenAPIObject {
  const { publicOrigin: origin } = config;
  const examples = Examples.read();
  return documentOf(app, { origin, cookie: sessionCookieName(config), problem: Problem, examples });
}

/** Serves /docs for people, /docs/openapi.json for machines and /docs/problems for the codes, all from this host. */
export function serveDocs(app: NestExpressApplication): void {
  let document: OpenAPIObject | undefined;
  const problems: RequestHandler = (_request, response) => {
    sendPage(response, problemPage());
  };
  app.use('/docs/problems', problems);
  const page: RequestHandler = ({ path }, response, next) => {
    if (path === '/') response.type('html').send(docsPage());
    else next();
  };
  app.use('/docs', page);
  SwaggerModule.setup('docs', app, () => (document ??= openApiDocument(app, app.get(Config))), {
    jsonDocumentUrl: 'docs/openapi.json',
    raw: ['json'],
    // The page has no way to the API, and so nothing to try.
    swaggerOptions: { validatorUrl: null, supportedSubmitMethods: [] },
  });
}

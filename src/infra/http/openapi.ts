import type { NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { RequestHandler } from 'express';
import { Config } from '../../config/config.js';
import { openApiDocument } from './docs/document.js';
import { problemPage } from './problems/problem-page.js';

/** Serves /docs for people, /docs/openapi.json for machines and /docs/problems for the codes, all from this host. */
export function serveDocs(app: NestExpressApplication): void {
  let document: OpenAPIObject | undefined;
  const problems: RequestHandler = (_request, response) => {
    response.type('html').send(problemPage());
  };
  app.use('/docs/problems', problems);
  SwaggerModule.setup('docs', app, () => (document ??= openApiDocument(app, app.get(Config))), {
    jsonDocumentUrl: 'docs/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Sluice API',
    swaggerOptions: { validatorUrl: null },
  });
}

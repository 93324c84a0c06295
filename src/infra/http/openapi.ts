import type { NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { RequestHandler } from 'express';
import { Config } from '../../config/config.js';
import { ERROR_CODES } from '../../domain/errors.js';
import { openApiDocument } from './docs/document.js';
import { titleOf } from './problems/problem.js';
import { STATUS } from './problems/status.js';

/** The page that the `type` of a problem links to. */
function problemPage(): string {
  const rows = ERROR_CODES.map(
    (code) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${String(STATUS[code])}</td><td>${titleOf(code)}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sluice: refusals</title>
<h1>Refusals</h1><table><tr><th>Code</th><th>Status</th><th>Title</th></tr>
${rows.join('\n')}
</table></html>`;
}

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

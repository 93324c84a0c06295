import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { Config } from '../../config/config.js';
import { ERROR_CODES } from '../../domain/errors.js';
import { problemPage } from './problems/problem-page.js';
import { PROBLEM_TYPE } from './problems/problem.js';
import { sessionCookieName } from './session.js';
import { Problem } from './wire.contract.js';

type JsonSchema = Record<string, unknown>;

/** zod's own JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
function toJsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  });
  return rest;
}

function problemSchema(): JsonSchema {
  const schema = toJsonSchema(Problem, 'output');
  const properties = { ...(schema['properties'] as JsonSchema), code: { type: 'string', enum: ERROR_CODES } };
  return { ...schema, properties };
}

/** Adds the one form of refusals to every operation. */
function addRefusals(document: OpenAPIObject): OpenAPIObject {
  const refusal = {
    description: 'A refusal (RFC 9457), with one of the closed list of codes',
    content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const item of Object.values(document.paths)) {
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
      if (operation) operation.responses['default'] = refusal;
    }
  }
  const components = document.components ?? {};
  return {
    ...document,
    components: { ...components, schemas: { ...components.schemas, Problem: problemSchema() } },
  };
}

function openApiDocument(app: NestExpressApplication): OpenAPIObject {
  const cookie = sessionCookieName(app.get(Config));
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Sluice')
    .setDescription(
      'The gate between a cold Safe and hot wallets. Amounts are decimal strings, times are RFC 3339 UTC.',
    )
    .setVersion('1')
    .addSecurity('session', { type: 'apiKey', in: 'cookie', name: cookie })
    .addSecurity('apiKey', { type: 'http', scheme: 'bearer', description: 'slk_<uuid>_<secret>' })
    .build();
  const document = SwaggerModule.createDocument(app, settings, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
    standardSchemaConverter: (schema, { schemaType }) => ({
      schema: toJsonSchema(schema as z.core.$ZodType, schemaType),
    }),
  });
  return addRefusals(document);
}

/** Serves /docs for people, /docs/openapi.json for machines and /docs/problems for the codes, all from this host. */
export function serveDocs(app: NestExpressApplication): void {
  let document: OpenAPIObject | undefined;
  const problems: RequestHandler = (_request, response) => {
    response.type('html').send(problemPage());
  };
  app.use('/docs/problems', problems);
  SwaggerModule.setup('docs', app, () => (document ??= openApiDocument(app)), {
    jsonDocumentUrl: 'docs/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Sluice API',
    swaggerOptions: { validatorUrl: null },
  });
}

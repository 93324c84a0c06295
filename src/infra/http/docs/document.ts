import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Config } from '../../../config/config.js';
import { PROBLEM_TYPE } from '../problems/problem.js';
import { sessionCookieName } from '../session.js';
import { Problem } from '../wire.contract.js';
import { Components } from './components.js';
import { operationId } from './operation-id.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

function settingsOf(config: Config): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Sluice')
    .setDescription(
      'The gate between a cold Safe and hot wallets. Amounts are decimal strings, times are RFC 3339 UTC.',
    )
    .setVersion('1')
    .addSecurity('session', { type: 'apiKey', in: 'cookie', name: sessionCookieName(config) })
    .addSecurity('apiKey', { type: 'http', scheme: 'bearer', description: 'slk_<uuid>_<secret>' })
    .build();
}

/** Adds the one form of refusals to every operation. */
function addRefusals({ paths }: OpenAPIObject, components: Components): void {
  const refusal = {
    description: 'A refusal (RFC 9457), with one of the closed list of codes',
    content: { [PROBLEM_TYPE]: { schema: components.schemaOf(Problem) } },
  };
  for (const { get, post, put, patch, delete: remove } of Object.values(paths)) {
    for (const operation of [get, post, put, patch, remove]) {
      if (operation) operation.responses['default'] = refusal;
    }
  }
}

function requireOneEach(operations: readonly { readonly operationId?: string }[]): void {
  const ids = operations.map((operation) => operation.operationId);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) throw new Error(`two operations have the id ${twice.join(', ')}`);
}

/** The document of all routes, made from the contracts that parse requests and from what the handlers declare. */
export function openApiDocument(app: INestApplication, config: Config): OpenAPIObject {
  const components = new Components();
  const document = SwaggerModule.createDocument(app, settingsOf(config), {
    operationIdFactory: operationId,
    standardSchemaConverter: (contract) => ({ schema: components.schemaOf(contract as z.core.$ZodType) }),
  });
  addRefusals(document, components);
  requireOneEach(
    Object.values(document.paths).flatMap((item) => Object.values(item) as { operationId?: string }[]),
  );
  const schemas = components.usedBy(document.paths) as unknown as Schemas;
  return { ...document, components: { ...document.components, schemas } };
}

import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { z } from 'zod';
import { Components } from './components.js';
import type { Examples } from './examples.js';
import { HEADER_COMPONENTS, HEADERS } from './headers.js';
import { operationId } from './operation-id.js';
import { isOpen, type Located, operationsOf, takes } from './operation.js';
import { codesOf, refusalsOf } from './refusals.js';
import { TAGS } from './tags.js';

const WORDS = `The gate between a cold Safe and hot wallets.

Amounts are decimal strings in whole units of the asset, times are RFC 3339 in UTC, ids have a prefix. Lists answer
\`data\` and \`nextCursor\`. Every refusal is a \`Problem\` with a code of a closed list; \`/docs/problems\` explains each.
People have a session, services an API key; who may call an operation stands with it, and as \`x-roles\`.`;

/** What the document says of the installation that serves it. */
export interface Served {
  readonly origin: string;
  /** The name of the session's cookie. */
  readonly cookie: string;
  /** The contract of refusals. */
  readonly problem: z.core.$ZodType;
  readonly examples: Examples;
}

function settingsOf({ origin, cookie }: Served): Omit<OpenAPIObject, 'paths'> {
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Sluice')
    .setDescription(WORDS)
    .setVersion('1')
    .setContact('Who runs this installation', origin, '')
    .addServer(origin, 'This installation')
    .addSecurity('session', {
      type: 'apiKey',
      in: 'cookie',
      name: cookie,
      description: 'The session of a person, from signing in.',
    })
    .addSecurity('apiKey', {
      type: 'http',
      scheme: 'bearer',
      description: 'The API key of a service: `slk_<uuid>_<secret>`.',
    });
  for (const [name, description] of Object.entries(TAGS)) settings.addTag(name, description);
  const { info, ...rest } = settings.build();
  const { email: _, ...contact } = info.contact ?? {};
  const license = { name: 'Not licensed to others', identifier: 'LicenseRef-Unlicensed' };
  return { ...rest, info: { ...info, contact, license } };
}

/** Says what the decorators imply: for whom an operation is, what it may refuse, and the headers of its answers. */
function complete({ method, operation }: Located, examples: Examples): void {
  const roles = (operation['x-roles'] ?? []) as readonly string[];
  const whom = isOpen(operation) ? 'Open to everybody, without signing in.' : `Roles: ${roles.join(', ')}.`;
  operation.description = `${operation.description ?? ''}\n\n${whom}`;
  // Without this member, a reader would take the document's own for it.
  if (isOpen(operation)) operation.security = [];
  const headers = takes('header', operation) ? { ...HEADERS.always, ...HEADERS.keyed } : HEADERS.always;
  for (const answer of Object.values(operation.responses)) Object.assign(answer ?? {}, { headers });
  examples.attachTo(operation);
  const exampleOf = examples.ofRefusal.bind(examples, operation);
  Object.assign(operation.responses, refusalsOf(codesOf(method, operation), exampleOf));
}

function requireOneEach(operations: readonly Located[]): void {
  const ids = operations.map(({ operation }) => operation.operationId);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) throw new Error(`two operations have the id ${twice.join(', ')}`);
}

/** The document of all routes, made from the contracts that parse requests and from what the handlers declare. */
export function documentOf(app: INestApplication, served: Served): OpenAPIObject {
  const components = new Components();
  const document = SwaggerModule.createDocument(app, settingsOf(served), {
    operationIdFactory: operationId,
    standardSchemaConverter: (contract) => ({ schema: components.schemaOf(contract as z.core.$ZodType) }),
  });
  components.schemaOf(served.problem);
  const operations = operationsOf(document);
  for (const each of operations) complete(each, served.examples);
  requireOneEach(operations);
  const schemas = components.usedBy(document.paths);
  return Object.assign(document, {
    components: {
      ...document.components,
      ...{ schemas, headers: HEADER_COMPONENTS, examples: served.examples.components() },
    },
  });
}

import { z } from 'zod';
import { fetchOnce } from '../../sandbox/fetch-once.js';

const Operation = z.looseObject({ security: z.array(z.unknown()) });
const Members = z.looseObject({ required: z.array(z.string()) });
const Form = z.union([
  Members.transform((form) => [form]),
  z.looseObject({ oneOf: z.array(Members) }).transform(({ oneOf }) => oneOf),
  z.looseObject({ anyOf: z.array(Members) }).transform(({ anyOf }) => anyOf),
]);
/** The named schema of a body. */
const Body = z
  .looseObject({
    requestBody: z.looseObject({
      content: z.looseObject({
        'application/json': z.looseObject({ schema: z.object({ $ref: z.string() }) }),
      }),
    }),
  })
  .transform(
    ({ requestBody }) => requestBody.content['application/json'].schema.$ref.split('/').at(-1) ?? '',
  );
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
/** The routes that a gateway publishes, and what those must have in their body that carry a signature. */
export async function publishedRoutes(origin: string) {
  const { paths, components } = Document.parse(await (await fetchOnce(`${origin}/docs/openapi.json`)).json());
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const routes = operations.map(
    ({ method, path, operation }) => [method.toUpperCase(), path, operation.security.length === 0] as const,
  );
  const signed = operations
    .filter(({ operation }) => (operation['x-signs'] ?? 'nothing') !== 'nothing')
    // What a body must have, for each form that it may take.
    .map(({ path, operation }) => ({
      path,
      forms: Form.parse(components.schemas[Body.parse(operation)]),
    }));
  return { operations, routes, signed };
}

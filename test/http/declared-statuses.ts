import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '../../src/config/config.js';
import { operationsOf } from '../../src/infra/http/docs/operation.js';
import { openApiDocument } from '../../src/infra/http/openapi.js';
import { templated, watchAnswers } from './sent-answers.js';

type Declared = ReadonlyMap<string, ReadonlySet<string>>;

/** The whole application declares the same in every story: a worker reads it once. */
let declared: Declared | undefined;
const undeclared = new Set<string>();

/** Holds the status of every answer against those that its operation declares in the OpenAPI document. */
export function watchStatuses(app: NestExpressApplication, config: Config): void {
  watchAnswers(app, ({ method, route, status, text, request }) => {
    // A body is nothing that a document can say of GET.
    if (method === 'GET' && request.headers['content-length'] !== undefined) return;
    declared ??= declaredBy(app, config);
    const operation = `${method} ${templated(route)}`;
    const statuses = declared.get(operation);
    if (statuses?.has(String(status)) === false)
      undeclared.add(`${operation}: ${String(status)} ${text.slice(0, 300)}`);
  });
}

/** @throws Error if an answer since the last time had a status that its operation does not declare */
export function requireDeclaredStatuses(): void {
  const found = [...undeclared];
  undeclared.clear();
  if (found.length > 0) throw new Error(`answered, but not declared: ${found.join('\n')}`);
}

function declaredBy(app: NestExpressApplication, config: Config): Declared {
  const operations = operationsOf(openApiDocument(app, config));
  return new Map(
    operations.map(({ method, path, operation }) => [
      `${method.toUpperCase()} ${path}`,
      new Set(Object.keys(operation.responses)),
    ]),
  );
}

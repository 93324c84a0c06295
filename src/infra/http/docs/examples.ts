import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ErrorCode } from '../../../domain/errors.js';
import type { JsonSchema } from './components.js';
import type { Operation } from './operation.js';

/** One file for each tag, and one for the refusals that many operations share. `npm run examples` writes them. */
export const EXAMPLES_FOLDER = new URL('../../../../docs/api-examples/', import.meta.url);
export const SHARED_FILE = 'problems.json';

const Values = z.record(z.string(), z.unknown());
const OperationExamples = z.strictObject({
  /** Of the body, by a name; the answer to it has the same one. */
  request: Values.optional(),
  /** By status and name. That of a refusal is its code. */
  answers: z.record(z.string(), Values),
});
export type OperationExamples = z.output<typeof OperationExamples>;
const TagExamples = z.record(z.string(), OperationExamples);

type Example = JsonSchema;

/** What operations really answered when tests asked them: examples for whoever reads or generates from the document. */
export class Examples {
  constructor(
    private readonly operations: Readonly<Record<string, OperationExamples>>,
    private readonly shared: Readonly<Record<string, unknown>>,
  ) {}

  static read(): Examples {
    const { operations, shared } = readExamples();
    return new Examples(operations, shared);
  }

  /** Puts them beside the schemas of the body and of what is answered when nothing is refused. */
  attachTo(operation: Operation): void {
    const { request, answers = {} } = this.operations[operation.operationId ?? ''] ?? {};
    const { requestBody } = operation;
    if (requestBody && 'content' in requestBody) attach(requestBody.content, request);
    for (const [status, response] of Object.entries(operation.responses))
      if (response && 'content' in response) attach(response.content, answers[status]);
  }

  /** Of a refusal: the operation's own, or that of another operation which refused for the same reason. */
  ofRefusal({ operationId = '' }: Operation, status: number, code: ErrorCode): Example | undefined {
    const own = this.operations[operationId]?.answers[String(status)]?.[code];
    if (own !== undefined) return { value: own };
    return code in this.shared ? { $ref: `#/components/examples/${code}` } : undefined;
  }

  /** Those that several operations refer to, as components. */
  components(): Readonly<Record<string, Example>> {
    return named(this.shared);
  }
}

function attach(content: object | undefined, examples: Readonly<Record<string, unknown>> | undefined): void {
  if (examples === undefined) return;
  for (const media of Object.values(content ?? {}) as object[])
    Object.assign(media, { examples: named(examples) });
}

function named(values: Readonly<Record<string, unknown>>): Readonly<Record<string, Example>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

/** @throws Error if the folder is missing or a file has another form */
export function readExamples(): {
  readonly operations: Readonly<Record<string, OperationExamples>>;
  readonly shared: Readonly<Record<string, unknown>>;
} {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, EXAMPLES_FOLDER), 'utf8'));
  const tags = readdirSync(EXAMPLES_FOLDER).filter((name) => name !== SHARED_FILE);
  const operations = tags.flatMap((name) => Object.entries(TagExamples.parse(read(name))));
  return { operations: Object.fromEntries(operations), shared: Values.parse(read(SHARED_FILE)) };
}

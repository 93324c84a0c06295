import type { INestApplication } from '@nestjs/common';
import type { Config } from '../../src/config/config.js';
import { type OperationExamples, SHARED_FILE } from '../../src/infra/http/docs/examples.js';
import { type Located, operationsOf } from '../../src/infra/http/docs/operation.js';
import { codesOf } from '../../src/infra/http/docs/refusals.js';
import { openApiDocument } from '../../src/infra/http/openapi.js';
import { templated } from '../http/sent-answers.js';
import type { Recorded } from './answer-recorder.js';
import { withKept } from './kept-examples.js';
import { RouteContracts } from './route-contracts.js';
import { shortened } from './shortened.js';
import { withoutSecrets } from './without-secrets.js';

/** How many examples of one status, besides those of refusals. A draft has one of each kind of change. */
const MANY: Readonly<Record<string, number>> = { draftChange: 20 };
const FEW = 5;
/** Of the states that a transfer can be in, those that teach most. */
const STATES = ['awaiting-confirmation', 'settled', 'queued', 'refused', 'needs-exception'];
/** How many refusals of one status, besides those that other operations give for the same reason. */
const REFUSALS = 3;
/** Refusals of one kind of operation whose words are about this operation all the same. */
const OWN_WORDS: readonly string[] = ['BODY_SCHEMA', 'QUERY_SCHEMA'];

type Files = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
/** What the examples were before. */
export interface Before {
  readonly operations: Readonly<Record<string, OperationExamples>>;
  readonly shared: Readonly<Record<string, unknown>>;
}
interface Chosen extends Recorded {
  readonly id: string;
  readonly place: number;
  /** A refusal that has nothing to do with this operation. */
  readonly isShared: boolean;
}

/** Makes the files of examples of what was recorded: of each kind the answer that says most, shortened and cleaned. */
export class ChosenExamples {
  private readonly contracts: ReadonlyMap<string, RouteContracts>;
  private readonly operations: ReadonlyMap<string, Located>;
  /** What was answered but is not declared, for whoever reads the command's output. */
  readonly undeclared = new Set<string>();

  constructor(app: INestApplication, config: Config) {
    this.contracts = RouteContracts.of(app);
    const operations = operationsOf(openApiDocument(app, config));
    this.operations = new Map(operations.map((each) => [`${each.method.toUpperCase()} ${each.path}`, each]));
  }

  /** The content of each file, by its name. What was `before` is kept where nothing newer was recorded. */
  filesOf(recorded: readonly Recorded[], before: Before): Files {
    const best = this.bestOf(recorded);
    const now = this.operationsIn(best.filter(({ isShared }) => !isShared));
    const all = withKept(before.operations, now, this.contracts);
    const tagged = [...this.operations.values()].flatMap(({ operation }) => {
      const { operationId: id = '', tags: [tag = ''] = [] } = operation;
      return all[id] === undefined ? [] : [{ id, tag, examples: all[id] }];
    });
    const files = [...Map.groupBy(tagged, ({ tag }) => tag)].map(([tag, each]) => {
      return [`${tag}.json`, Object.fromEntries(each.map(({ id, examples }) => [id, examples]))] as const;
    });
    const shared = best.filter(({ isShared }) => isShared);
    // The first operation of each.
    const codes = new Map(shared.toReversed().map(({ name, answered }) => [name, withoutSecrets(answered)]));
    const problems = Object.entries({ ...before.shared, ...Object.fromEntries(codes) }).sort(byKey);
    return { ...Object.fromEntries(files), [SHARED_FILE]: Object.fromEntries(problems) };
  }

  /** The heaviest of each name, the shortest of equals, in the order of operations and statuses. */
  private bestOf(recorded: readonly Recorded[]): readonly Chosen[] {
    const known = recorded.flatMap((each) => this.located(each) ?? []);
    const kinds = Map.groupBy(known, ({ id, status, name }) => `${id} ${String(status)} ${name}`);
    return [...kinds.values()]
      .flatMap((each) => each.sort(byWeight).slice(0, 1))
      .sort((one, other) => one.place - other.place || one.status - other.status || byWeight(one, other));
  }

  /** Nothing for a route that is gone, or that does not declare the answer. */
  private located(each: Recorded): Chosen | undefined {
    const key = `${each.method} ${templated(each.route)}`;
    const located = this.operations.get(key);
    if (!located) return undefined;
    const { operationId: id = '', ...operation } = located.operation;
    if (!this.isDeclared(located, each)) {
      this.undeclared.add(`${id} ${String(each.status)} ${each.name}`);
      return undefined;
    }
    const isOwn = ((operation['x-refusals'] ?? []) as readonly string[]).includes(each.name);
    const isShared = each.status >= 400 && !isOwn && !OWN_WORDS.includes(each.name);
    return { ...each, id, place: [...this.operations.keys()].indexOf(key), isShared };
  }

  private isDeclared({ method, operation }: Located, { status, name }: Recorded): boolean {
    if (status >= 400) return (codesOf(method, operation) as readonly string[]).includes(name);
    return this.contracts.get(operation.operationId ?? '')?.declares(status) ?? false;
  }

  private operationsIn(chosen: readonly Chosen[]): Readonly<Record<string, OperationExamples>> {
    const byId = Map.groupBy(chosen, ({ id }) => id);
    const examples = [...byId].map(([id, each]) => [id, this.examplesOf(id, each)] as const);
    return Object.fromEntries(examples.filter(([, { answers }]) => Object.keys(answers).length > 0));
  }

  private examplesOf(id: string, chosen: readonly Chosen[]): OperationExamples {
    const contracts = this.contracts.get(id);
    const answers: Record<string, Record<string, unknown>> = {};
    const request: Record<string, unknown> = {};
    for (const [status, all] of Map.groupBy(chosen, (each) => each.status)) {
      for (const { name, sent, answered } of few(id, status, all)) {
        if (contracts?.takesBody === true && status < 400)
          request[name] = made(sent, (body) => contracts.faultsOfBody(body), `${id}: the body of ${name}`);
        const fault = (body: unknown) => contracts?.faultsOfAnswer(status, body);
        if (answered !== '') (answers[String(status)] ??= {})[name] = made(answered, fault, `${id}: ${name}`);
      }
    }
    return { ...(Object.keys(request).length > 0 && { request }), answers };
  }
}

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

function few(id: string, status: number, all: readonly Chosen[]): readonly Chosen[] {
  const rank = ({ name }: Chosen): number => (STATES.includes(name) ? STATES.indexOf(name) : STATES.length);
  const sorted = [...all].sort((one, other) => rank(one) - rank(other));
  return sorted.slice(0, status >= 400 ? REFUSALS : (MANY[id] ?? FEW));
}

function byWeight(one: Recorded, other: Recorded): number {
  const length = ({ answered, sent }: Recorded) => JSON.stringify([answered, sent]).length;
  return other.weight - one.weight || length(one) - length(other);
}

function made(value: unknown, faults: (value: unknown) => string | undefined, called: string): unknown {
  const short = shortened(withoutSecrets(value), (each) => faults(each) === undefined);
  const fault = faults(short);
  if (fault !== undefined) throw new Error(`${called} does not fit what is declared: ${fault}`);
  return short;
}

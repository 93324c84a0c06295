import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type OperationExamples, readExamples } from '../../src/infra/http/docs/examples.js';
import { operationsOf } from '../../src/infra/http/docs/operation.js';
import { codesOf } from '../../src/infra/http/docs/refusals.js';
import { openApiDocument } from '../../src/infra/http/openapi.js';
import { STATUS } from '../../src/infra/http/problems/status.js';
import { Problem } from '../../src/infra/http/wire.contract.js';
import { previewed } from '../http/previewed-document.js';
import { UNREACHED } from './recorded-tests.js';
import { RouteContracts } from './route-contracts.js';
import { withoutSecrets } from './without-secrets.js';

const { operations, shared } = readExamples();

let contracts: ReadonlyMap<string, RouteContracts>;
let document: ReturnType<typeof openApiDocument>;

beforeAll(async () => {
  [contracts, document] = await previewed((app, config) => [
    RouteContracts.of(app),
    openApiDocument(app, config),
  ]);
});

/** Each example of an answer, with its operation, status and name. */
function answersOf([id, { answers }]: [string, OperationExamples]) {
  return Object.entries(answers).flatMap(([status, named]) =>
    Object.entries(named).map(([name, value]) => ({ id, status: Number(status), name, value })),
  );
}

describe('the examples of the API', () => {
  it('stand for operations that there are, each for one with a JSON answer that tests reach', () => {
    const answering = [...contracts].filter(([, { answered }]) => answered.length > 0).map(([id]) => id);
    const succeeding = Object.entries(operations).flatMap(([id, { answers }]) =>
      Object.keys(answers).some((status) => Number(status) < 400) ? [id] : [],
    );
    expect(answering.filter((id) => !succeeding.includes(id)).sort()).toEqual(Object.keys(UNREACHED).sort());
    expect(Object.keys(operations).filter((id) => !contracts.has(id))).toEqual([]);
  });

  it('fit the contracts that their routes declare', () => {
    const faults = Object.entries(operations).flatMap(([id, examples]) => {
      const bodies = Object.entries(examples.request ?? {}).map(([name, body]) => {
        return [id, `the body of ${name}`, contracts.get(id)?.faultsOfBody(body)];
      });
      const answers = answersOf([id, examples]).map(({ status, name, value }) => {
        return [id, `${String(status)} ${name}`, contracts.get(id)?.faultsOfAnswer(status, value)];
      });
      return [...bodies, ...answers].filter(([, , fault]) => fault !== undefined);
    });
    expect(faults).toEqual([]);
  });

  it('have an answer to every body, by the same name, and a body of every operation that takes one', () => {
    for (const [id, examples] of Object.entries(operations)) {
      const answered = answersOf([id, examples]).filter(({ status }) => status < 400);
      const names = contracts.get(id)?.takesBody === true ? answered.map(({ name }) => name) : [];
      expect([id, Object.keys(examples.request ?? {}).sort()]).toEqual([id, names.sort()]);
    }
  });

  it('show refusals with the codes and statuses that their operations declare', () => {
    const declared = new Map(
      operationsOf(document).map(({ method, operation }) => [
        operation.operationId,
        codesOf(method, operation) as readonly string[],
      ]),
    );
    const refusals = Object.entries(operations).flatMap(answersOf);
    for (const { id, status, name, value } of refusals.filter((each) => each.status >= 400)) {
      expect(declared.get(id)).toContain(name);
      expect(Problem.parse(value)).toMatchObject({ code: name, status });
    }
    for (const [code, value] of Object.entries(shared))
      expect(Problem.parse(value)).toMatchObject({ code, status: STATUS[code as keyof typeof STATUS] });
  });

  it('hold nothing that opens, proves or signs anything', () => {
    for (const [id, each] of [...Object.entries(operations), ...Object.entries(shared)])
      expect([id, each]).toEqual([id, withoutSecrets(each)]);
    const all = JSON.stringify([operations, shared]);
    expect(all.match(/sli_(?!A{43})|slk_[0-9a-f-]{36}_(?!A{43})|connect\.sid|set-cookie/gi)).toBeNull();
    expect(all.match(/0x(?!(?:5f){64}1b)[0-9a-f]{130}\b/gi)).toBeNull();
    expect(all.match(/6a761202[0-9a-f]/gi)).toBeNull();
  });

  it('stand in the document beside the schemas, and refusals of many operations once', () => {
    const Content = z.looseObject({
      examples: z.record(
        z.string(),
        z.looseObject({ value: z.unknown().optional(), $ref: z.string().optional() }),
      ),
    });
    const show = operationsOf(document).find(({ operation }) => operation.operationId === 'showTransfer');
    const contentOf = (status: string, media: string): unknown => {
      const response = show?.operation.responses[status];
      return response && 'content' in response ? response.content[media] : undefined;
    };
    const { examples } = Content.parse(contentOf('200', 'application/json'));
    expect(examples['settled']?.value).toEqual(operations['showTransfer']?.answers['200']?.['settled']);
    const refused = Content.parse(contentOf('401', 'application/problem+json')).examples;
    expect(refused['UNAUTHENTICATED']).toEqual({ $ref: '#/components/examples/UNAUTHENTICATED' });
    expect(document.components?.examples).toMatchObject({
      UNAUTHENTICATED: { value: shared['UNAUTHENTICATED'] },
    });
  });
});

import type { OperationExamples } from '../../src/infra/http/docs/examples.js';
import type { RouteContracts } from './route-contracts.js';

type Operations = Readonly<Record<string, OperationExamples>>;

/** What was recorded anew, and of what was there before whatever has no newer one of its name and still fits. */
export function withKept(
  before: Operations,
  now: Operations,
  contracts: ReadonlyMap<string, RouteContracts>,
): Operations {
  const merged = [...new Set([...Object.keys(before), ...Object.keys(now)])].map((id) => {
    const kept = fitting(before[id], contracts.get(id));
    return [id, merge(kept, now[id] ?? { answers: {} })] as const;
  });
  return Object.fromEntries(merged.filter(([, { answers }]) => Object.keys(answers).length > 0));
}

function fitting(
  examples: OperationExamples | undefined,
  contracts: RouteContracts | undefined,
): OperationExamples {
  if (!examples || !contracts) return { answers: {} };
  const request = examples.request ?? {};
  const fits = (status: string, name: string, answer: unknown): boolean =>
    contracts.faultsOfAnswer(Number(status), answer) === undefined &&
    (!(name in request) || contracts.faultsOfBody(request[name]) === undefined);
  const answers = Object.entries(examples.answers).map(([status, named]) => {
    const good = Object.entries(named).filter(([name, answer]) => fits(status, name, answer));
    return [status, Object.fromEntries(good)] as const;
  });
  const some = answers.filter(([, named]) => Object.keys(named).length > 0);
  const names = some.flatMap(([, named]) => Object.keys(named));
  const bodies = Object.entries(request).filter(([name]) => names.includes(name));
  return { request: Object.fromEntries(bodies), answers: Object.fromEntries(some) };
}

function merge(kept: OperationExamples, now: OperationExamples): OperationExamples {
  const request = { ...kept.request, ...now.request };
  const statuses = [...new Set([...Object.keys(kept.answers), ...Object.keys(now.answers)])];
  const answers = statuses.map((status) => [status, { ...kept.answers[status], ...now.answers[status] }]);
  return {
    ...(Object.keys(request).length > 0 && { request }),
    answers: Object.fromEntries(answers) as OperationExamples['answers'],
  };
}

import type { INestApplication } from '@nestjs/common';
import type { Role } from '../../src/domain/identity/person.js';
import { type Route, RouteTable } from '../../src/infra/http/route-table.js';
import { fetchOnce } from '../../sandbox/fetch-once.js';

/** What stands for a parameter of a path, by the segment before it and its name: `transfers/:id`. */
export type Parameters = Readonly<Record<string, string>>;

/** Queries without which a route says nothing, or says more with. */
const QUERIES: Readonly<Record<string, string>> = {
  '/v1/transfers': '?limit=200',
  '/v1/transfers/:id/clearance': '?reason=no',
  '/v1/transfers/:id/cancel': '?reason=no',
  '/v1/audit-entries': '?limit=200',
  '/v1/decisions': '?limit=200',
};

/** How long a stream that does not end is read, in milliseconds. */
const STREAM_MS = 1_000;

/** Every GET route of an application, asked by one person; answers by path of the route, headers and all. */
export class RouteWalk {
  readonly #routes: readonly Route[];

  constructor(
    app: INestApplication,
    private readonly origin: string,
  ) {
    this.#routes = app
      .get(RouteTable, { strict: false })
      .list()
      .filter(({ method }) => method === 'GET');
  }

  async as(
    reader: { readonly cookie: string; readonly roles: readonly Role[] },
    parameters: Parameters,
  ): Promise<ReadonlyMap<string, string>> {
    const open = this.#routes.filter(
      ({ access }) => access.kind === 'public' || access.roles.some((role) => reader.roles.includes(role)),
    );
    const answers = new Map<string, string>();
    for (const { path } of open) {
      const url = `${this.origin}${filled(path, parameters)}${QUERIES[path] ?? ''}`;
      answers.set(path, await read(url, reader.cookie));
    }
    return answers;
  }
}

function filled(path: string, parameters: Parameters): string {
  const segments = path.split('/');
  return segments
    .map((segment, at) => {
      if (!/^[:*]/.test(segment)) return segment;
      const name = `${segments[at - 1] ?? ''}/${segment}`;
      const value = parameters[name];
      if (value === undefined)
        throw new Error(`${path} is new to this test: add what stands for "${name}", of what is hidden`);
      return value;
    })
    .join('/');
}

async function read(url: string, cookie: string): Promise<string> {
  const response = await fetchOnce(url, { headers: { cookie }, redirect: 'manual' });
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const body = isStream ? await begun(response) : await response.text();
  return `${String(response.status)}\n${headers}\n\n${body}`;
}

/** What a stream says at once. */
async function begun({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  if (!reader) return '';
  const patience = AbortSignal.timeout(STREAM_MS);
  patience.addEventListener('abort', () => void reader.cancel());
  const decoder = new TextDecoder();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read())
    text += decoder.decode(part.value as Uint8Array, { stream: true });
  return text;
}

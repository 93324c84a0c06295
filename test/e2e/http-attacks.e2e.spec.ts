import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sandboxChainId } from '../../sandbox/anvil.js';
import { wireTime } from '../../sandbox/founding.js';
import { fetchOnce } from '../../sandbox/fetch-once.js';
import { Browser } from './browser.js';
import { publishedRoutes } from './published-routes.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;
let routes: readonly (readonly [method: string, path: string, isPublic: boolean])[];
let signed: Awaited<ReturnType<typeof publishedRoutes>>['signed'];
let cookie: string;

const ID = '01a20000-0000-7000-8000-000000000000';
const EVIL = '0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334';

const Problem = z.looseObject({
  code: z.string(),
  errors: z.array(z.looseObject({ pointer: z.string() })).default([]),
});

beforeAll(async () => {
  // Each request comes from a network of its own: what strangers may do from one is bounded.
  story = await openStory({ settings: () => Promise.resolve({ TRUSTED_PROXIES: '127.0.0.1,::1' }) });
  ({ routes, signed } = await publishedRoutes(story.origin));
  cookie = (await Browser.of(story, 'Tessa')).cookie;
});

afterAll(() => story.close());

/** A path as somebody would write it: ids that are well-formed and name nothing. */
function written(path: string): string {
  const prefix = Object.entries({
    safes: 'safe',
    'api-keys': 'key',
    people: 'per',
    changes: 'chg',
    invitations: 'inv',
  });
  const [, own = 'tr'] = prefix.find(([name]) => path.startsWith(`/v1/${name}/`)) ?? [];
  const id = path.startsWith('/v1/sessions/') ? `ses_${'0'.repeat(32)}` : `${own}_${ID}`;
  return path.replace('{id}', id).replace(/\{[a-z]+\}/g, '1');
}

let networks = 0;

function anotherNetwork(): string {
  networks += 1;
  return `10.0.${String(networks >> 8)}.${String(networks & 255)}`;
}

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function send(method: string, path: string, { headers = {}, body = '{}' }: Sent = {}) {
  const response = await fetchOnce(`${story.origin}${written(path)}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'x-forwarded-for': anotherNetwork(),
      ...headers,
    },
    ...(method === 'GET' ? {} : { body }),
  });
  const problem = Problem.safeParse(await response.json().catch(() => ({})));
  const { code, errors } = problem.data ?? { code: '', errors: [] };
  return { status: response.status, code, pointers: errors.map(({ pointer }) => pointer) };
}

const mutations = () => routes.filter(([method]) => method !== 'GET');

/** Everything that a person could change; what is only noted on the way is left out. */
async function state(): Promise<unknown> {
  const tables = [
    'transfer',
    'confirmation',
    'policy_exception',
    'api_key',
    'governance_act',
    'invitation',
    'freeze',
  ];
  const counts = tables.map((table) => `(SELECT count(*) FROM "${table}")`).join(', ');
  return story.sql(`SELECT ARRAY[${counts}] AS counts`);
}

describe('every route that changes something', () => {
  it('is among those that are tried here', () => {
    expect(mutations().length).toBeGreaterThan(15);
    expect(mutations()).toContainEqual(['POST', '/v1/transfers/{id}/confirmations', false]);
    expect(mutations()).toContainEqual(['POST', '/v1/sessions', true]);
  });

  it('invariant 8: demands the signature in the very request, where one is due', () => {
    expect(signed.map(({ path }) => path).sort()).toEqual([
      '/v1/changes',
      '/v1/changes/{id}/answers',
      '/v1/transfers',
      '/v1/transfers/{id}/cancel/answers',
      '/v1/transfers/{id}/cancel/owner-signatures',
      '/v1/transfers/{id}/confirmations',
      '/v1/transfers/{id}/exceptions',
      '/v1/transfers/{id}/owner-signatures',
    ]);
    for (const { required } of signed.flatMap(({ forms }) => forms)) expect(required).toContain('signature');
  });

  it('H07: acts for no page of another origin, whatever it is sent as', async () => {
    const before = await state();
    const pages: Readonly<Record<string, string>>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://evil.example', 'content-type': 'text/plain' },
      { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const [method, path] of mutations()) {
      for (const headers of pages) {
        const { status, code } = await send(method, path, { headers: { ...headers, cookie } });
        expect([method, path, status, code]).toEqual([method, path, 403, 'CSRF']);
      }
    }
    expect(await state()).toEqual(before);
    expect(await send('GET', '/v1/sessions/current', { headers: { cookie } })).toMatchObject({ status: 200 });
  });

  it('H06: acts for nobody whose session has ended', async () => {
    const stale = (await Browser.of(story, 'Tariq')).cookie;
    await story.sql(
      `UPDATE person_session SET last_seen_at = now() - interval '30 minutes' WHERE person_id = $1`,
      [story.personId('Tariq')],
    );
    const before = await state();
    for (const [method, path] of mutations().filter(([, , isPublic]) => !isPublic)) {
      const { status, code } = await send(method, path, { headers: { cookie: stale } });
      expect([method, path, status, code]).toEqual([method, path, 401, 'UNAUTHENTICATED']);
    }
    expect(await state()).toEqual(before);
    await story.person('Tariq').signIn(sandboxChainId);
  });
});

describe('members that nobody asked for', () => {
  const acts = [
    {
      by: 'Ada',
      path: 'confirmations',
      body: { decision: 'confirm', revision: 1, signature: `0x${'11'.repeat(65)}` },
    },
    {
      by: 'Ada',
      path: 'confirmations',
      body: { decision: 'reject', revision: 1, reason: 'no', signature: `0x${'11'.repeat(65)}` },
    },
    { by: 'Tessa', path: 'cancel', body: { reason: 'no' } },
    { by: 'Otto', path: 'owner-signatures', body: { owner: EVIL, signature: `0x${'11'.repeat(65)}` } },
  ] as const;

  it.each(acts)('H15: are refused by name: $path by $by', async ({ by, path, body }) => {
    const own = (await Browser.of(story, by)).cookie;
    for (const member of ['state', 'roles', 'requester', 'person', 'personId', 'safeTxHash', 'at', 'key']) {
      const text = JSON.stringify({ ...body, [member]: story.personId('Adam') });
      const answer = await send('POST', `/v1/transfers/{id}/${path}`, {
        headers: { cookie: own },
        body: text,
      });
      expect([member, answer.status, answer.code]).toEqual([member, 422, 'BODY_SCHEMA']);
      expect(answer.pointers).toContain(`/${member}`);
    }
  });

  it('H16: pollute no prototype, in the body or in the query', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const body = `{"reason":"no","${name}":{"polluted":"yes","roles":["admin"]}}`;
      const posted = await send('POST', '/v1/transfers/{id}/cancel', { headers: { cookie }, body });
      expect([posted.status, posted.code, posted.pointers]).toEqual([422, 'BODY_SCHEMA', [`/${name}`]]);
      const asked = await send('GET', `/v1/transfers?${name}=x&${name}[polluted]=yes`, {
        headers: { cookie },
      });
      expect([asked.status, asked.code]).toEqual([400, 'QUERY_SCHEMA']);
    }
    expect('polluted' in {}).toBe(false);
  });
});

describe('a path that names nothing', () => {
  const unknown: Readonly<Record<string, string>> = {
    'safes/{id}': `safe_${ID}`,
    'transfers/{id}': `tr_${ID}`,
    'simulations/{simulation}': `sim_${ID}`,
    'people/{id}': `per_${ID}`,
    'changes/{id}': `chg_${ID}`,
    'destinations/{id}': `dst_${ID}`,
    'audit-exports/{id}': `exp_${ID}`,
    'audit-entries/{index}': '999999999',
    'policies/{version}': '999999',
    'tile/{path}': '1/x999/999',
    'sessions/{id}': `ses_${'0'.repeat(32)}`,
    'api-keys/{id}': `key_${ID}`,
    'invitations/{id}': `inv_${ID}`,
  };
  /** Somebody of each role. */
  const people = {
    operator: 'Tessa',
    approver: 'Ada',
    compliance: 'Clara',
    auditor: 'Audrey',
    admin: 'Adam',
  };
  /** What a route must be asked besides. */
  const queries: Readonly<Record<string, string>> = {
    '/v1/changes/{id}/statement': '?decision=approve',
    '/v1/transfers/{id}/exception-statement':
      '?rule=any&ceiling=1&reason=no&ticket=T-1&expiresAt=2099-01-01T00:00:00Z',
  };
  const Roles = z.looseObject({ 'x-roles': z.array(z.string()) });

  it('is refused by one code, whether it could name something or not', async () => {
    const cookies = new Map<string, string>();
    for (const [role, name] of Object.entries(people))
      cookies.set(role, (await Browser.of(story, name)).cookie);
    const { operations } = await publishedRoutes(story.origin);
    const asked = operations
      .filter(({ path }) => path.includes('{'))
      .filter(({ method }) => method === 'get' || method === 'delete');
    expect(asked.length).toBeGreaterThan(25);
    const unlike: (readonly string[])[] = [];
    for (const { path, method, operation } of asked) {
      const own = Roles.parse(operation)['x-roles'].find((role) => cookies.has(role)) ?? '';
      const headers = { cookie: cookies.get(own) ?? '' };
      const filled = (name: (place: string) => string) =>
        path.replace(/([a-z-]+)\/(\{[a-z]+\})/g, (place, before: string) => `${before}/${name(place)}`) +
        (queries[path] ?? '');
      const [malformed, nothing] = [
        await send(
          method.toUpperCase(),
          filled(() => 'x'),
          { headers },
        ),
        await send(
          method.toUpperCase(),
          filled((place) => unknown[place] ?? place),
          { headers },
        ),
      ];
      const isAlike = malformed.status === 404 && malformed.code === nothing.code;
      const isNamed = path.startsWith('/v1/log/') || malformed.code !== 'ROUTE_NOT_FOUND';
      if (!isAlike || !isNamed) unlike.push([method, path, malformed.code, nothing.code]);
    }
    expect(unlike).toEqual([]);
  });
});

describe('too much in too short a time', () => {
  it('is told when to come back, also by a limit that counts what is stored', async () => {
    const adam = await Browser.of(story, 'Adam');
    const content = { label: 'Hook', url: 'https://hooks.example/x', events: ['transfer.settled'] };
    const draft = () =>
      adam.post('/v1/changes/drafts', JSON.stringify({ kind: 'webhook', content }), {
        'idempotency-key': randomUUID(),
      });
    for (let made = 0; made < 30; made += 1) expect((await draft()).status).toBe(201);
    const { status, headers, body } = await draft();
    expect([status, body['code']]).toEqual([429, 'RATE_LIMITED']);
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(3_500);
    expect(seconds).toBeLessThanOrEqual(3_600);
  });
});

describe('H14: acts of one person by another', () => {
  it('a transfer is neither withdrawn nor answered in somebody else’s name', async () => {
    const id = await story.awaiting({ amount: '1' });
    const cancel = await story.person('Tariq').post(`/v1/transfers/${id}/cancel`, { reason: 'no' });
    expect([cancel.status, cancel.body['code']]).toEqual([403, 'FORBIDDEN']);
    const Shown = z.looseObject({ confirm: z.looseObject({ digest: z.string() }) });
    const shown = Shown.parse((await story.person('Amos').get(`/v1/transfers/${id}/clearance`)).body);
    const signature = await story.account('Ada').sign({ hash: shown.confirm.digest as `0x${string}` });
    const answer = await story
      .person('Amos')
      .post(`/v1/transfers/${id}/confirmations`, { decision: 'confirm', revision: 1, signature });
    expect([answer.status, answer.body['code']]).toEqual([422, 'APPROVAL_BINDING']);
    expect(await story.state(id)).toBe('awaiting-confirmation');
  });

  it('an API key is neither listed nor revoked by people who may not, and is nobody’s session', async () => {
    const wanted = { name: 'bot', roles: ['operator'], expiresAt: wireTime(Date.now() + 3_600_000) };
    const made = await story.person('Adam').post('/v1/api-keys', wanted);
    const { apiKey, secret } = z
      .looseObject({ apiKey: z.looseObject({ id: z.string() }), secret: z.string() })
      .parse(made.body);
    const authorization = `Bearer ${secret}`;
    for (const headers of [{ cookie }, { authorization }]) {
      const revoked = await fetchOnce(`${story.origin}/v1/api-keys/${apiKey.id}`, {
        method: 'DELETE',
        headers,
      });
      expect([revoked.status, (await send('GET', '/v1/api-keys', { headers })).code]).toEqual([
        403,
        'FORBIDDEN',
      ]);
    }
    for (const [method, path] of [
      ['GET', '/v1/sessions'],
      ['DELETE', '/v1/sessions/others'],
      ['DELETE', '/v1/sessions/current'],
      ['DELETE', '/v1/sessions/{id}'],
    ] as const) {
      expect((await send(method, path, { headers: { authorization } })).code).toBe('FORBIDDEN');
    }
    await story.person('Adam').post(`/v1/api-keys`, wanted);
    expect((await send('GET', '/v1/sessions/current', { headers: { authorization } })).status).toBe(200);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Post } from '@nestjs/common';
import request from 'supertest';
import {
  appWith,
  configFor,
  GadgetsController,
  type GadgetsWorld,
  openGadgets,
  refusals,
} from '../../../test/http/gadgets.js';
import { codeOf, seen } from '../../../test/http/seen.js';
import { Public, Read } from './access.js';

let world: GadgetsWorld;

const http = (): ReturnType<typeof request> => world.http();
const post = (body: string | object, headers?: Record<string, string>): request.Test =>
  world.post(body, headers);

beforeAll(async () => {
  world = await openGadgets();
});

afterAll(async () => {
  await world.close();
});

beforeEach(() => {
  world.reset();
});

describe('query, path and method', () => {
  it('take a limit from 1 to 200 and a cursor, and nothing else', async () => {
    expect((await http().get('/v1/gadgets')).body).toEqual({ limit: 50 });
    expect((await http().get('/v1/gadgets?limit=200&cursor=12.400')).body).toEqual({
      limit: 200,
      cursor: '12.400',
    });
    for (const query of [
      'limit=201',
      'limit=0',
      'limit=5.0',
      'limit=1&limit=2',
      'offset=1',
      '__proto__=1',
      'cursor=%00',
    ]) {
      const { status, body } = await seen(http().get(`/v1/gadgets?${query}`));
      expect([query, status, body['code']]).toEqual([query, 400, 'QUERY_SCHEMA']);
      const [name = ''] = query.split('=');
      expect(body['errors']).toEqual([
        { pointer: `/${name}`, parameter: name, code: 'QUERY_SCHEMA', detail: expect.any(String) },
      ]);
    }
  });

  it.each([
    ['GET', '/v1/gadgets/tr_1', 404, 'TRANSFER_NOT_FOUND'],
    ['GET', '/v1/nothing', 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/%E0%A4%A', 404, 'ROUTE_NOT_FOUND'],
    ['PUT', '/v1/gadgets', 405, 'METHOD_NOT_ALLOWED'],
    ['DELETE', '/v1/gadgets/tr_01890a5d-ac96-774b-bcce-b302099a8057', 405, 'METHOD_NOT_ALLOWED'],
  ])('answer %s %s with %i %s', async (method, path, status, code) => {
    const answer = await http()[method.toLowerCase() as 'get'](path);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    if (status === 405) expect(answer.headers['allow']).toContain('GET');
    expect(refusals).toHaveLength(0);
  });

  it('tell nothing of an error inside', async () => {
    const { status, body, text } = await seen(http().get('/v1/gadgets/broken'));
    expect([status, body['code']]).toEqual([500, 'INTERNAL']);
    expect(text).not.toMatch(/hunter2|rpc\.example|\bat \S+ \(/);
  });
});

describe('the refusal log', () => {
  it('invariant 16: a refusal that cannot be written answers 503', async () => {
    world.breakRefusalLog();
    const { status, body } = await seen(post({}));
    expect([status, body['code']]).toEqual([503, 'AUDIT_UNAVAILABLE']);
  });
});

describe('the edge', () => {
  it('serves health, the OpenAPI 3.1 document and its own docs', async () => {
    await http().get('/health/live').expect(200, { status: 'live' });
    await http().get('/health/ready').expect(200, { status: 'ready' });
    const answer = await http().get('/docs/openapi.json').expect(200);
    const document = answer.body as {
      openapi: string;
      paths: Record<string, Record<string, Record<string, unknown>>>;
      components: Record<string, Record<string, unknown>>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(document.components['securitySchemes']).toHaveProperty('session');
    expect(document.components['schemas']).toHaveProperty('Problem');
    const operation = document.paths['/v1/gadgets']?.['post'];
    expect(JSON.stringify(operation)).toContain('"^0x[0-9a-fA-F]{40}$"');
    expect(operation?.['responses']).toHaveProperty('default');
    expect(operation?.['parameters']).toMatchObject([
      { name: 'Idempotency-Key', in: 'header', required: true },
    ]);
    const page = await http().get('/docs').expect(200);
    expect(page.text).not.toMatch(/<script(?![^>]*src=)/);
    await http().get('/docs/swagger-ui-bundle.js').expect(200);
    expect((await http().get('/docs/problems').expect(200)).text).toContain('id="BODY_SCHEMA"');
    expect(page.headers['x-powered-by']).toBeUndefined();
  });

  it('tells browsers to load nothing, but for the description, whose scripts are shut away from the API', async () => {
    const told = async (path: string): Promise<readonly [string, unknown]> => {
      const { headers } = await http().get(path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'reporting-endpoints': 'csp="/csp-reports"',
      });
      return [headers['content-security-policy'] ?? '', headers['cross-origin-resource-policy']];
    };
    const nothing =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; report-uri /csp-reports; report-to csp";
    for (const path of ['/transfers', '/v1/gadgets', '/v1/nothing', '/health/live']) {
      expect([path, ...(await told(path))]).toEqual([path, nothing, 'same-origin']);
    }
    const [problems] = await told('/docs/problems');
    expect(problems).toMatch(/^default-src 'none';/);
    expect(problems).not.toMatch(/script-src|unsafe/);
    for (const path of ['/docs', '/docs/', '/docs/index.html', '/docs/openapi.json']) {
      const [policy, resources] = await told(path);
      expect([path, policy]).toEqual([
        path,
        expect.stringMatching(/^sandbox allow-scripts; default-src 'none';/),
      ]);
      expect(resources).toBe('cross-origin');
    }
  });

  it('stands at / with a page that leads on', async () => {
    const { text } = await http().get('/').expect(200).expect('Content-Type', /html/);
    expect(text).toContain('href="/docs"');
    expect(codeOf(await http().post('/'))).toBe('ROUTE_NOT_FOUND');
  });

  it('takes what browsers report, without a sign-in', async () => {
    const body = JSON.stringify({
      'csp-report': { 'effective-directive': 'img-src', 'blocked-uri': 'data' },
    });
    await http().post('/csp-reports').set('Content-Type', 'application/csp-report').send(body).expect(204);
    expect(refusals).toHaveLength(0);
  });

  it('is not ready without its database', async () => {
    const lost = await appWith(configFor('postgresql://x:y@127.0.0.1:1/none'), GadgetsController);
    const { status, body } = await seen(request(lost.getHttpServer()).get('/health/ready'));
    expect([status, body['code']]).toEqual([503, 'DATABASE_UNAVAILABLE']);
    await request(lost.getHttpServer()).get('/health/live').expect(200);
    const act = await request(lost.getHttpServer()).delete('/v1/gadgets');
    expect([act.status, codeOf(act)]).toEqual([503, 'DATABASE_UNAVAILABLE']);
    await lost.close();
  });

  it.each([
    ['does not say who may call it', (): MethodDecorator[] => [Get('x')]],
    ['is declared as a read', (): MethodDecorator[] => [Post('x'), Read('operator')]],
  ])('does not start with a route that %s', async (message, decorators) => {
    @Controller('v1/rogue')
    class RogueController {
      rogue(): void {
        return;
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(RogueController.prototype, 'rogue') ?? {};
    for (const decorate of decorators()) decorate(RogueController.prototype, 'rogue', descriptor);
    await expect(appWith(world.config, RogueController)).rejects.toThrow(message);
  });

  it('does not start with a route whose body no contract parses', async () => {
    @Controller('v1/rogue')
    class UnparsedController {
      @Post()
      @Public()
      open(@Body() body: unknown): unknown {
        return body;
      }
    }
    await expect(appWith(world.config, UnparsedController)).rejects.toThrow('without a contract');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { z } from 'zod';
import { LOG_SETTINGS } from '../log-settings.js';
import { AppModule } from '../../src/app.module.js';
import { loadConfig } from '../../src/config/config.js';
import { AUDIT_TYPES } from '../../src/domain/audit-log/acts/acts.js';
import { applicationOptions, configureApplication } from '../../src/infra/http/application.js';
import { isPagePath } from '../../src/infra/http/console/serve-console.js';
import { type Route, RouteTable } from '../../src/infra/http/route-table.js';
import { type FreshDatabase, freshDatabase } from '../world.js';

const OPERATIONAL = 'operator approver compliance admin signer';
const EVERYONE = 'operator approver compliance auditor admin signer';

/** Every route that changes something: who may, what the log says of it, and what is signed in it. A new one is a line here, on purpose. */
const MUTATIONS = [
  ['DELETE', '/v1/api-keys/:id', 'admin', 'api-key.revoked', 'nothing'],
  ['DELETE', '/v1/invitations/:id', 'admin compliance', 'invitation.revoked', 'nothing'],
  ['DELETE', '/v1/people/:id/sessions', 'admin', 'session.revoked', 'nothing'],
  ['DELETE', '/v1/sessions/:id', EVERYONE, 'session.revoked', 'nothing'],
  ['DELETE', '/v1/sessions/current', EVERYONE, 'session.closed', 'nothing'],
  ['DELETE', '/v1/sessions/others', EVERYONE, 'session.revoked', 'nothing'],
  ['POST', '/v1/api-keys', 'admin', 'api-key.created', 'nothing'],
  ['POST', '/v1/audit-exports', 'auditor compliance admin', 'audit-export.requested', 'nothing'],
  ['POST', '/v1/changes', OPERATIONAL, 'change.proposed', 'Change'],
  ['POST', '/v1/changes/:id/answers', OPERATIONAL, 'change.approved', 'Change'],
  ['POST', '/v1/changes/drafts', OPERATIONAL, 'change.drafted', 'nothing'],
  [
    'POST',
    '/v1/destinations/checks',
    'operator approver compliance auditor admin',
    'destination.checked',
    'nothing',
  ],
  [
    'POST',
    '/v1/destinations/control-challenges',
    'operator compliance admin',
    'destination.challenged',
    'nothing',
  ],
  ['POST', '/v1/findings/:id/acknowledgements', EVERYONE, 'finding.acknowledged', 'nothing'],
  ['POST', '/v1/freezes', OPERATIONAL, 'safe.frozen gateway.frozen', 'nothing'],
  ['POST', '/v1/people/:id/invitations', 'admin', 'invitation.created', 'nothing'],
  [
    'POST',
    '/v1/policies/evaluate',
    'operator approver compliance auditor admin',
    'policy.evaluated',
    'nothing',
  ],
  ['POST', '/v1/policies/reviews', 'compliance auditor admin', 'policy.reviewed', 'nothing'],
  ['POST', '/v1/safe-transactions/inspect', EVERYONE, 'safe-transaction.inspected', 'nothing'],
  ['POST', '/v1/transfers', 'operator', 'transfer.requested', 'TransferIntent'],
  [
    'POST',
    '/v1/transfers/:id/cancel',
    'operator approver compliance',
    'transfer.cancelled transfer.cancelling',
    'nothing',
  ],
  ['POST', '/v1/transfers/:id/cancel/answers', 'approver', 'transfer.cancel-answered', 'Cancellation'],
  ['POST', '/v1/transfers/:id/cancel/owner-signatures', 'signer', 'transfer.cancel-signed', 'SafeTx'],
  ['POST', '/v1/transfers/:id/confirmations', 'approver', 'transfer.answered', 'Clearance'],
  ['POST', '/v1/transfers/:id/exceptions', 'compliance', 'transfer.excepted', 'PolicyException'],
  ['POST', '/v1/transfers/:id/owner-signatures', 'signer', 'transfer.owner-signed', 'SafeTx'],
  ['POST', '/v1/transfers/:id/rekeyings', 'approver', 'transfer.rekeyed', 'nothing'],
];

/** Every route for people who have not signed in. */
const PUBLIC = [
  ['GET', '/health/live'],
  ['GET', '/health/ready'],
  ['GET', '/v1/installation'],
  ['GET', '/v1/sessions/oidc'],
  ['GET', '/v1/sessions/oidc/callback'],
  ['POST', '/v1/enrolments'],
  ['POST', '/v1/enrolments/drafts'],
  ['POST', '/v1/enrolments/options'],
  ['POST', '/v1/sessions'],
  ['POST', '/v1/sessions/nonce'],
  ['POST', '/v1/sessions/passkey'],
  ['POST', '/v1/sessions/passkey/options'],
];

/** Every route whose answer is no JSON, and what it is instead. */
const WITHOUT_SCHEMA = [
  ['DELETE', '/v1/invitations/:id', 'nothing'],
  ['DELETE', '/v1/sessions/:id', 'nothing'],
  ['DELETE', '/v1/sessions/current', 'nothing'],
  ['GET', '/v1/audit-entries/:index/proof', 'text'],
  ['GET', '/v1/audit-exports/:id/file', 'bytes'],
  ['GET', '/v1/events', 'events'],
  ['GET', '/v1/log/checkpoint', 'text'],
  ['GET', '/v1/log/entries', 'text'],
  ['GET', '/v1/log/key', 'text'],
  ['GET', '/v1/log/tile/*path', 'bytes'],
  ['GET', '/v1/sessions/oidc', 'a redirect'],
  ['GET', '/v1/sessions/oidc/callback', 'a page'],
] as const;

const Document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        responses: z.record(
          z.string(),
          z.object({ content: z.record(z.string(), z.object({ schema: z.looseObject({}) })).optional() }),
        ),
      }),
    ),
  ),
});

/** What a schema that describes something has one of. */
const DESCRIBING = ['type', 'anyOf', 'oneOf', 'allOf', '$ref'];

/** The path as OpenAPI writes it. */
const templated = (path: string): string => path.replace(/[:*]([a-zA-Z]+)/g, '{$1}');

const byText = (one: readonly string[], other: readonly string[]): number =>
  one.join(' ') < other.join(' ') ? -1 : 1;

describe(RouteTable.name, () => {
  let database: FreshDatabase;
  let app: NestExpressApplication;
  let routes: readonly Route[];

  beforeAll(async () => {
    database = await freshDatabase();
    const config = loadConfig({
      DATABASE_URL: database.url,
      // Nobody listens there: the application starts without its chain, and refuses what needs it.
      RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
      CHAIN_ID: '1',
      RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
      FOUNDING_DIGEST: `0x${'00'.repeat(32)}`,
      ...LOG_SETTINGS,
      SESSION_SECRET: 'a secret that is longer than 32 characters',
      PUBLIC_ORIGIN: 'http://localhost:3000',
    });
    app = await NestFactory.create<NestExpressApplication>(AppModule.with(config), applicationOptions(false));
    configureApplication(app, config);
    await app.init();
    routes = app.get(RouteTable).list();
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('invariant 16: the routes that change something are these, each with its roles, its entry in the log, and its signature', () => {
    const found = routes.flatMap(({ method, path, access }) =>
      access.kind === 'mutation'
        ? [[method, path, access.roles.join(' '), [access.audit].flat().join(' '), access.signs]]
        : [],
    );
    expect(found.sort(byText)).toEqual(MUTATIONS);
  });

  it('the routes that need no sign-in are these', () => {
    const found = routes.flatMap(({ method, path, access }) =>
      access.kind === 'public' ? [[method, path]] : [],
    );
    expect(found.sort(byText)).toEqual(PUBLIC);
  });

  it('every other route only reads, for people and services that have a role', () => {
    const others = routes.filter(({ access }) => access.kind === 'read');
    expect(others.length).toBeGreaterThan(10);
    for (const { method, path, access } of others) {
      expect([path, method]).toEqual([path, 'GET']);
      expect('roles' in access && access.roles.length).toBeGreaterThan(0);
    }
    expect(others.length + MUTATIONS.length + PUBLIC.length).toBe(routes.length);
  });

  it('invariant 16: names entries that the log knows', () => {
    const named = MUTATIONS.flatMap(([, , , audit = '']) => audit.split(' '));
    for (const audit of named) expect(AUDIT_TYPES).toContain(audit);
  });

  it('every route publishes the schema of its answer, but for those that answer no JSON', async () => {
    const server = app.getHttpServer();
    const { paths } = Document.parse((await request(server).get('/docs/openapi.json').expect(200)).body);
    const without = routes.filter(({ method, path }) => {
      const responses = paths[templated(path)]?.[method.toLowerCase()]?.responses ?? {};
      const [success] = Object.entries(responses).flatMap(([status, { content }]) =>
        status.startsWith('2') ? [content?.['application/json']?.schema ?? {}] : [],
      );
      return !DESCRIBING.some((member) => success && member in success);
    });
    const named = WITHOUT_SCHEMA.map(([method, path]) => [method, path]);
    expect(without.map(({ method, path }) => [method, path]).sort(byText)).toEqual(named);
  });

  it('leaves to the console what is no path of the API', () => {
    expect(routes.filter(({ path }) => isPagePath(path))).toEqual([]);
  });

  it('invariant 6: no path, role or entry speaks of skipping, forcing or overriding', () => {
    const forbidden = /skip|force|bypass|override|emergency|break-?glass|debug|unsafe/i;
    expect(routes.map(({ path }) => path).filter((path) => forbidden.test(path))).toEqual([]);
  });
});

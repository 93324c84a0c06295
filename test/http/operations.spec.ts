import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ERROR_CODES } from '../../src/domain/errors.js';
import { FINDING_CODES } from '../../src/domain/safes/finding-codes.js';
import { ROLES } from '../../src/domain/identity/person.js';
import { previewedDocument } from './previewed-document.js';

/** Every operation, and what a generated client calls it. An id that changes breaks the clients that others have made. */
const OPERATIONS = [
  ['GET', '/health/live', 'checkLiveness'],
  ['GET', '/health/ready', 'checkReadiness'],
  ['GET', '/v1/alerts', 'listAlerts'],
  ['GET', '/v1/api-keys', 'listApiKeys'],
  ['POST', '/v1/api-keys', 'createApiKey'],
  ['DELETE', '/v1/api-keys/{id}', 'revokeApiKey'],
  ['GET', '/v1/assets', 'listAssets'],
  ['GET', '/v1/audit-entries', 'listAuditEntries'],
  ['GET', '/v1/audit-entries/{index}', 'showAuditEntry'],
  ['GET', '/v1/audit-entries/{index}/proof', 'showAuditEntryProof'],
  ['GET', '/v1/audit-exports', 'listAuditExports'],
  ['POST', '/v1/audit-exports', 'createAuditExport'],
  ['GET', '/v1/audit-exports/{id}', 'showAuditExport'],
  ['GET', '/v1/audit-exports/{id}/file', 'downloadAuditExport'],
  ['GET', '/v1/changes', 'listChanges'],
  ['POST', '/v1/changes', 'proposeChange'],
  ['POST', '/v1/changes/drafts', 'draftChange'],
  ['GET', '/v1/changes/{id}', 'showChange'],
  ['POST', '/v1/changes/{id}/answers', 'answerChange'],
  ['GET', '/v1/changes/{id}/statement', 'showChangeStatement'],
  ['GET', '/v1/decisions', 'listDecisions'],
  ['GET', '/v1/destinations', 'listDestinations'],
  ['POST', '/v1/destinations/checks', 'checkDestination'],
  ['POST', '/v1/destinations/control-challenges', 'createControlChallenge'],
  ['GET', '/v1/destinations/{id}', 'showDestination'],
  ['GET', '/v1/duties/coverage', 'showDutyCoverage'],
  ['POST', '/v1/enrolments', 'proposeEnrolment'],
  ['POST', '/v1/enrolments/drafts', 'draftEnrolment'],
  ['POST', '/v1/enrolments/options', 'openInvitation'],
  ['GET', '/v1/events', 'listenToEvents'],
  ['GET', '/v1/exceptions', 'listExceptions'],
  ['GET', '/v1/exposures', 'listExposures'],
  ['GET', '/v1/findings', 'listFindings'],
  ['POST', '/v1/findings/{id}/acknowledgements', 'acknowledgeFinding'],
  ['GET', '/v1/freezes', 'listFreezes'],
  ['POST', '/v1/freezes', 'createFreeze'],
  ['GET', '/v1/health/parts', 'showHealthParts'],
  ['GET', '/v1/inbox', 'listInbox'],
  ['GET', '/v1/inbox/counts', 'countInbox'],
  ['GET', '/v1/installation', 'showInstallation'],
  ['GET', '/v1/intent-statement', 'showIntentStatement'],
  ['GET', '/v1/invitations', 'listAllInvitations'],
  ['DELETE', '/v1/invitations/{id}', 'revokeInvitation'],
  ['GET', '/v1/limits', 'listLimits'],
  ['GET', '/v1/log/checkpoint', 'showLogCheckpoint'],
  ['GET', '/v1/log/entries', 'followLog'],
  ['GET', '/v1/log/key', 'showLogKey'],
  ['GET', '/v1/log/tile/{path}', 'showLogTile'],
  ['GET', '/v1/people', 'listPeople'],
  ['GET', '/v1/people/{id}', 'showPerson'],
  ['GET', '/v1/people/{id}/invitations', 'listInvitations'],
  ['POST', '/v1/people/{id}/invitations', 'createInvitation'],
  ['DELETE', '/v1/people/{id}/sessions', 'endPersonSessions'],
  ['GET', '/v1/policies', 'listPolicies'],
  ['GET', '/v1/policies/current', 'showCurrentPolicy'],
  ['POST', '/v1/policies/evaluate', 'evaluateTransfer'],
  ['POST', '/v1/policies/reviews', 'reviewPolicy'],
  ['GET', '/v1/policies/schema', 'showPolicySchema'],
  ['GET', '/v1/policies/{version}', 'showPolicy'],
  ['GET', '/v1/price-feeds', 'listPriceFeeds'],
  ['GET', '/v1/providers', 'listProviders'],
  ['GET', '/v1/quorums', 'showQuorums'],
  ['GET', '/v1/register', 'showRegister'],
  ['POST', '/v1/safe-transactions/inspect', 'inspectSafeTransaction'],
  ['GET', '/v1/safes', 'listSafes'],
  ['GET', '/v1/safes/{id}', 'showSafe'],
  ['GET', '/v1/safes/{id}/exposure', 'showSafeExposure'],
  ['GET', '/v1/safes/{id}/exposure/history', 'listExposureHistory'],
  ['GET', '/v1/safes/{id}/findings', 'listSafeFindings'],
  ['GET', '/v1/sessions', 'listSessions'],
  ['POST', '/v1/sessions', 'openSession'],
  ['DELETE', '/v1/sessions/current', 'closeCurrentSession'],
  ['GET', '/v1/sessions/current', 'showCurrentSession'],
  ['POST', '/v1/sessions/nonce', 'createSignInNonce'],
  ['GET', '/v1/sessions/oidc', 'startOpenIdSignIn'],
  ['GET', '/v1/sessions/oidc/callback', 'finishOpenIdSignIn'],
  ['DELETE', '/v1/sessions/others', 'revokeOtherSessions'],
  ['POST', '/v1/sessions/passkey', 'openSessionByPasskey'],
  ['POST', '/v1/sessions/passkey/options', 'createPasskeyOptions'],
  ['DELETE', '/v1/sessions/{id}', 'revokeSession'],
  ['GET', '/v1/transfers', 'listTransfers'],
  ['POST', '/v1/transfers', 'createTransfer'],
  ['GET', '/v1/transfers/counts', 'countTransfers'],
  ['GET', '/v1/transfers/{id}', 'showTransfer'],
  ['GET', '/v1/transfers/{id}/cancel', 'showCancel'],
  ['POST', '/v1/transfers/{id}/cancel', 'cancelTransfer'],
  ['POST', '/v1/transfers/{id}/cancel/answers', 'answerCancel'],
  ['POST', '/v1/transfers/{id}/cancel/owner-signatures', 'signCancel'],
  ['GET', '/v1/transfers/{id}/cancel/signature-request', 'showCancelSignatureRequest'],
  ['GET', '/v1/transfers/{id}/clearance', 'showClearance'],
  ['POST', '/v1/transfers/{id}/confirmations', 'answerTransfer'],
  ['GET', '/v1/transfers/{id}/decisions', 'listTransferDecisions'],
  ['GET', '/v1/transfers/{id}/evidence', 'showTransferEvidence'],
  ['GET', '/v1/transfers/{id}/exception-statement', 'showExceptionStatement'],
  ['POST', '/v1/transfers/{id}/exceptions', 'createException'],
  ['POST', '/v1/transfers/{id}/owner-signatures', 'signTransfer'],
  ['POST', '/v1/transfers/{id}/rekeyings', 'rekeyTransfer'],
  ['GET', '/v1/transfers/{id}/signature-request', 'showSignatureRequest'],
  ['GET', '/v1/transfers/{id}/signature-request/file', 'showSignatureRequestFile'],
  ['GET', '/v1/transfers/{id}/simulations/{simulation}', 'showSimulation'],
  ['GET', '/v1/transfers/{id}/timeline', 'showTimeline'],
  ['GET', '/v1/webhooks', 'listWebhooks'],
];

const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  security: z.array(z.unknown()),
  parameters: z.array(z.looseObject({ name: z.string() })),
  responses: z.record(
    z.string(),
    z.looseObject({
      description: z.string(),
      headers: z.record(z.string(), z.unknown()),
      content: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
  'x-roles': z.array(z.string()).optional(),
});
const Schema = z.looseObject({
  enum: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), Schema) }),
});

/** What the page of the API says in tables. */
const page = readFileSync(fileURLToPath(new URL('../../docs/api.md', import.meta.url)), 'utf8');

/** Roles as the page writes them. */
function rolesWords(roles: readonly string[] | undefined): string {
  if (roles === undefined) return 'everyone';
  const others = ROLES.filter((role) => !roles.includes(role));
  if (others.length === 0) return 'all';
  return others.join() === 'auditor'
    ? 'all but auditor'
    : ROLES.filter((role) => roles.includes(role)).join(', ');
}

function onPage(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

let text: string;
let schemas: Readonly<Record<string, z.output<typeof Schema>>>;
let operations: readonly (z.output<typeof Operation> & { readonly route: readonly [string, string] })[];

beforeAll(async () => {
  const document = await previewedDocument();
  text = JSON.stringify(document);
  const { paths, components } = Document.parse(document);
  schemas = components.schemas;
  operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      route: [method.toUpperCase(), path] as const,
    })),
  );
});

describe('the operations of the API', () => {
  it('are these, by these ids', () => {
    const found = operations.map(({ route, operationId }) => [...route, operationId]);
    expect(found.sort(byPath)).toEqual(OPERATIONS);
  });

  it('say in an order of at most 60 characters what they do, and in a sentence what to know', () => {
    for (const { summary, description, tags } of operations) {
      expect(summary).toMatch(/^[A-Z][^.]{3,59}$/);
      expect(description.split('\n\n')[0]).toMatch(/^[A-Z].{20,}[.]$/);
      expect([summary, tags.length]).toEqual([summary, 1]);
    }
  });

  it('say for whom they are: for roles, by a session or an API key, or for everybody', () => {
    for (const { operationId, description, security, 'x-roles': roles } of operations) {
      const whom = roles ? `Roles: ${roles.join(', ')}.` : 'Open to everybody, without signing in.';
      expect([operationId, description.split('\n\n')[1]]).toEqual([operationId, whom]);
      expect([operationId, security]).toEqual([operationId, roles ? [{ session: [] }, { apiKey: [] }] : []]);
    }
  });

  it('say in which form they answer', () => {
    const others = operations.flatMap(({ operationId, responses }) => {
      const media = Object.keys(responses['200']?.content ?? {});
      return media.length === 0 || media[0] === 'application/json' ? [] : [[operationId, ...media]];
    });
    expect(others.sort()).toEqual([
      ['downloadAuditExport', 'application/x-ndjson', 'text/csv', 'application/pdf'],
      ['finishOpenIdSignIn', 'text/html'],
      ['followLog', 'application/x-ndjson'],
      ['listenToEvents', 'text/event-stream'],
      ['showAuditEntryProof', 'text/plain'],
      ['showLogCheckpoint', 'text/plain'],
      ['showLogKey', 'text/plain'],
      ['showLogTile', 'application/octet-stream'],
    ]);
  });

  it('name the codes of refusals, of their members and of findings as closed lists', () => {
    const { ErrorCode, FindingCode, Finding, ProblemFault } = schemas;
    expect(ErrorCode?.enum).toEqual(ERROR_CODES);
    expect(FindingCode?.enum).toEqual(FINDING_CODES);
    expect(ProblemFault?.properties?.['code']).toEqual({ $ref: '#/components/schemas/ErrorCode' });
    expect(Finding?.properties?.['code']).toEqual({ $ref: '#/components/schemas/FindingCode' });
  });

  it('say what they may refuse: by their kind, and what is their own', () => {
    const create = operations.find((each) => each.operationId === 'createTransfer');
    const codes = Object.entries(create?.responses ?? {}).map(([status, { description }]) => [
      status,
      description,
    ]);
    expect(Object.fromEntries(codes)).toMatchObject({
      400: 'Refused: `QUERY_SCHEMA`, `BODY_NOT_JSON`, `BODY_TOO_DEEP`, `IDEMPOTENCY_KEY_MISSING`',
      401: 'Refused: `UNAUTHENTICATED`',
      409: expect.stringContaining('`INTENT_REPLAYED`'),
      503: expect.stringMatching(/`RPC_UNAVAILABLE`, `RPC_DISAGREE`/),
      413: 'Refused: `BODY_TOO_LARGE`',
      default: 'Refused with another code of the list',
    });
    expect(Object.keys(create?.responses['429']?.headers ?? {})).toEqual(['X-Request-Id', 'Retry-After']);
    expect(Object.keys(create?.responses['201']?.headers ?? {})).toEqual([
      'X-Request-Id',
      'Idempotent-Replayed',
    ]);
    const live = operations.find((each) => each.operationId === 'checkLiveness');
    expect(Object.keys(live?.responses ?? {})).toEqual(['200', '400', '500', '503', 'default']);
  });
});

function byPath(
  [method = '', path = '']: readonly string[],
  [other = '', otherPath = '']: readonly string[],
) {
  return `${path} ${method}` < `${otherPath} ${other}` ? -1 : 1;
}

describe('docs/api.md', () => {
  it('has every route once in its table, for the roles that may ask it', () => {
    const rows = page.split('\n').filter((line) => /^\| `(GET|POST|DELETE) \//.test(line));
    const found = rows.flatMap((row) => {
      const [, routes = '', roles = ''] = row.split(' | ').length === 3 ? ['', ...row.split(' | ')] : [];
      const whom = /^(everyone|all but auditor|all|[a-z]+(, (?!but\b|for\b)[a-z]+)*)(?=$|[,;:] )/.exec(
        roles.trim(),
      )?.[1];
      return [...routes.matchAll(/`([A-Z]+ [^`]+)`/g)].map(([, route]) => `${route ?? ''}: ${whom ?? ''}`);
    });
    const routes = operations.map(
      ({ route: [method, path], 'x-roles': roles }) => `${method} ${onPage(path)}: ${rolesWords(roles)}`,
    );
    expect(found.sort()).toEqual(routes.sort());
  });

  it('names every list that comes in pages, and what ids of each prefix name', () => {
    const row = (name: string) => page.split('\n').find((line) => line.startsWith(`| ${name} `)) ?? '';
    const paged = operations
      .filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'))
      .map(({ route: [, path] }) => onPage(path));
    expect([...row('lists').matchAll(/`(\/v1\/[^`]+)`/g)].map(([, path]) => path).sort()).toEqual(
      paged.sort(),
    );
    const prefixes = new Set([...text.matchAll(/\^([a-z]+)_\[/g)].map(([, prefix = '']) => prefix));
    expect([...prefixes].filter((prefix) => !row('ids').includes(`\`${prefix}_\``))).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import fc from 'fast-check';
import { z } from 'zod';
import { AppModule } from '../../src/app.module.js';
import { DestinationProposal } from '../../src/changes/destinations/destination-proposal.contract.js';
import { loadConfig } from '../../src/config/config.js';
import { CHANGE_KINDS } from '../../src/domain/changes/change.js';
import { KINDS } from '../../src/domain/changes/kinds.js';
import { PersonContent } from '../../src/domain/changes/kinds/person.js';
import { PriceFeedContent } from '../../src/domain/changes/kinds/price-feed.js';
import { QuorumsContent } from '../../src/domain/changes/kinds/quorums.js';
import { UnfreezeContent } from '../../src/domain/changes/kinds/unfreeze.js';
import { WebhookContent } from '../../src/domain/changes/kinds/webhook.js';
import { DomainError, FAULTS_MAX, type Fault } from '../../src/domain/errors.js';
import { PolicyDocumentSchema } from '../../src/domain/policies/policy.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { SchemaPipe, parseBody } from '../../src/infra/http/schema-pipe.js';
import { brokenValue } from '../builders/broken-values.js';
import { logSettings } from '../log-world.js';

/** Terms of the schema library, of JavaScript, and of regular expressions. */
const NO_WORDS =
  /Invalid|expected (string|number|object|array|record)|received |undefined|\/\^|\\|Too (big|small)|[Uu]nrecognized|NaN|\[object|must match/;
const [QUERY, PARAM] = [String(RouteParamtypes.QUERY), String(RouteParamtypes.PARAM)];
const Argument = z.record(z.string(), z.looseObject({ schema: z.unknown().optional() }));

let module: TestingModule;

beforeAll(async () => {
  const config = loadConfig(logSettings('postgresql://nobody@127.0.0.1:1/none'));
  module = await Test.createTestingModule({ imports: [AppModule.with(config)] }).compile();
});

afterAll(() => module.close());

/** Every schema by which a controller parses what comes from outside, by its handler. */
function contracts(): ReadonlyMap<string, z.ZodType> {
  const scanner = new MetadataScanner();
  const found = new Map<string, z.ZodType>();
  for (const { metatype } of module.get(DiscoveryService, { strict: false }).getControllers()) {
    if (typeof metatype !== 'function') continue;
    for (const name of scanner.getAllMethodNames(metatype.prototype as object)) {
      const declared: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, metatype, name) ?? {};
      for (const [key, { schema }] of Object.entries(Argument.parse(declared)))
        if (schema instanceof z.ZodType) found.set(`${metatype.name}.${name} ${key}`, schema);
    }
  }
  return found;
}

/** The codes that each handler declares as its own. */
function ownCodes(): ReadonlyMap<string, readonly string[]> {
  const scanner = new MetadataScanner();
  const found = new Map<string, readonly string[]>();
  for (const { metatype } of module.get(DiscoveryService, { strict: false }).getControllers()) {
    if (typeof metatype !== 'function') continue;
    const prototype = metatype.prototype as Record<string, object>;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const declared = Refused.parse(Reflect.getMetadata('swagger/apiExtension', prototype[name] ?? {}));
      found.set(`${metatype.name}.${name}`, declared?.['x-refusals'] ?? []);
    }
  }
  return found;
}

const Refused = z.looseObject({ 'x-refusals': z.array(z.string()).optional() }).optional();

function keyOf(name: string): string {
  return name.split(' ')[1] ?? '';
}

async function refusedBy(parsing: Promise<unknown>): Promise<DomainError> {
  try {
    await parsing;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  return new DomainError('QUERY_SCHEMA', 'nothing was wrong');
}

function faultsOf(parse: () => unknown): readonly Fault[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.message).not.toMatch(NO_WORDS);
    expect(error.faults.length).toBeGreaterThan(0);
    return error.faults;
  }
}

/** Whether the pointer leads to a member, or names one that is missing from an object that is there. */
function leadsSomewhere(root: unknown, pointer: string): boolean {
  const path = pointer
    .split('/')
    .slice(1)
    .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'));
  let found = root;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return false;
    found = (found as Readonly<Record<string, unknown>>)[key];
  }
  return true;
}

function requirePlain(root: unknown, faults: readonly Fault[]): void {
  for (const { pointer, detail } of faults) {
    // What was given is not told again, so only our own words are looked at.
    expect([pointer, detail]).toEqual([pointer, expect.not.stringMatching(NO_WORDS)]);
    expect(detail.length).toBeLessThan(1_200);
    expect([pointer, leadsSomewhere(root, pointer)]).toEqual([pointer, true]);
  }
}

describe('what a refusal says of a broken request', () => {
  it('is plain and points to a member, for the contract of every route', () => {
    const all = contracts();
    expect(all.size).toBeGreaterThan(50);
    for (const [, schema] of all) {
      let told = 0;
      const property = fc.property(brokenValue(schema), (value) => {
        const faults = faultsOf(() => parseBody(schema, value));
        told += faults.length;
        requirePlain(value, faults);
      });
      fc.assert(property, { numRuns: 40 });
      expect(told).toBeGreaterThan(0);
    }
  });

  it('has no code of a body for the query of any route', async () => {
    const pipe = new SchemaPipe();
    const queries = [...contracts()].filter(([name]) => keyOf(name).startsWith(`${QUERY}:`));
    expect(queries.length).toBeGreaterThan(10);
    for (const [, schema] of queries) {
      const property = fc.asyncProperty(brokenValue(schema), async (value) => {
        const { code, faults } = await refusedBy(pipe.transform(value, { type: 'query', schema }));
        const codes = [code, ...faults.map((each) => each.code)];
        expect(codes).not.toContain('BODY_SCHEMA');
      });
      await fc.assert(property, { numRuns: 10 });
    }
  });

  it('says of a malformed path what it says of one that names nothing, on every route', async () => {
    const pipe = new SchemaPipe();
    const paths = [...contracts()].filter(([name]) => keyOf(name).startsWith(`${PARAM}:`));
    expect(paths.length).toBeGreaterThan(30);
    const silent: (readonly [string, string])[] = [];
    for (const [name, schema] of paths) {
      const members = Object.keys((schema as z.ZodObject).shape);
      const value = Object.fromEntries(members.map((member) => [member, 'x']));
      const { code, message } = await refusedBy(pipe.transform(value, { type: 'param', schema }));
      expect([name, message]).toEqual([name, expect.stringMatching(/^no such .+: an? .+ is /)]);
      // What names nothing is refused by a code of the route's own.
      const own = ownCodes().get(name.split(' ')[0] ?? '') ?? [];
      if (!own.includes(code)) silent.push([name, code]);
    }
    expect(silent).toEqual([]);
  });

  it.each([
    ['person', PersonContent],
    ['policy', PolicyDocumentSchema],
    ['quorums', QuorumsContent],
    ['unfreeze', UnfreezeContent],
    ['webhook', WebhookContent],
    ['price-feed', PriceFeedContent],
  ] as const)('is plain for the content of a %s, from the root of the draft', (kind, schema) => {
    fc.assert(
      fc.property(brokenValue(schema), (value) => {
        const content = (value ?? 0) as Json;
        const faults = KINDS[kind].faults(content);
        requirePlain({ content }, faults);
        for (const { pointer } of faults) expect(pointer).toMatch(/^\/content/);
        // A kind whose content is read before it is judged is told the same, by the same codes.
        const read = faultsOf(() => parseBody(schema, content, ['content']));
        if (read.length > 0) expect(read).toEqual(faults.slice(0, FAULTS_MAX));
      }),
      { numRuns: 150 },
    );
  });

  it('is plain for a proposed destination', () => {
    fc.assert(
      fc.property(brokenValue(DestinationProposal), (content) => {
        requirePlain(
          { content },
          faultsOf(() => parseBody(DestinationProposal, content, ['content'])),
        );
      }),
      { numRuns: 150 },
    );
  });

  it.each(CHANGE_KINDS)('%s: an object with nothing in it has a fault for each member', (kind) => {
    const faults = KINDS[kind].faults({});
    expect(faults.length).toBeGreaterThan(0);
    requirePlain({ content: {} }, faults);
  });
});

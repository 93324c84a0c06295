import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { ALLOWED, BREACHES, type Planted } from './planted-breaches.js';
import { PlantedTree } from './planted-tree.js';
import { ROOMS, ROOM_FILES, type RoomPair, isUpward, pathOf, roomFile, roomPairs } from './planted-rooms.js';
import { rowsOfThePage } from './rows.js';

const ROWS = rowsOfThePage().src;
const FOLDERS = ROWS.flat();
const rowOf = (folder: string): number => ROWS.findIndex((row) => row.includes(folder));
const pairs = FOLDERS.flatMap((from) => FOLDERS.filter((to) => to !== from).map((to) => ({ from, to })));

function sourceOf({ imports, as }: Omit<Planted, 'rule' | 'file'>): string {
  if (as === 'type') return `import type * as thing from '${imports}';\nexport type Thing = typeof thing;\n`;
  if (as === 'dynamic') return `export const thing = () => import('${imports}');\n`;
  return `import * as thing from '${imports}';\nexport { thing };\n`;
}

const Report = z.object({
  summary: z.object({
    violations: z.array(z.object({ rule: z.object({ name: z.string() }), from: z.string(), to: z.string() })),
  }),
  modules: z.array(z.object({ source: z.string() })),
});
const Config = z.object({ forbidden: z.array(z.object({ name: z.string(), severity: z.string() })) });

const config = Config.parse(createRequire(import.meta.url)('../../.dependency-cruiser.cjs'));
const ruleNames = config.forbidden.map(({ name }) => name);

describe('.dependency-cruiser.cjs', () => {
  let tree: PlantedTree;
  let report: z.output<typeof Report>;

  /** The rules that a file breaks. */
  const brokenBy = (file: string): string[] =>
    report.summary.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);

  beforeAll(() => {
    const things = [
      ...FOLDERS.map((folder) => `src/${folder}`),
      'src/domain/no-row',
      'src/client',
      'src/cli',
      'src/generated/prisma',
      'test',
      'sandbox',
      'bench',
    ];
    tree = new PlantedTree({
      ...Object.fromEntries(things.map((folder) => [`${folder}/thing.ts`, 'export const thing = 1;\n'])),
      'src/generated/prisma/client.ts': 'export const thing = 1;\n',
      'src/cli/print.ts': 'export const thing = 1;\n',
      // The other half of the cycle, which is reported once.
      'src/transfers/hen.ts': sourceOf({ imports: './egg.js' }),
      ...Object.fromEntries(
        pairs.map(({ from, to }) => [`src/${from}/to-${to}.ts`, sourceOf({ imports: `../${to}/thing.js` })]),
      ),
      ...ROOM_FILES,
      ...Object.fromEntries([...BREACHES, ...ALLOWED].map((each) => [each.file, sourceOf(each)])),
    });
    const args = [
      '--config',
      'through-the-link.cjs',
      '--output-type',
      'json',
      'src',
      'sandbox',
      'bench',
      'test',
      'console',
      'verifier',
    ];
    report = Report.parse(tree.run('dependency-cruiser/bin/dependency-cruiser.mjs', args));
  });

  afterAll(() => {
    tree.remove();
  });

  it('makes every rule an error', () => {
    expect(config.forbidden.filter(({ severity }) => severity !== 'error')).toEqual([]);
    expect(new Set(ruleNames).size).toBe(ruleNames.length);
  });

  it('has a rule for each folder of the design, and each of its rules is tried here', () => {
    const rows = [...FOLDERS, ...ROOMS.map((room) => `domain-${room}`)].map(
      (folder) => `${folder}-imports-only-rows-below`,
    );
    expect([...new Set([...rows, ...BREACHES.map(({ rule }) => rule)])].sort()).toEqual(
      [...ruleNames].sort(),
    );
  });

  it('looked at every planted file', () => {
    const seen = new Set(report.modules.map(({ source }) => source));
    const planted = [
      ...pairs.map(({ from, to }) => `src/${from}/to-${to}.ts`),
      ...Object.keys(ROOM_FILES),
      ...BREACHES.map(({ file }) => file),
    ];
    expect(planted.filter((file) => !seen.has(file))).toEqual([]);
  });

  it.each(FOLDERS)('lets %s import exactly the rows below it', (from) => {
    const rule = `${from}-imports-only-rows-below`;
    const refused = pairs.filter(
      (pair) => pair.from === from && brokenBy(`src/${from}/to-${pair.to}.ts`).includes(rule),
    );
    const above = pairs.filter((pair) => pair.from === from && rowOf(pair.to) <= rowOf(from));
    expect(refused.map(({ to }) => to)).toEqual(above.map(({ to }) => to));
  });

  it('gives every room of the domain a row', () => {
    const there = readdirSync(new URL('../../src/domain', import.meta.url))
      .filter((name) => !name.endsWith('.spec.ts'))
      .map((name) => name.replace(/\.ts$/, ''));
    expect([...ROOMS].sort()).toEqual(there.sort());
  });

  it.each(ROOMS)('lets src/domain/%s import exactly the rows below it', (from) => {
    const own = roomPairs.filter((pair) => pair.from === from);
    const isRefused = (pair: RoomPair): boolean =>
      report.summary.violations.some(
        (each) =>
          each.rule.name === `domain-${from}-imports-only-rows-below` &&
          each.from === roomFile(pair) &&
          each.to === pathOf(pair.to),
      );
    expect(own.filter(isRefused)).toEqual(own.filter(isUpward));
  });

  it.each(BREACHES)('$rule: $file may not import $imports', ({ rule, file }) => {
    expect(brokenBy(file)).toContain(rule);
  });

  it.each(ALLOWED)('lets $file import $imports', ({ file }) => {
    expect(brokenBy(file)).toEqual([]);
  });
});

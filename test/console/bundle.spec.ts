import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const KB = 1_000;
const BUILT = 'dist/console';

const Script = z.object({
  name: z.string(),
  isEntry: z.boolean(),
  /** The source of which it is the beginning: of the console, or of what is brought later. */
  page: z.string().nullable(),
  imports: z.array(z.string()),
  gzip: z.int(),
  packages: z.array(z.string()),
  modules: z.array(z.string()),
});
type Script = z.output<typeof Script>;
const Bundle = z.object({
  files: z.record(z.string(), z.string()),
  scripts: z.array(Script),
  styles: z.array(z.int()),
  packages: z.record(z.string(), z.string().nullable()),
});

/** Everything of which a byte is shipped. Another one needs a reason, and a licence of these. */
const PACKAGES = [
  ...['@base-ui/react', '@base-ui/utils', '@floating-ui/core', '@floating-ui/dom', '@floating-ui/react-dom'],
  ...['@floating-ui/utils', '@hexagon/base64', '@levischuck/tiny-cbor', '@noble/curves', '@noble/hashes'],
  ...['@simplewebauthn/browser', '@simplewebauthn/server', '@tanstack/history', '@tanstack/query-core'],
  ...['@tanstack/react-query', '@tanstack/react-router', '@tanstack/react-store', '@tanstack/router-core'],
  ...['@tanstack/store', 'abitype', 'canonicalize', 'fastest-levenshtein', 'react', 'react-dom', 'scheduler'],
  ...['uqr', 'use-sync-external-store', 'viem', 'zod'],
];
const LICENCES = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];

const described = execFileSync(process.execPath, ['scripts/describe-console.mjs'], {
  encoding: 'utf8',
  env: { ...process.env, NODE_OPTIONS: '' },
});
const bundle = Bundle.parse(JSON.parse(described));
const byName = new Map(bundle.scripts.map((each) => [each.name, each]));
const entry = bundle.scripts.find(({ isEntry }) => isEntry);
if (!entry) throw new Error('a page has an entry');

/** With all that it imports: what a browser fetches before the first line of it runs. */
function withImports(...of: readonly Script[]): readonly Script[] {
  const found = new Set<Script>();
  const add = (script: Script): void => {
    if (found.has(script)) return;
    found.add(script);
    for (const name of script.imports) add(scriptOf(name));
  };
  of.forEach(add);
  return [...found];
}

function scriptOf(name: string): Script {
  const script = byName.get(name);
  if (!script) throw new Error(`there is no ${name}`);
  return script;
}

/** The script that begins with a source. */
function begunBy(source: string): Script {
  const script = bundle.scripts.find(({ page }) => page === source);
  if (!script) throw new Error(`${source} is not brought later than the entry`);
  return script;
}

const bytesOf = (scripts: readonly Script[]): number => scripts.reduce((sum, { gzip }) => sum + gzip, 0);
const PAGES = bundle.scripts.filter(({ page }) => page?.endsWith('-page.tsx')).map(({ page }) => page ?? '');

describe('what the console weighs at first load', () => {
  it('is within 260 kB of JavaScript for the page of a transfer, and 220 for any other', () => {
    const sizes = PAGES.map((page) => [page, bytesOf(withImports(entry, begunBy(page)))] as const);
    expect(sizes.length).toBeGreaterThan(10);
    const mayBe = (page: string): number => (page.endsWith('/transfer-page.tsx') ? 260 : 220) * KB;
    expect(sizes.filter(([page, size]) => size > mayBe(page))).toEqual([]);
  });

  it('is one stylesheet of 25 kB, no font and no picture', () => {
    expect(bundle.styles.filter((size) => size > 25 * KB)).toEqual([]);
    expect(bundle.styles).toHaveLength(1);
    const kinds = new Set(Object.keys(bundle.files).map((name) => name.split('.').at(-1)));
    expect(kinds).toEqual(new Set(['html', 'js', 'css']));
  });

  it('is without what only some pages or acts need', () => {
    const first = withImports(entry);
    const packages = new Set(first.flatMap((each) => each.packages));
    for (const later of [
      'zod',
      'viem',
      'uqr',
      '@floating-ui/dom',
      '@simplewebauthn/browser',
      '@noble/curves',
    ])
      expect([...packages]).not.toContain(later);
    const modules = new Set(first.flatMap((each) => each.modules));
    expect([...modules].filter((name) => name.startsWith('src/domain/problems/'))).toEqual([]);
    expect([...modules].filter((name) => name.startsWith('console/signing/sheet/'))).toEqual([]);
  });

  it('is without the pages of others, recovery of signatures, QR codes and words of problems', () => {
    const page = withImports(entry, begunBy('console/pages/transfer/transfer-page.tsx'));
    const packages = page.flatMap((each) => each.packages);
    expect(packages).not.toContain('@noble/curves');
    expect(packages).not.toContain('uqr');
    const modules = page.flatMap((each) => each.modules);
    expect(modules.filter((name) => /problems\/.*-problems|policies\/decide\./.test(name))).toEqual([]);
    expect(modules.filter((name) => /pages\/(?!transfer\/)[^/]+\/[^/]+-page/.test(name))).toEqual([]);
  });
});

describe('what the console is made of', () => {
  it('are these packages, under licences that ask for no more than to be named', () => {
    expect(Object.keys(bundle.packages)).toEqual(PACKAGES);
    const others = Object.entries(bundle.packages).filter(([, licence]) => !LICENCES.includes(licence ?? ''));
    expect(others).toEqual([]);
  });

  it('are the same bytes from the same sources', () => {
    const built = readdirSync(BUILT, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile() && !/\.(br|gz)$/.test(each.name))
      .map(({ parentPath, name }) => join(parentPath, name));
    const hashes = built.map((path) => [
      path.slice(BUILT.length + 1),
      createHash('sha256').update(readFileSync(path)).digest('hex'),
    ]);
    expect(Object.fromEntries(hashes)).toEqual(bundle.files);
  });
});

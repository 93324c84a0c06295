import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

function entriesUnder(folder: string): string[] {
  const all = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return all.map((path) => relative(root, join(root, folder, path)).replaceAll('\\', '/'));
}

const isGenerated = (path: string): boolean => path.startsWith('src/generated/') || path === 'src/generated';
const inSrc = ['src', 'sandbox', 'bench'].flatMap(entriesUnder).filter((path) => !isGenerated(path));
const files = inSrc.filter((path) => statSync(join(root, path)).isFile());
const sources = files.filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'));
const specs = [...files, ...entriesUnder('test')].filter((path) => path.endsWith('.spec.ts'));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What DESIGN.md promises and this version keeps; the others come with their features. */
const INVARIANTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23, 24];

describe('names in src', () => {
  it('say what a thing is: nothing is called utils, helpers or the like', () => {
    const vague = /(^|\/)(utils?|commons?|helpers?|bases?|shared|misc|core|managers?)(\.|\/|$)/i;
    expect(inSrc.filter((path) => vague.test(path))).toEqual([]);
  });

  it('are kebab-case, with a role after a point', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.ts$/;
    expect(files.filter((path) => !kebab.test(path.split('/').at(-1) ?? ''))).toEqual([]);
  });

  it('lead to one file: there are no barrels and no ambient types', () => {
    expect(files.filter((path) => /(^|\/)index\.[cm]?[jt]s$/.test(path))).toEqual([]);
    expect(files.filter((path) => path.endsWith('.d.ts'))).toEqual([]);
  });

  it('lie three levels deep at most', () => {
    expect(files.filter((path) => path.split('/').length > 5)).toEqual([]);
  });
});

describe('files in src', () => {
  it('are of TypeScript alone', () => {
    expect(files.filter((path) => !path.endsWith('.ts'))).toEqual([]);
  });

  it('have 300 lines at most', () => {
    expect(sources.filter((path) => read(path).split('\n').length > 301)).toEqual([]);
  });

  it('of the domain say what their main export is for', () => {
    const domain = sources.filter((path) => path.startsWith('src/domain/'));
    expect(domain.length).toBeGreaterThan(40);
    expect(domain.filter((path) => !read(path).includes('/**'))).toEqual([]);
  });

  it('begin with no line for a shell, for which ESLint would load every type a second time', () => {
    expect(files.filter((path) => read(path).startsWith('#!'))).toEqual([]);
  });

  it('import with the extension that Node wants', () => {
    const withoutExtension = /from '\.{1,2}\/[^']*(?<!\.js|\.json)'/;
    expect(files.filter((path) => withoutExtension.test(read(path)))).toEqual([]);
  });
});

describe('the invariants of the design', () => {
  const named = new Set(
    specs.flatMap((path) =>
      [...read(path).matchAll(/['"`]invariant (\d+): /g)].map((match) => Number(match[1])),
    ),
  );

  it.each(INVARIANTS)('invariant %i has a test that is named after it', (invariant) => {
    expect(named).toContain(invariant);
  });

  it('are 30', () => {
    expect([...named].filter((invariant) => invariant < 1 || invariant > 30)).toEqual([]);
  });
});

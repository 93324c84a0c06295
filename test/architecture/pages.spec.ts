import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../..', import.meta.url));
const inFolder = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...inFolder('docs'),
  ...inFolder('docs/decisions'),
];

/** Every file or folder of this project that a page names in full. */
function pathsIn(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const named = text.matchAll(
    /`((?:src|test|sandbox|bench|scripts|docs|verifier|contracts|prisma)\/[\w./-]+)`/g,
  );
  return [...named].map(([, path = '']) => path).filter((path) => !/\/x\./.test(path));
}

describe('the pages', () => {
  it.each(PAGES)('%s names only files that are there', (page) => {
    expect(pathsIn(page).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('were looked at: they name many', () => {
    expect(PAGES.flatMap(pathsIn).length).toBeGreaterThan(100);
  });
});

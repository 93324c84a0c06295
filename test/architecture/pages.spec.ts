import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';

const root = fileURLToPath(new URL('../..', import.meta.url));
const inFolder = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
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

/** What GitHub calls the headings of a page, in its links. */
function anchorsOf(page: string): ReadonlySet<string> {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```.*?^```/gms, '');
  const slugs = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return new Set(slugs);
}

/** The links of a page within this project that lead to nothing. */
function deadLinksIn(page: string): readonly string[] {
  return linksIn(page).filter((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
  });
}

function linksIn(page: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```.*?^```/gms, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

describe('the pages', () => {
  it.each(PAGES)('%s links only to pages and headings that are there', (page) => {
    expect(deadLinksIn(page)).toEqual([]);
  });

  it.each(PAGES)('%s names only files that are there', (page) => {
    expect(pathsIn(page).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('were looked at: they name many', () => {
    expect(PAGES.flatMap(pathsIn).length).toBeGreaterThan(100);
    expect(PAGES.flatMap(linksIn).length).toBeGreaterThan(200);
  });
});

import { readFileSync } from 'node:fs';

/** Where the words about a row begin. */
const WORDS_AT = 51;

type Rows = readonly (readonly string[])[];

/**
 * The rows as ARCHITECTURE.md shows them, from the top: a folder may import the rows below its own, and nothing else.
 * The rule file is tried against them, so that page and rules say the same. Those of `src` stand first, then those of its domain.
 */
export function rowsOfThePage(): { readonly src: Rows; readonly domain: Rows } {
  const page = readFileSync(new URL('../../ARCHITECTURE.md', import.meta.url), 'utf8');
  const [, section = ''] = /## Rows\n([\s\S]*?)\n## /.exec(page) ?? [];
  const [src = [], domain = []] = [...section.matchAll(/```\n([\s\S]*?)```/g)].map(([, block = '']) =>
    rowsIn(block),
  );
  return { src, domain };
}

function rowsIn(block: string): Rows {
  return block
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(0, WORDS_AT).trim().split(/\s+/));
}

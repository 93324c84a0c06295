import { readFileSync } from 'node:fs';

/** Where the words about a row begin. */
const WORDS_AT = 51;

/**
 * The rows as ARCHITECTURE.md shows them, from the top: a folder may import the rows below its own, and nothing else.
 * The rule file is tried against them, so that page and rules say the same.
 */
export function rowsOfThePage(): readonly (readonly string[])[] {
  const page = readFileSync(new URL('../../ARCHITECTURE.md', import.meta.url), 'utf8');
  const [, block = ''] = /## Who may import whom[\s\S]*?```\n([\s\S]*?)```/.exec(page) ?? [];
  return block
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(0, WORDS_AT).trim().split(/\s+/));
}

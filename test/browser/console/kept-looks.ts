import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { changesOf } from './look-of.js';

const fileOf = (name: string): string => fileURLToPath(new URL(`looks/${name}.txt`, import.meta.url));

/** Where a page looks other than it is kept in looks/. With SLUICE_KEEP_LOOKS=1 it is kept anew instead. */
export function otherThanKept(name: string, look: readonly string[]): readonly string[] {
  const file = fileOf(name);
  if (process.env['SLUICE_KEEP_LOOKS'] === '1') writeFileSync(file, `${look.join('\n')}\n`);
  if (!existsSync(file)) return [`${name} is not kept: SLUICE_KEEP_LOOKS=1`];
  const kept = readFileSync(file, 'utf8').trimEnd().split('\n');
  return changesOf(look, kept).map((change) => `${name} ${change}`);
}

import { readFileSync } from 'node:fs';

/** The version of Sluice. Read here and not in `src/config`, of which an offline program knows nothing. */
export function ownVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version;
}

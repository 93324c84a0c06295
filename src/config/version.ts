import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Package = z.object({ name: z.literal('sluice'), version: z.string() });

/** Name and version of Sluice, as they are published. */
export function ownPackage(): z.output<typeof Package> {
  const file = new URL('../../package.json', import.meta.url);
  return Package.parse(JSON.parse(readFileSync(file, 'utf8')));
}

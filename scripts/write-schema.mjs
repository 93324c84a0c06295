// node scripts/write-schema.mjs  writes docs/evidence-bundle.schema.json anew from the zod schema.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const bundled = at('.cache/evidence-schema.mjs');

await build({
  entryPoints: [at('src/domain/evidence/bundle.ts')],
  outfile: bundled,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
const { bundleJsonSchema } = await import(bundled);
writeFileSync(at('docs/evidence-bundle.schema.json'), `${JSON.stringify(bundleJsonSchema(), null, 2)}\n`);

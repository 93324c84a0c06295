// npm run check:openapi   lints the OpenAPI document as the service would serve it, without starting the service
import './typescript.mjs';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { answerUsage } from './usage.mjs';

answerUsage(`Usage: npm run check:openapi

Lints the OpenAPI document by the rules of redocly.yaml, without starting the service.

Example:
  npm run check:openapi`);

const { previewedDocument } = await import('../test/http/previewed-document.ts');
const root = new URL('../', import.meta.url);
const file = new URL('.cache/openapi.json', root);
mkdirSync(new URL('.', file), { recursive: true });
writeFileSync(file, JSON.stringify(await previewedDocument(), null, 2));

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');
const { status } = spawnSync(process.execPath, [redocly, 'lint', fileURLToPath(file)], {
  cwd: root,
  // Nobody is told that it ran, and nobody is asked for a newer one.
  env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

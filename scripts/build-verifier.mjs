// Writes the verifier as one HTML file that needs nothing else: node scripts/build-verifier.mjs [FILE]
//
// The build is reproducible: the same sources give the same bytes, so anyone can compare its SHA-256.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerUsage } from './usage.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The page as text. */
export async function verifierPage() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['verifier/main.ts'],
    tsconfig: 'verifier/tsconfig.json',
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    minify: true,
    legalComments: 'none',
    charset: 'ascii',
  });
  // The one text that would end an HTML script element.
  const script = outputFiles[0].text.trim().replaceAll('</script', '<\\/script');
  const style = readFileSync(`${root}/verifier/style.css`, 'utf8').trim();
  const parts = {
    '<!-- script -->': `<script>${script}</script>`,
    '<!-- style -->': `<style>${style}</style>`,
    '{{script-hash}}': sourceHash(script),
    '{{style-hash}}': sourceHash(style),
  };
  const page = readFileSync(`${root}/verifier/page.html`, 'utf8');
  return page.replaceAll(new RegExp(Object.keys(parts).join('|'), 'g'), (place) => parts[place]);
}

/** The hash by which Content-Security-Policy allows an inline script or style. */
function sourceHash(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  answerUsage(
    `Usage: npm run verifier [-- FILE]

Writes the verifier as one HTML file (dist/verifier.html if not said) and prints its SHA-256. The same sources give the
same bytes.

Example:
  npm run verifier -- sluice-verifier.html`,
    { most: 1 },
  );
  const target = resolve(process.argv[2] ?? `${root}/dist/verifier.html`);
  const page = await verifierPage();
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, page);
  console.log(`${target}\nsha256 ${createHash('sha256').update(page).digest('hex')}`);
}

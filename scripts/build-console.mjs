// Builds the console into dist/console and the sandbox's wallet into dist/wallet, and seals both:
// node scripts/build-console.mjs [FOLDER]
//
// index.html names the hash of the entry, of the stylesheet and, in an import map, of every further script. A browser
// runs no file with another hash, so the SHA-256 of index.html fixes every byte of code. The build is reproducible.
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { answerUsage } from './usage.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const integrityOf = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** Each file of a page by its path below the folder, `index.html` among them. */
export const builtPage = async (folder, plugins) => filesOf(await bundled(folder, plugins));

/** What the bundler makes of a page: scripts with what is in them, and other files. Only tests have plugins. */
export async function bundled(folder, plugins = []) {
  // Vite takes another one from the environment, and packages are other bytes by it.
  process.env.NODE_ENV = 'production';
  const { output } = await build({
    root: join(root, folder),
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins,
    css: { modules: { generateScopedName: '[name]__[local]' } },
    build: {
      write: false,
      target: ['chrome123', 'firefox128', 'safari18'],
      // One stylesheet, because an import map holds the hashes of scripts alone.
      cssCodeSplit: false,
      // A preload that a script writes would have no hash.
      modulePreload: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rolldownOptions: {
        treeshake: {
          // It verifies signatures for the gateway. Of it the rules take how public keys are written, and no more.
          moduleSideEffects: [
            { test: /node_modules\/(@simplewebauthn\/server|@peculiar)\//, sideEffects: false },
          ],
        },
        // Of servers that render, which there are none of here.
        onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
      },
    },
  });
  return output;
}

/** The same as files, sealed. */
export function filesOf(output) {
  const files = new Map(output.map((each) => [each.fileName, Buffer.from(each.code ?? each.source)]));
  const page = files.get('index.html').toString('utf8');
  const scripts = [...files.keys()].filter((name) => name.endsWith('.js')).sort();
  const map = {
    integrity: Object.fromEntries(scripts.map((name) => [`/${name}`, integrityOf(files.get(name))])),
  };
  const importMap = `<script type="importmap">${JSON.stringify(map)}</script>`;
  const withHashes = page.replaceAll(/ crossorigin (src|href)="\/([^"]+)"/g, (_, attribute, name) => {
    return ` ${attribute}="/${name}" integrity="${integrityOf(files.get(name))}" crossorigin`;
  });
  // Before any module, or it does not count for that one.
  const first = withHashes.indexOf('<script type="module"');
  if (first < 0 || !withHashes.includes('integrity=')) throw new Error('the page has no entry to seal');
  const whole = `${withHashes.slice(0, first)}${importMap}\n    ${withHashes.slice(first)}`;
  return new Map([...files, ['index.html', Buffer.from(whole)]]);
}

/** Writes the files, each also compressed. Returns the SHA-256 of index.html. */
export function writePage(files, target) {
  rmSync(target, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    const path = join(target, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  }
  return createHash('sha256').update(files.get('index.html')).digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  answerUsage(
    `Usage: npm run console [-- FOLDER]

Builds the console (into dist/console if not said) and prints the SHA-256 of its index.html, which fixes every byte of
it. The same sources give the same bytes. Without a folder it builds the sandbox's wallet into dist/wallet besides.

Example:
  npm run console`,
    { most: 1 },
  );
  const target = resolve(process.argv[2] ?? join(root, 'dist/console'));
  const hash = writePage(await builtPage('console'), target);
  console.log(`${target}\nsha256 ${hash}`);
  if (process.argv[2] === undefined) writePage(await builtPage('console/wallet'), join(root, 'dist/wallet'));
}

// Lets Node load TypeScript, by `--import`. swc compiles it as in the service's build, with the metadata that Nest
// needs; the output is cached in .cache by the hash of the source. For the sandbox, benches, tests and scripts: the
// service itself runs its build.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const kept = new URL('.cache/typescript/', root);
mkdirSync(kept, { recursive: true });

const require = createRequire(import.meta.url);
const readJson = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const { $schema: _, exclude: __, ...service } = readJson('.swcrc');
const options = { ...service, swcrc: false, sourceMaps: true };
const compiler = JSON.stringify([readJson('node_modules/@swc/core/package.json').version, options]);

/** The source map file of each loaded module, by the module's URL. */
export const sourceMaps = new Map();

function compiled(url) {
  const filename = fileURLToPath(url);
  const text = readFileSync(filename, 'utf8');
  const key = createHash('sha256').update([compiler, filename, text].join('\0')).digest('hex');
  const [file, map] = [new URL(`${key}.js`, kept), new URL(`${key}.json`, kept)];
  sourceMaps.set(url, fileURLToPath(map));
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const result = require('@swc/core').transformSync(text, { ...options, filename });
  keep(map, result.map);
  const code = `${result.code}\n//# sourceMappingURL=${map.href}\n`;
  keep(file, code);
  return code;
}

/** Writes atomically: other workers may compile the same file, and must never read half of it. */
function keep(file, text) {
  const draft = new URL(`${file.href}.${String(process.pid)}`);
  writeFileSync(draft, text);
  renameSync(draft, file);
}

const isOwnTypeScript = (url) => /^file:[^?]*\.ts(\?|$)/.test(url) && !url.includes('/node_modules/');

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isRelative = /^\.{1,2}\/.*\.js$/.test(specifier) && isOwnTypeScript(context.parentURL ?? '');
    return nextResolve(isRelative ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
  load(url, context, nextLoad) {
    if (!isOwnTypeScript(url)) return nextLoad(url, context);
    return { format: 'module', source: compiled(url), shortCircuit: true };
  },
});

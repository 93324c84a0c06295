// Builds the console once more, writes nothing, and says as JSON what it is made of, for the tests:
// node scripts/describe-console.mjs
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { bundled, filesOf } from './build-console.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** The package that a module is of, with where it stands; undefined for our own. */
function packageOf(id) {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(id) ?? [];
  return folder;
}

function described(folder) {
  const { name, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  return [name, license ?? null];
}

const output = await bundled('console');
const scripts = output.filter(({ type }) => type === 'chunk');
// Modules of which something is left; of the rest nothing is shipped.
const idsIn = ({ modules }) => Object.keys(modules).filter((id) => modules[id].renderedLength > 0);
const isOwn = (id) => !id.startsWith('\0') && packageOf(id) === undefined;
const folders = new Set(scripts.flatMap(idsIn).map(packageOf));
folders.delete(undefined);

console.log(
  JSON.stringify({
    files: Object.fromEntries(
      [...filesOf(output)].map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]),
    ),
    scripts: scripts.map((each) => ({
      name: each.fileName,
      isEntry: each.isEntry,
      page: each.facadeModuleId === null ? null : relative(root, each.facadeModuleId),
      imports: each.imports,
      gzip: gzipped(each.code),
      packages: [...new Set(idsIn(each).map(packageOf))]
        .filter(Boolean)
        .map((folder) => described(folder)[0]),
      modules: idsIn(each)
        .filter(isOwn)
        .map((id) => relative(root, id)),
    })),
    styles: output.filter(({ fileName }) => fileName.endsWith('.css')).map(({ source }) => gzipped(source)),
    packages: Object.fromEntries([...folders].map(described).sort(([a], [b]) => (a < b ? -1 : 1))),
  }),
);

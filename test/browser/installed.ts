import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type LaunchOptions, chromium } from 'playwright-core';
import { z } from 'zod';

const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url));
const Manifest = z.looseObject({ devDependencies: z.looseObject({ '@sparticuz/chromium': z.string() }) });
const INFLATE = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;

/** Where Debian, Ubuntu and macOS put a Chromium; `channel` knows the places of Chrome and Edge on every system. */
const CHROMIUMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** What starts a browser on this machine: npm's Chromium where it runs, else an installed one; undefined if none does. */
export async function installedBrowser(): Promise<LaunchOptions | undefined> {
  const candidates: LaunchOptions[] = [
    ...(process.platform === 'linux' && process.arch === 'x64' ? [{ executablePath: await unpacked() }] : []),
    { channel: 'chrome' },
    ...CHROMIUMS.filter((path) => existsSync(path)).map((executablePath) => ({ executablePath })),
    { channel: 'msedge' },
  ];
  for (const candidate of candidates) {
    // Tests may run as root, where Chromium has no sandbox of its own; the pages are ours.
    const options = { ...candidate, args: ['--no-sandbox'] };
    if (await starts(options)) return options;
  }
  return undefined;
}

async function starts(options: LaunchOptions): Promise<boolean> {
  try {
    await (await chromium.launch(options)).close();
    return true;
  } catch {
    return false;
  }
}

/**
 * The package unpacks itself into the folder for temporary files and takes a half-written file for a whole one. Several
 * workers come here at once, so each unpacks into a folder of its own, and the first to finish gives it the name.
 */
async function unpacked(): Promise<string> {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { devDependencies } = Manifest.parse(JSON.parse(manifest));
  const folder = join(CACHE, `chromium-${devDependencies['@sparticuz/chromium']}`);
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    const own = mkdtempSync(join(CACHE, 'unpacking-'));
    const env = { ...process.env, NODE_OPTIONS: '', TMPDIR: own };
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', INFLATE], { cwd: CACHE, env });
    try {
      renameSync(own, folder);
    } catch {
      // Another worker was faster.
      rmSync(own, { recursive: true, force: true });
    }
  }
  return join(folder, 'chromium');
}

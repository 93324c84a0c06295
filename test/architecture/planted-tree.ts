import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const CONFIGURATION = ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs', 'oxlint.config.ts'];

// The cruiser names packages by where they really are, which is outside of the planted tree.
const THROUGH_THE_LINK = `const config = require('./.dependency-cruiser.cjs');
module.exports = { ...config, options: { ...config.options, preserveSymlinks: true } };
`;

/** A project of a few planted files in the system's temporary folder, under this project's own rules and packages. */
export class PlantedTree {
  readonly folder = mkdtempSync(join(tmpdir(), 'sluice-planted-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const name of CONFIGURATION) copyFileSync(join(root, name), join(this.folder, name));
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'), 'dir');
    const all = { 'through-the-link.cjs': THROUGH_THE_LINK, ...files };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  /** Runs one of the project's tools here and gives what it writes; that it finds something is no failure. */
  run(tool: string, args: readonly string[]): unknown {
    return runTool(this.folder, tool, args);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs one of the project's tools in a folder, and gives the report that it writes. */
function runTool(folder: string, tool: string, args: readonly string[]): unknown {
  const { stdout, stderr, error } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 100e6,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (error) throw error;
  try {
    return JSON.parse(stdout);
  } catch (cause) {
    throw new Error(`${tool} gave no report: ${stderr}${stdout.slice(0, 2_000)}`, { cause });
  }
}

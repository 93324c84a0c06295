import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Comparison } from './table.js';

const BUILD = fileURLToPath(new URL('../scripts/build-console.mjs', import.meta.url));
const ROUNDS = 3;
const BUILD_MS = 10_000;

/** The whole build as `npm start` runs it, in a process of its own. @throws Error if two builds name different bytes */
export function consoleBuild(): Promise<readonly Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-console-build-'));
  try {
    const [times, named]: [number[], Set<string>] = [[], new Set()];
    for (let round = 0; round < ROUNDS; round += 1) {
      const began = performance.now();
      const { status, stdout, stderr } = spawnSync(process.execPath, [BUILD, join(folder, String(round))], {
        encoding: 'utf8',
      });
      times.push(performance.now() - began);
      if (status !== 0) throw new Error(`the console was not built: ${stderr}`);
      named.add(/[0-9a-f]{64}/.exec(stdout + stderr)?.[0] ?? stdout);
    }
    if (named.size !== 1) throw new Error(`builds differ: ${[...named].join(', ')}`);
    const measured = times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
    return Promise.resolve([
      { name: 'build', measured, against: { name: 'its budget', measured: BUILD_MS }, goal: 1 },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

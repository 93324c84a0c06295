import { performance } from 'node:perf_hooks';
import { ShownSandbox, isWhole } from '../test/browser/pictures/shown-sandbox.js';
import { consoleBuild } from './console-build.js';
import { consoleLists } from './console-lists.js';
import type { Comparison } from './table.js';

const ROUNDS = 7;
const FIRST_MS = 1_000;
const NEXT_MS = 200;

const median = (all: readonly number[]): number =>
  [...all].sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN;

/** The build, pages of a small Sluice, and lists of a large one. */
export async function benchConsole(): Promise<readonly Comparison[]> {
  return [...(await consoleBuild()), ...(await consolePages()), ...(await consoleLists())];
}

/** What somebody waits for who opens a transfer with an empty cache, and who goes from page to page. */
async function consolePages(): Promise<readonly Comparison[]> {
  const shown = await ShownSandbox.open((line) => process.stderr.write(`${line}\n`));
  const [first, next]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const page = await shown.page('Ada');
      const began = performance.now();
      await page.goto(`${shown.origin}/transfers/${shown.asked}`, { waitUntil: 'commit' });
      await page.locator('h1.sentence, .sentence').first().waitFor();
      first.push(performance.now() - began);
      await isWhole(page);
      const limits = page.getByRole('link', { name: 'Limits' }).first();
      const home = page.getByRole('link', { name: /^Home/ }).first();
      // The chunk of a page comes when the pointer is on its link.
      await limits.hover();
      await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
      const left = performance.now();
      await limits.click();
      await page.getByRole('heading', { level: 1, name: 'Limits' }).waitFor();
      next.push(performance.now() - left);
      await home.click();
      await page.context().close();
    }
  } finally {
    await shown.close();
  }
  return [
    {
      name: 'empty cache to the sentence',
      measured: median(first),
      against: { name: 'its budget', measured: FIRST_MS },
      goal: 1,
    },
    {
      name: 'page to page',
      measured: median(next),
      against: { name: 'its budget', measured: NEXT_MS },
      goal: 1,
    },
  ];
}

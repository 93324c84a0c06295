import { type Browser, type Page, chromium } from 'playwright-core';
import { PgPool } from '../src/infra/database/pool.js';
import { installedBrowser } from '../test/browser/installed.js';
import { sandboxChainId } from '../sandbox/anvil.js';
import { type Filled, Dice, ROWS, fillTransfers } from './lists-rows.js';
import { type Listed, openListsWorld } from './lists-world.js';
import type { Founding } from '../sandbox/founding.js';
import type { Comparison } from './table.js';

const ROUNDS = { warmUp: 2, measured: 20 };
const PERCENTILE = 0.95;
const PAINTED_MS = 150;
const SAID_EVERY = 5;

/** One act on the page, as a script of the page, and the rows that it brings. */
interface Act {
  readonly name: string;
  readonly act: string;
}

/** From an act on the list of transfers to its rows on the screen, at a hundred thousand transfers. */
export async function consoleLists(): Promise<readonly Comparison[]> {
  const options = await installedBrowser();
  if (!options) throw new Error('there is no browser on this machine');
  const world = await openListsWorld();
  const browser = await chromium.launch(options);
  try {
    const { filled, founding } = world;
    const transfers = await fillTransfers(filled.app.get(PgPool).pool, founding);
    await filled.approver.signIn(sandboxChainId);
    const times = new Map<string, number[]>();
    for (let round = 0; round < ROUNDS.warmUp + ROUNDS.measured; round += 1) {
      if (round % SAID_EVERY === 0) process.stderr.write(`lists, round ${String(round)}\n`);
      for (const [name, took] of await oneRound(browser, filled, acts(founding, transfers, new Dice())))
        if (round >= ROUNDS.warmUp) times.set(name, [...(times.get(name) ?? []), took]);
    }
    return [...times].map(([name, all]) => ({
      name: `${name}, of ${String(ROWS)}, painted, p95`,
      measured: all.toSorted((a, b) => a - b)[Math.ceil(all.length * PERCENTILE) - 1] ?? Number.NaN,
      against: { name: 'its budget', measured: PAINTED_MS },
      goal: 1,
    }));
  } finally {
    await browser.close();
    await world.stop();
  }
}

/** A page of its own, so that no answer is there already. */
async function oneRound(
  browser: Browser,
  { origin, approver }: Listed,
  all: readonly Act[],
): Promise<readonly (readonly [string, number])[]> {
  const context = await browser.newContext();
  try {
    const [name = '', value = ''] = approver.cookie.split('=');
    await context.addCookies([{ name, value, url: origin }]);
    const page = await context.newPage();
    await page.goto(`${origin}/transfers`);
    await page
      .getByRole('button', { name: 'Show older' })
      .or(page.locator('tbody tr').first())
      .first()
      .waitFor();
    await page.locator('select[aria-label="Destination"] option').nth(1).waitFor({ state: 'attached' });
    const took: [string, number][] = [];
    for (const each of all) took.push([each.name, await painted(page, each.act)]);
    return took;
  } finally {
    await context.close();
  }
}

/** From the act to the second frame after its rows are there: what was drawn is on the screen by then. */
function painted(page: Page, act: string): Promise<number> {
  return page.evaluate(`new Promise((done, fail) => {
    const rows = () => [...document.querySelectorAll('section[aria-label="Transfers"] tbody tr')];
    const before = new Set(rows());
    const began = performance.now();
    ${act};
    const look = () => {
      if (rows().some((row) => !before.has(row)))
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
      else if (performance.now() - began > 30_000) fail(new Error(document.body.innerText));
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

function acts(founding: Founding, transfers: readonly Filled[], dice: Dice): readonly Act[] {
  const one = dice.of(transfers);
  return [
    { name: 'tab "All"', act: clicked('nav[aria-label="By state"] a:last-child') },
    { name: '"Show older"', act: clicked('section[aria-label="Transfers"] .acts button') },
    { name: 'filter by Safe', act: chosen('Safe', dice.of(founding.safes).id) },
    { name: 'filter by asset as well', act: chosen('Asset', dice.of(founding.assets.slice(0, 2)).id) },
    { name: 'tab "Settled"', act: clicked('nav[aria-label="By state"] a:nth-child(2)') },
    { name: 'search for an id', act: sought(one.id) },
    { name: 'search for a common word', act: sought('refill') },
  ];
}

const clicked = (selector: string): string => `document.querySelector('${selector}').click()`;

/** As React hears of it. */
const changed = (element: string, value: string, prototype: string): string =>
  `const element = ${element};
   Object.getOwnPropertyDescriptor(${prototype}.prototype, 'value').set.call(element, ${JSON.stringify(value)});
   element.dispatchEvent(new Event('change', { bubbles: true }))`;

const chosen = (name: string, value: string): string =>
  changed(`document.querySelector('select[aria-label="${name}"]')`, value, 'HTMLSelectElement');

const sought = (text: string): string =>
  `const element = document.querySelector('#search');
   element.value = ${JSON.stringify(text)};
   element.form.requestSubmit()`;

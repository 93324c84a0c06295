import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../../e2e/until.js';
import { describeInBrowser } from '../chromium.js';
import { ConsoleWorld } from './console-world.js';
import { offences } from './looked-over.js';

/** By who sees most of it. */
const PAGES = [
  ['Ada', '/'],
  ['Ada', '/transfers'],
  ['Ada', '/transfers?q=nothing-is-called-so'],
  ['Tessa', '/transfers/new'],
  ['Clara', '/exceptions'],
  ['Clara', '/changes'],
  ['Ada', '/limits'],
  ['Ada', '/safes'],
  ['Ada', '/findings'],
  ['Ada', '/freezes'],
  ['Ada', '/status'],
  ['Ada', '/settings'],
  ['Ada', '/there-is-no-such-page'],
] as const;

describeInBrowser('pages and dialogs for everybody, wide and narrow, light and dark', () => {
  let world: ConsoleWorld;
  let held = '';
  let asked = '';

  beforeAll(async () => {
    world = await ConsoleWorld.open({ safes: 2 });
    const { story } = world;
    [held, asked] = await Promise.all([
      story.requested({ amount: '60' }, 'needs-exception'),
      story.awaiting({ amount: '1.5', safe: story.freshSafe(), reference: 'Refill, ticket 7' }),
    ]);
  });
  afterEach(() => world.endTest());
  afterAll(() => world.close());

  /** One session for all pages of a person: a page is fetched anew, what it is made of is not. */
  async function eachOf(name: string, paths: readonly string[]): Promise<readonly string[]> {
    const found: string[] = [];
    const page = await world.as(name, '/');
    for (const path of paths) {
      await page.goto(`${world.origin}${path}`);
      await isWhole(page);
      found.push(...(await offences(page)));
    }
    return found;
  }

  for (const name of new Set(PAGES.map(([who]) => who)))
    it(`the pages of ${name}`, async () => {
      const paths = PAGES.filter(([who]) => who === name).map(([, path]) => path);
      expect(await eachOf(name, paths)).toEqual([]);
    });

  it('the door', async () => {
    const found: string[] = [];
    for (const path of ['/sign-in', '/enrol', `/enrol#sli_${'a'.repeat(43)}`]) {
      const page = await world.visit(await world.visitor(), path);
      await isWhole(page);
      found.push(...(await offences(page)));
    }
    expect(found).toEqual([]);
  });

  it('a transfer that waits, the sheet to confirm it, the form to reject it, and the owners’ page', async () => {
    const paths = ['', '?act=confirm', '?act=reject', '/sign'].map((rest) => `/transfers/${asked}${rest}`);
    expect(await eachOf('Ada', paths)).toEqual([]);
  });

  it('a transfer that a rule holds, and the sheet to except it', async () => {
    const paths = ['', '?act=except'].map((rest) => `/transfers/${held}${rest}`);
    expect(await eachOf('Clara', paths)).toEqual([]);
  });

  it('the dialog of a freeze', async () => {
    const page = await world.as('Ada', '/');
    await isWhole(page);
    await page.getByRole('button', { name: 'Freeze…' }).click();
    await page.getByRole('dialog').getByRole('heading').first().waitFor();
    expect(await offences(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button').nth(1).click();
    expect(await offences(page)).toEqual([]);
  });

  it('a new transfer, with what the policy says of it', async () => {
    const page = await world.as('Tessa', '/transfers/new');
    await isWhole(page);
    await page.getByLabel('Amount').fill('50.5');
    expect(await offences(page)).toEqual([]);
  });

  it('the menus of the frame', async () => {
    const page = await world.as('Ada', '/');
    await isWhole(page);
    await page.getByRole('button', { name: /^Ada, / }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    expect(await offences(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toMatch(/^Ada, /);
  });
});

/** Until nothing is awaited any more. */
async function isWhole(page: Page): Promise<void> {
  if (new URL(page.url()).searchParams.has('act')) await page.getByRole('dialog').waitFor();
  await page.locator('h1').last().waitFor();
  await until('nothing to be awaited', async () => (await page.locator('[aria-busy="true"]').count()) === 0);
}

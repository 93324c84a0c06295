import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ConsoleWorld } from './console-world.js';

const pathOf = (page: Page): string => new URL(page.url()).pathname;

/** What has the focus, by its own words. */
const focused = (page: Page): Promise<unknown> =>
  page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');

/** The keys of the whole console, and where they are not. */
export function keysStory(opened: () => ConsoleWorld): void {
  it('goes, opens and searches by single keys, never while somebody types or a dialog is open', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe(), reference: 'By keys' });
    const page = await world.as('Tessa', '/');
    const { keyboard } = page;
    await page.getByRole('heading', { level: 1 }).waitFor();

    await keyboard.press('g');
    await keyboard.press('t');
    await page.waitForURL(`${world.origin}/transfers`);
    await page.locator('tbody a').first().waitFor();
    await keyboard.press('j');
    expect(await page.evaluate('document.activeElement === document.querySelector("tbody a")')).toBe(true);
    await keyboard.press('Enter');
    await page.waitForURL(`${world.origin}/transfers/tr_*`);

    await keyboard.press('/');
    expect(await focused(page)).toBe('Search');
    await keyboard.type('gh n?');
    await keyboard.press('Enter');
    await page.waitForURL(`${world.origin}/transfers?q=gh+n%3F*`);
    // Out of the field, keys are keys again.
    await page.getByRole('heading', { level: 1, name: 'gh n?' }).click();

    for (const key of ['Control+Shift+n', 'Alt+n']) await keyboard.press(key);
    expect(pathOf(page)).toBe('/transfers');
    await keyboard.press('n');
    await page.waitForURL(`${world.origin}/transfers/new`);
    await page.getByLabel('Reference').fill('');
    await page.getByLabel('Reference').pressSequentially('gl n /');
    expect([await page.getByLabel('Reference').inputValue(), pathOf(page)]).toEqual([
      'gl n /',
      '/transfers/new',
    ]);

    await page.getByRole('heading', { level: 1 }).click();
    await keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.getByText('Go to Limits').waitFor();
    await keyboard.press('g');
    await keyboard.press('l');
    await keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    expect(pathOf(page)).toBe('/transfers/new');

    await page.goto(`${world.origin}/transfers/${id}?act=cancel`);
    await page.getByRole('dialog').getByRole('heading').first().click();
    await keyboard.press('n');
    await page.getByRole('dialog').waitFor();
    expect(pathOf(page)).toBe(`/transfers/${id}`);
  });

  it('does nothing by single letters for whoever has switched them off', async () => {
    const world = opened();
    const page = await world.as('Tessa', '/settings');
    await page.getByLabel('Single letters are keys').uncheck();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).click();
    for (const key of ['g', 'h', 'n', '?', '/']) await page.keyboard.press(key);
    expect(pathOf(page)).toBe('/settings');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await focused(page)).not.toBe('Search');
    await page.getByLabel('Single letters are keys').check();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).click();
    await page.keyboard.press('n');
    await page.waitForURL(`${world.origin}/transfers/new`);
  });
}

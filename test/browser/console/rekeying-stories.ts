import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ConsoleWorld } from './console-world.js';
import { NetworkHeard } from './network-heard.js';
import { WalletPopup } from './wallet-popup.js';

const AMOUNT = '12.625';

/** What is shown on each page of whoever is to enter a transfer first. */
const VEILED = [
  ['Home', 'Limits are hidden from you until you have entered the transfer'],
  ['Transfers', 'hidden until you enter it from the ticket'],
  ['Limits', 'Limits are hidden from you for now'],
  ['Safes', 'May leave it'],
] as const;

/** The address book as a whole, by which the list of transfers is filtered: it tells of no transfer. */
const BOOK = '/v1/destinations';

/** Whoever confirms brings destination and amount from the ticket before either is shown. */
export function rekeyingStories(opened: () => ConsoleWorld): void {
  it('story 6: Ada enters a transfer from the ticket, and nothing has told her before what it is', async () => {
    const world = opened();
    const { story } = world;
    const { id: entry, address } = story.destination('Hot wallet 2');
    const safe = story.freshSafe();
    const wish = { amount: AMOUNT, safe, destination: entry, reference: 'As on the ticket' };
    const id = await story.awaiting(wish);
    // In any spelling, in whole units and in the smallest; by its id the address book would name it.
    const telling = new RegExp(
      `${address.slice(2)}|${address.slice(-8)}|${entry}|Hot wallet 2|12[.,]?625`,
      'i',
    );

    const page = await world.as('Ada', '/status');
    const heard = await NetworkHeard.by(page);
    const navigation = page.getByRole('navigation', { name: 'Pages', exact: true });
    for (const [name, seen] of VEILED) {
      await navigation.getByRole('link', { name: new RegExp(`^${name}`) }).click();
      await page.getByText(seen).first().waitFor();
      expect(await heard.shown(name === 'Transfers' ? /12[.,]?625/ : telling)).toEqual([]);
    }
    await page
      .locator('main')
      .getByRole('link', { name: labelOf(world, safe.id), exact: true })
      .click();
    await page.getByText('Nothing. No owner was asked to sign anything that is still open.').waitFor();
    await navigation.getByRole('link', { name: /^Home/ }).click();
    await page.getByText('A transfer that you enter from the ticket, before you are shown it').waitFor();
    await page
      .getByRole('region', { name: 'One thing waits for you' })
      .getByRole('link', { name: 'Open' })
      .click();
    await page.getByRole('heading', { name: 'Enter what your ticket says' }).waitFor();
    await page.getByText('3 attempts are left').waitFor();
    await page.getByText('entries of the log about it').click();
    // Nor by the sheet: what could be confirmed is not sent, only what could be rejected.
    await page.getByRole('button', { name: 'Reject…' }).click();
    await page.getByText('You see destination and amount once you have entered them').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();

    expect([await heard.told(telling, BOOK), await heard.shown(telling)]).toEqual([[], []]);
    await enter(page, address.slice(-8), '12.626');
    await page.getByText('2 attempts are left').waitFor();
    await enter(page, '00000000', AMOUNT);
    await page.getByText('One attempt is left').waitFor();
    // What Ada has entered herself stands in the fields.
    expect(await heard.told(telling, BOOK)).toEqual([]);
    expect(await heard.shown(new RegExp(`${address.slice(2)}|${entry}|Hot wallet 2`, 'i'))).toEqual([]);
    expect(heard.count.events).toBeGreaterThan(0);

    await enter(page, address.slice(-8).toLowerCase(), AMOUNT);
    await page.getByRole('heading', { name: `Send ${AMOUNT} ETH` }).waitFor();
    expect(await heard.told(telling, BOOK)).not.toEqual([]);
    await page.getByRole('button', { name: 'Confirm…' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Hot wallet 2', { exact: true }).waitFor();
    await WalletPopup.signedBy(
      page,
      () => sheet.getByRole('button', { name: 'Confirm with wallet' }).click(),
      'Ada',
    );
    await page.locator('article .chip', { hasText: 'relayed' }).waitFor();
    await story.until(id, 'relayed');
  });

  it('story 6: whoever has entered it wrongly three times can only reject it', async () => {
    const world = opened();
    const { story } = world;
    const { id: entry, address } = story.destination('Hot wallet 2');
    const id = await story.awaiting({ amount: AMOUNT, safe: story.freshSafe(), destination: entry });
    const page = await world.as('Amos', `/transfers/${id}`);
    for (const left of ['2 attempts are left', 'One attempt is left', 'What you entered did not match']) {
      await enter(page, address.slice(-8), '12.5');
      await page.getByText(left).waitFor();
    }
    expect(await page.getByRole('button', { name: 'Compare' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Confirm…' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Reject…' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Why do you reject it?').fill('It is not what the ticket says');
    await WalletPopup.signedBy(
      page,
      () => sheet.getByRole('button', { name: 'Reject with wallet' }).click(),
      'Amos',
    );
    await page.locator('article .chip', { hasText: 'rejected' }).waitFor();
  });
}

async function enter(page: Page, ending: string, amount: string): Promise<void> {
  await page.getByLabel('Last 8 characters of the destination').fill(ending);
  await page.getByLabel('Amount').fill(amount);
  await page.getByRole('button', { name: 'Compare' }).click();
}

function labelOf({ story }: ConsoleWorld, safe: string): string {
  return story.founding.safes.find(({ id }) => id === safe)?.label ?? safe;
}

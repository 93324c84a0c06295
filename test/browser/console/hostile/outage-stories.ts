import { expect, it } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { until } from '../../../e2e/until.js';
import type { ConsoleWorld } from '../console-world.js';
import { WalletPopup } from '../wallet-popup.js';
import { at } from './stopped.js';

const confirms = (page: Page) => page.getByRole('button', { name: 'Confirm with wallet' });
const isOff = async (page: Page): Promise<boolean> =>
  (await confirms(page).getAttribute('aria-disabled')) === 'true';
const onceOn = (page: Page): Promise<void> => until('a button that works', async () => !(await isOff(page)));

/** Keeps every answer of a path back until it is let go. */
class Held {
  readonly #held: Route[] = [];
  #isOpen = false;

  static async of(page: Page, path: RegExp): Promise<Held> {
    const held = new Held();
    await page.route(
      (url) => path.test(url.pathname),
      async (route) => {
        if (held.#isOpen) await route.continue();
        else held.#held.push(route);
      },
    );
    return held;
  }

  get count(): number {
    return this.#held.length;
  }

  async letGo(): Promise<void> {
    this.#isOpen = true;
    await Promise.all(this.#held.splice(0).map((route) => route.continue()));
  }
}

export function outageStories(opened: () => ConsoleWorld): void {
  it('story 15: offline it says so, signs nothing, keeps what can be read, and goes on by itself', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    world.expectComplaint(/net::ERR_INTERNET_DISCONNECTED/);
    const page = await world.as('Ada', `/transfers/${id}?act=confirm`);
    await confirms(page).waitFor();
    await onceOn(page);
    await page.context().setOffline(true);
    await page.getByRole('dialog').getByText('You are offline').waitFor();
    expect(await isOff(page)).toBe(true);
    expect(await page.getByRole('dialog').getByText('Hot wallet 1').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByText(/^You are offline\. What is shown is as of \d\d:\d\d/).waitFor();
    await page
      .getByRole('status')
      .filter({ hasText: /^offline/ })
      .waitFor();
    expect(await page.getByRole('button', { name: 'Confirm…' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('heading', { name: 'Send 1 ETH from' }).waitFor();
    await page.context().setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
    await page.getByRole('status').filter({ hasText: /^live/ }).waitFor();
    await page.getByRole('button', { name: 'Confirm…' }).click();
    await confirms(page).waitFor();
    await onceOn(page);
  });

  it('story 15: a connection that has died without a word is noticed, and made anew', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    const page = await world.as('Ada', `/transfers/${id}?act=confirm`, { hasClock: true });
    await confirms(page).waitFor();
    await onceOn(page);
    const events = await Held.of(page, at('events'));
    // Two signs of life did not come.
    await page.clock.fastForward(41_000);
    await page.getByRole('dialog').getByText('What you see may be old').waitFor();
    expect(await isOff(page)).toBe(true);
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.clock.fastForward(4_000);
    await page.getByText(/^Not live since \d\d:\d\d/).waitFor();
    await until('a stream that is asked for', () => Promise.resolve(events.count > 0));
    await events.letGo();
    await page.getByText(/^Not live since/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Confirm…' }).click();
    await confirms(page).waitFor();
    await onceOn(page);
  });

  it('story 15: a second tab knows whether it is live from the first', async () => {
    const world = opened();
    const page = await world.as('Ada', '/limits');
    await page.getByRole('status').filter({ hasText: /^live/ }).waitFor();
    const second = await world.visit(page.context(), '/safes');
    await second.getByRole('status').filter({ hasText: /^live/ }).waitFor();
  });

  it('story 15: while answers are slow there is a skeleton and no button, and one click signs once', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    const page = await world.as('Ada', '/status');
    const [transfer, clearance, confirmations] = [
      await Held.of(page, at(`transfers/${id}`)),
      await Held.of(page, at(`transfers/${id}/clearance`)),
      await Held.of(page, at(`transfers/${id}/confirmations`)),
    ];
    await page.goto(`${world.origin}/transfers/${id}`);
    await page.locator('[aria-busy="true"]').getByText('Loading the transfer').waitFor();
    expect(await page.getByRole('button', { name: /^(Confirm|Reject)/ }).count()).toBe(0);
    await transfer.letGo();
    await page.getByRole('button', { name: 'Confirm…' }).click();
    await page.locator('[aria-busy="true"]').getByText('Asking for what is to be signed').waitFor();
    expect(await confirms(page).count()).toBe(0);
    await clearance.letGo();
    await confirms(page).waitFor();
    await onceOn(page);
    await WalletPopup.signedBy(page, () => confirms(page).click(), 'Ada');
    await until('an answer that is on its way', () => Promise.resolve(confirmations.count === 1));
    const waiting = page.getByRole('button', { name: 'Sending your signature…' });
    expect(await waiting.getAttribute('aria-disabled')).toBe('true');
    await waiting.click({ force: true });
    expect(confirmations.count).toBe(1);
    await confirmations.letGo();
    await page.getByText('Your answer was taken').waitFor();
  });

  it('story 15: while a provider is silent it says which checks wait, and asks nobody to sign in vain', async () => {
    const world = opened();
    const { story } = world;
    const relayed = await story.relayed({ amount: '1', safe: story.freshSafe() });
    story.chain.proxy.mode = 'down';
    try {
      const [otto, tessa] = [
        await world.as('Otto', `/transfers/${relayed}/sign`, { hasClock: true }),
        await world.as('Tessa', '/transfers/new', { hasClock: true }),
      ];
      for (const page of [otto, tessa])
        await page.getByText('The chain cannot be read as it has to be.').waitFor();
      await otto.getByText('The chain cannot be read, so no signature is taken').waitFor();
      expect(await otto.getByRole('button', { name: /^Sign with|Paste/ }).count()).toBe(0);
      await tessa.getByLabel('Amount').fill('1');
      await tessa.getByLabel('Reference').fill('Refill');
      await tessa.getByText('RPC_UNAVAILABLE').waitFor();
      expect(await tessa.getByRole('button', { name: /^Sign with/ }).count()).toBe(0);
      await otto.getByRole('link', { name: 'What waits for it' }).click();
      await otto.getByText(/Until they do, nothing is decided, cleared, relayed or sent/).waitFor();
      await otto.goBack();
      story.chain.proxy.mode = 'pass';
      // Nobody is told: each page asks again by itself.
      await until('a signature to be asked for again', async () => {
        for (const page of [otto, tessa]) await page.clock.fastForward(61_000);
        return (
          (await otto.getByRole('button', { name: 'Sign with wallet' }).count()) === 1 &&
          (await tessa.getByRole('button', { name: /^Sign with/ }).count()) === 1 &&
          (await tessa.getByText('The chain cannot be read as it has to be.').count()) === 0
        );
      });
    } finally {
      story.chain.proxy.mode = 'pass';
    }
  });
}

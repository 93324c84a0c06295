import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ConsoleWorld } from './console-world.js';
import { WalletPopup } from './wallet-popup.js';

const pressed =
  (page: Page, name: string): (() => Promise<void>) =>
  () =>
    page.getByRole('button', { name, exact: true }).click();

const signedIn = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name: new RegExp(`^${name}, `) }).waitFor();

const askedAs = (world: ConsoleWorld, wallet: WalletPopup, name: string): Promise<void> =>
  wallet.page.getByRole('heading', { name: `Sign in to ${new URL(world.origin).host} as ${name}` }).waitFor();

/** How somebody who is everybody goes from one person to the next, in the sandbox. */
export function sandboxStories(opened: () => ConsoleWorld): void {
  it('begins a story at the door by one click and one signature, and not without that', async () => {
    const world = opened();
    const page = await world.visit(await world.visitor(), '/');
    const begin = page.getByRole('button', { name: 'Begin as Tessa' }).first();
    const rejected = await WalletPopup.openedBy(page, () => begin.click());
    await askedAs(world, rejected, 'Tessa');
    await rejected.reject();
    await page.getByText('You rejected it in the wallet.').waitFor();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect((await page.request.get(`${world.origin}/v1/sessions/current`)).status()).toBe(401);
    const wallet = await WalletPopup.openedBy(page, () => begin.click());
    await askedAs(world, wallet, 'Tessa');
    await wallet.sign();
    await signedIn(page, 'Tessa');
    expect(await page.getByLabel('Amount').inputValue()).toBe('2.5');
    await page.getByRole('button', { name: 'Sign with Sandbox wallet' }).waitFor();
  });

  it('names on the page of a transfer who does the next step, and goes on as one of them', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe(), reference: 'Who is next' });
    const page = await world.as('Tessa', `/transfers/${id}`);
    await page.getByRole('button', { name: 'Confirm as Tariq' }).waitFor();
    const wallet = await WalletPopup.openedBy(page, pressed(page, 'Confirm as Ada'));
    await askedAs(world, wallet, 'Ada');
    // A hint is only that.
    await wallet.page.getByRole('button', { name: 'Be somebody else' }).click();
    await wallet.choose('Amos');
    await askedAs(world, wallet, 'Amos');
    await wallet.sign();
    await signedIn(page, 'Amos');
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Amos, you are asked to confirm for treasury').waitFor();
    // Whoever is signed in is asked at once, also when the page was loaded anew.
    await page.reload();
    const confirm = sheet.getByRole('button', { name: 'Confirm with wallet' });
    const asked = await WalletPopup.openedBy(page, () => confirm.click());
    await asked.page.getByText('You are Amos').waitFor();
    await asked.page.getByText(/^Send 1 ETH from /).waitFor();
    await asked.sign();
    await page.getByText('Your answer was taken').waitFor();
    await page.getByRole('button', { name: 'Sign as Otto' }).waitFor();
    await Promise.all(['Tessa', 'Amos'].map((name) => story.person(name).signIn(31_337)));
  });

  it('keeps the place of a transfer that waits for whoever comes, and else leads home', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe(), reference: 'Who stays' });
    const page = await world.as('Tessa', `/transfers/${id}`);
    for (const [from, to, path] of [
      ['Tessa', 'Ada', `/transfers/${id}`],
      ['Ada', 'Otto', '/'],
    ] as const) {
      await page.getByRole('button', { name: new RegExp(`^${from}, `) }).click();
      const item = page.getByRole('menuitem', { name: 'Switch person…' });
      const wallet = await WalletPopup.openedBy(page, () => item.click());
      await wallet.choose(to);
      await wallet.sign();
      await signedIn(page, to);
      await page.waitForURL(`${world.origin}${path}`);
    }
    await Promise.all(['Tessa', 'Ada', 'Otto'].map((name) => story.person(name).signIn(31_337)));
  });
}

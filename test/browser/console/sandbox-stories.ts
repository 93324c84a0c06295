import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import type { Reply } from '../../../sandbox/person-client.js';
import { made } from '../../e2e/answers.js';
import type { ConsoleWorld } from './console-world.js';
import { WalletPopup } from './wallet-popup.js';

const Id = z.looseObject({ id: z.string() });

const idIn = (reply: Reply): string => Id.parse(made(reply)).id;

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
    // By what is not kept one sees where they were led.
    const page = await world.as('Tessa', `/transfers/${id}#people`);
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

  it('goes on from one approval of a change to the next, and asks each in their own name', async () => {
    const world = opened();
    const { story } = world;
    const scope = story.freshSafe().id;
    const frozen = await story.person('Ada').post('/v1/freezes', { scope, reason: 'a drill' });
    const content = { freezes: [idIn(frozen)], reason: 'it was a drill' };
    const id = idIn(await story.person('Carlos').changes.propose({ kind: 'unfreeze', content }));
    const page = await world.as('Carlos', `/changes/${id}`);
    const sheet = page.getByRole('dialog');
    for (const name of ['Rita', 'Clara']) {
      const wallet = await WalletPopup.openedBy(page, pressed(page, `Approve as ${name}`));
      await askedAs(world, wallet, name);
      await wallet.sign();
      await sheet.getByText(`${name}, you are asked to approve:`).waitFor();
      const approve = sheet.getByRole('button', { name: 'Approve with wallet' });
      await WalletPopup.signedBy(page, () => approve.click(), name);
      await page.getByText('Your approval was taken').waitFor();
    }
    await page.getByText('It is in force. You and Rita have approved.').waitFor();
    await Promise.all(['Carlos', 'Rita', 'Clara'].map((name) => story.person(name).signIn(31_337)));
  });
}

import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import type { ConsoleWorld } from './console-world.js';
import { lastSeen } from './last-seen.js';
import { isSignedIn } from './is-signed-in.js';
import { OTHER_WALLET } from './other-wallet.js';
import { WalletPopup } from './wallet-popup.js';

const withSandboxWallet = (page: Page): Promise<WalletPopup> =>
  WalletPopup.openedBy(page, () => page.getByRole('button', { name: 'With Sandbox wallet' }).click());

/** How people come in, and how they leave. */
export function doorStories(opened: () => ConsoleWorld): void {
  it('story 2: Tessa signs in through the wallet, to where she wanted to go', async () => {
    const world = opened();
    const page = await world.visit(await world.visitor(), '/transfers?state=settled');
    const wallet = await withSandboxWallet(page);
    await wallet.choose('Tessa');
    await wallet.page
      .getByRole('heading', { name: `Sign in to ${new URL(world.origin).host} as Tessa` })
      .waitFor();
    await wallet.sign();
    await isSignedIn(page, 'Tessa');
    expect(page.url()).toBe(`${world.origin}/transfers?state=settled`);
    const second = await world.visit(page.context(), '/');
    await isSignedIn(second, 'Tessa');
    await page.getByRole('button', { name: /^Tessa, / }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    for (const tab of [page, second]) {
      await tab.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
      // The stories to try name her too.
      expect(await tab.textContent('body')).not.toMatch(/operator/);
    }
    expect(await world.story.person('Tessa').get('/v1/sessions/current')).toMatchObject({ status: 200 });
  });

  it('story 2: says why a wallet was of no use, and stays at the door', async () => {
    const world = opened();
    const context = await world.visitor();
    await context.addInitScript(OTHER_WALLET);
    const page = await world.visit(context, '/sign-in');
    await page.getByRole('button', { name: 'With Elsewhere' }).click();
    await page.getByText('The wallet is on chain 1. Here it takes chain 31337.').waitFor();
    const wallet = await withSandboxWallet(page);
    await wallet.choose('Tessa');
    await wallet.reject();
    await page.getByText('You rejected it in the wallet.').waitFor();
    const closed = await withSandboxWallet(page);
    await closed.page.close();
    await page.getByText('You rejected it in the wallet.').waitFor();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  });

  it('asks before an idle session ends, and keeps the place when it has ended', async () => {
    const world = opened();
    const page = await world.as('Amos', '/transfers?state=settled', { hasClock: true });
    await isSignedIn(page, 'Amos');
    // Longer ago than anybody's hand on the page counts as a use.
    await page.clock.fastForward(20_000);
    await lastSeen(world.story, 'Amos', '26 minutes');
    await page.clock.fastForward(61_000);
    const dialog = page.getByRole('alertdialog', { name: 'Are you still there?' });
    await dialog.getByText('It ends in 4 minutes').waitFor();
    await dialog.getByRole('button', { name: 'Stay signed in' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.clock.fastForward(20_000);
    await lastSeen(world.story, 'Amos', '31 minutes');
    await page.clock.fastForward(61_000);
    await page.getByText('Your session has ended').waitFor();
    expect(await page.textContent('body')).not.toContain('Amos');
    await page.getByRole('button', { name: 'With Sandbox wallet' }).waitFor();
    const wallet = await withSandboxWallet(page);
    await wallet.choose('Amos');
    await wallet.sign();
    await isSignedIn(page, 'Amos');
    expect(page.url()).toBe(`${world.origin}/transfers?state=settled`);
    await world.story.person('Amos').signIn(31_337);
  });

  it('story 14: a session ends in the middle of a form, and whoever typed it goes on where they were', async () => {
    const world = opened();
    const page = await world.as('Tessa', '/transfers/new', { hasClock: true });
    const [amount, reference] = [page.getByLabel('Amount'), page.getByLabel('Reference')];
    await amount.fill('7.25');
    await reference.fill('Half of it');
    await sessionEnds(world, page, 'Tessa');
    expect(await page.content()).not.toContain('Half of it');
    await signInAgain(page, 'Tessa');
    await page.getByText('What you sign').waitFor();
    expect([await amount.inputValue(), await reference.inputValue()]).toEqual(['7.25', 'Half of it']);
    expect(
      await page.evaluate('JSON.stringify([localStorage, sessionStorage, history.state])'),
    ).not.toContain('Half');
    // Whoever else comes is shown nothing of it, and whoever comes after them neither.
    await sessionEnds(world, page, 'Tessa');
    await signInAgain(page, 'Tariq');
    for (const name of ['Tariq', 'Tessa']) {
      await isSignedIn(page, name);
      await amount.waitFor();
      expect([await amount.inputValue(), await reference.inputValue()]).toEqual(['', '']);
      await sessionEnds(world, page, name);
      if (name === 'Tariq') await signInAgain(page, 'Tessa');
    }
    await Promise.all(['Tessa', 'Tariq'].map((name) => world.story.person(name).signIn(31_337)));
  });

  it('story 14: a reason is there again where the session ended as it was sent', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe(), reference: 'To be rejected' });
    const page = await world.as('Amos', `/transfers/${id}?act=reject`);
    const why = page.getByLabel('Why do you reject it?');
    await why.fill('Wrong month');
    await lastSeen(world.story, 'Amos', '31 minutes');
    await page.getByRole('button', { name: 'Reject with wallet' }).click();
    await page.getByText('Your session has ended').waitFor();
    await signInAgain(page, 'Amos');
    expect(await why.inputValue()).toBe('Wrong month');
    await WalletPopup.signedBy(
      page,
      () => page.getByRole('button', { name: 'Reject with wallet' }).click(),
      'Amos',
    );
    await page.getByText('“Wrong month”').first().waitFor();
    await story.person('Amos').signIn(31_337);
  });

  it('has no wallet of a sandbox but from this machine, whatever the installation says', async () => {
    const world = opened();
    for (const sandboxWallet of [
      'http://localhost:1',
      'https://127.0.0.1:1',
      'http://127.0.0.1.evil.example',
    ]) {
      const context = await world.visitor();
      await context.route('**/v1/installation', async (route) => {
        const answer = await route.fetch();
        const body = z.looseObject({}).parse(await answer.json());
        await route.fulfill({ response: answer, json: { ...body, sandboxWallet } });
      });
      const page = await world.visit(context, '/sign-in');
      await page.getByRole('button', { name: 'With a passkey' }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.getByRole('button', { name: /wallet/ }).count()).toBe(0);
    }
  });

  it('has a wallet that signs nothing but sign-ins and typed data, and nothing unasked', async () => {
    const world = opened();
    const page = await world.visit(await world.visitor(), '/sign-in');
    await page.getByRole('button', { name: 'With Sandbox wallet' }).waitFor();
    for (const method of ['eth_sign', 'eth_sendTransaction', 'eth_signTypedData'])
      expect(await page.evaluate(askedOfWallet(method))).toBe(4200);
    const wallet = await WalletPopup.openedBy(page, () =>
      page.getByRole('button', { name: 'With Sandbox wallet' }).click(),
    );
    await wallet.choose('Otto');
    await wallet.reject();
    // Opened by hand it has nobody to answer to.
    await page.goto(world.walletOrigin);
    await page.getByRole('heading', { name: 'Nothing is asked for' }).waitFor();
  });

  it('switches from one person to another in two clicks of the wallet, and nothing of the first stays', async () => {
    const world = opened();
    const page = await world.as('Amos', '/transfers');
    await page.getByRole('button', { name: /^Amos, / }).click();
    const wallet = await WalletPopup.openedBy(page, () =>
      page.getByRole('menuitem', { name: 'Switch person…' }).click(),
    );
    await wallet.choose('Rita');
    await wallet.sign();
    await isSignedIn(page, 'Rita');
    // The list of transfers offers everybody who asks for them, whoever reads it.
    await page.waitForURL(`${world.origin}/`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.textContent('body')).not.toContain('Amos');
    // The session that was there before has ended, as at any sign-in.
    await world.story.person('Amos').signIn(31_337);
  });
}

/** A script: the code by which the sandbox's wallet refuses a method. */
function askedOfWallet(method: string): string {
  return `new Promise((resolve) => {
    addEventListener('eip6963:announceProvider', ({ detail }) => {
      detail.provider.request({ method: ${JSON.stringify(method)}, params: [] }).catch(({ code }) => resolve(code));
    }, { once: true });
    dispatchEvent(new Event('eip6963:requestProvider'));
  })`;
}

/** Nobody was there for longer than a session lasts. */
async function sessionEnds(world: ConsoleWorld, page: Page, name: string): Promise<void> {
  // Longer ago than anybody's hand on the page counts as a use.
  await page.clock.fastForward(20_000);
  await lastSeen(world.story, name, '31 minutes');
  await page.clock.fastForward(61_000);
  await page.getByText('Your session has ended').waitFor();
}

async function signInAgain(page: Page, name: string): Promise<void> {
  const wallet = await withSandboxWallet(page);
  await wallet.choose(name);
  await wallet.sign();
  await isSignedIn(page, name);
}

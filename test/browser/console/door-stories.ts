import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../e2e/until.js';
import { Authenticator } from './authenticator.js';
import type { ConsoleWorld } from './console-world.js';
import { OTHER_WALLET } from './other-wallet.js';
import { WalletPopup } from './wallet-popup.js';

const Invited = z.looseObject({ token: z.string() });
const Current = z.looseObject({
  keys: z.array(z.looseObject({ label: z.string().nullable(), usable: z.boolean() })),
});

const withSandboxWallet = (page: Page): Promise<WalletPopup> =>
  WalletPopup.openedBy(page, () => page.getByRole('button', { name: 'With Sandbox wallet' }).click());

/** By the name in the top bar. */
async function isSignedIn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${name}, `) }).waitFor();
}

/** How people come in, and how they leave. */
export function doorStories(opened: () => ConsoleWorld): void {
  it('story 1: Ada enrols a passkey by her link, others approve it, and she signs in by it', async () => {
    const world = opened();
    const page = await enrolled(world);
    await page.getByRole('link', { name: 'To the sign-in' }).click();
    const authenticator = page.authenticator;
    await authenticator.verifyUser(false);
    await page.getByRole('button', { name: 'With a passkey' }).click();
    await page.getByText('the device could not verify you').waitFor();
    await authenticator.verifyUser(true);
    await page.getByRole('button', { name: 'With a passkey' }).click();
    await isSignedIn(page, 'Ada');
    expect(new URL(page.url()).pathname).toBe('/');
  });

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
    await lastSeen(world, 'Amos', '26 minutes');
    await page.clock.fastForward(61_000);
    const dialog = page.getByRole('alertdialog', { name: 'Are you still there?' });
    await dialog.getByText('It ends in 4 minutes').waitFor();
    await dialog.getByRole('button', { name: 'Stay signed in' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.clock.fastForward(20_000);
    await lastSeen(world, 'Amos', '31 minutes');
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

/** As if somebody had last used their sessions so long ago. */
async function lastSeen({ story }: ConsoleWorld, name: string, ago: string): Promise<void> {
  await story.sql(`UPDATE person_session SET last_seen_at = now() - $1::interval WHERE person_id = $2`, [
    ago,
    story.personId(name),
  ]);
}

/** Ada's page after she has made a passkey, which counts by now. */
async function enrolled(world: ConsoleWorld): Promise<Page & { authenticator: Authenticator }> {
  const { story } = world;
  const path = `/v1/people/${story.personId('Ada')}/invitations`;
  const { token } = Invited.parse((await story.person('Adam').post(path, { purpose: 'confirmation' })).body);
  const page = await world.visit(await world.visitor(), '/sign-in');
  const authenticator = await Authenticator.in(page);
  await page.goto(`${world.origin}/enrol#${token}`);
  await page.getByLabel('What you call it').fill('YubiKey 5');
  expect(page.url()).toBe(`${world.origin}/enrol`);
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.getByText(/^Enrol the passkey .* called "YubiKey 5" of localhost/).waitFor();
  await page.getByRole('button', { name: 'Sign by the new key' }).click();
  await page.getByRole('heading', { name: 'The key is proposed' }).waitFor();
  const change = (await page.textContent('code')) ?? '';
  for (const name of ['Clara', 'Carlos']) await story.person(name).changes.approve(change);
  await until('the passkey counts', async () => {
    const { keys } = Current.parse((await story.person('Ada').get('/v1/sessions/current')).body);
    return keys.some(({ label, usable }) => label === 'YubiKey 5' && usable);
  });
  return Object.assign(page, { authenticator });
}

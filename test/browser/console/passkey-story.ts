import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../e2e/until.js';
import { Authenticator } from './authenticator.js';
import type { ConsoleWorld } from './console-world.js';
import { isSignedIn } from './is-signed-in.js';
import { WalletPopup } from './wallet-popup.js';

const Invited = z.looseObject({ token: z.string() });
const Current = z.looseObject({
  keys: z.array(z.looseObject({ label: z.string().nullable(), usable: z.boolean() })),
});
const Confirmed = z.looseObject({
  confirmations: z.tuple([z.looseObject({ personName: z.string(), signature: z.looseObject({}) })]),
});

/** A passkey from its enrolment to the first transfer that it confirms. */
export function passkeyStory(inWorld: () => ConsoleWorld): void {
  it('story 1: Ada enrols a passkey by her link, others approve it on its page, and she signs in and confirms by it', async () => {
    const world = inWorld();
    const asked = world.story.awaiting({ amount: '1.25', safe: world.story.freshSafe() });
    const page = await enrolled(world);
    await signsIn(page);
    await confirms(page, { world, id: await asked });
  });
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
  await isApproved(world, (await page.textContent('code')) ?? '');
  await until('the passkey counts', async () => {
    const { keys } = Current.parse((await story.person('Ada').get('/v1/sessions/current')).body);
    return keys.some(({ label, usable }) => label === 'YubiKey 5' && usable);
  });
  return Object.assign(page, { authenticator });
}

/** By a quorum, each on a page of their own. What the first has said comes to the second by itself. */
async function isApproved(world: ConsoleWorld, change: string): Promise<void> {
  const [clara, carlos] = await Promise.all(
    ['Clara', 'Carlos'].map((name) => world.as(name, `/changes/${change}`)),
  );
  if (!clara || !carlos) throw new Error('two were asked');
  const needs = '2 of governance besides its proposer';
  await Promise.all([clara, carlos].map((page) => page.getByText(needs).first().waitFor()));
  await approves(clara, 'Clara');
  await clara.getByText('You have approved.').waitFor();
  await carlos.getByText('Clara has approved.').waitFor();
  await carlos.getByText(/1 more of governance: you/).waitFor();
  await approves(carlos, 'Carlos');
  await clara.getByText('You and Carlos have approved.').waitFor();
}

async function approves(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Approve…' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText(/^Enrol the passkey .* called "YubiKey 5" of localhost/).waitFor();
  const approve = sheet.getByRole('button', { name: 'Approve with wallet' });
  await WalletPopup.signedBy(page, () => approve.click(), name);
  await page.getByText('Your approval was taken').waitFor();
  expect(await page.getByRole('button', { name: 'Approve…' }).count()).toBe(0);
}

async function signsIn(page: Page & { authenticator: Authenticator }): Promise<void> {
  await page.getByRole('link', { name: 'To the sign-in' }).click();
  await page.authenticator.verifyUser(false);
  await page.getByRole('button', { name: 'With a passkey' }).click();
  await page.getByText('the device could not verify you').waitFor();
  await page.authenticator.verifyUser(true);
  await page.getByRole('button', { name: 'With a passkey' }).click();
  await isSignedIn(page, 'Ada');
  expect(new URL(page.url()).pathname).toBe('/');
}

async function confirms(
  page: Page & { authenticator: Authenticator },
  { world: { story }, id }: { readonly world: ConsoleWorld; readonly id: string },
): Promise<void> {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(new URL(request.url()).pathname);
  });
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: '1.25' });
  await row.getByRole('link', { name: 'Open' }).click();
  await page.getByRole('button', { name: 'Confirm…' }).click();
  const sheet = page.getByRole('dialog');
  await sheet
    .getByText('A passkey cannot show what it signs. Compare the digest on a second device')
    .waitFor();
  await page.authenticator.verifyUser(false);
  await sheet.getByRole('button', { name: 'Confirm with passkey' }).click();
  await sheet.getByText('Nothing was signed').waitFor();
  await sheet.getByText('or the device could not verify you').waitFor();
  expect(sent).toEqual([]);
  await page.authenticator.verifyUser(true);
  await sheet.getByRole('button', { name: 'Confirm with passkey' }).click();
  await page.getByText('Your answer was taken').waitFor();
  expect(sent).toEqual([`/v1/transfers/${id}/confirmations`]);
  expect(Confirmed.parse(await story.show(id)).confirmations[0]).toMatchObject({
    ...{ personName: 'Ada', decision: 'confirm' },
    signature: { credentialId: expect.any(String) },
  });
}

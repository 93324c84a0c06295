import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { parseAmount } from '../../../src/domain/values/amount.js';
import type { StorySteps } from '../../e2e/story-steps.js';
import type { ConsoleWorld } from './console-world.js';
import { WalletPopup } from './wallet-popup.js';

/** Above the tier that treasury confirms alone. */
const AMOUNT = '12.345678901234567891';
const ETH_DECIMALS = 18;

const OWNERS = ['Otto', 'Odile', 'Omar'] as const;
const PEOPLE = ['Tessa', 'Ada', 'Rita', ...OWNERS] as const;

type Name = (typeof PEOPLE)[number];
type Pages = Readonly<Record<Name, Page>>;

/** From the form to the settlement, everybody on a page of their own. */
export function wholeTransferStory(inWorld: () => ConsoleWorld): void {
  it('story 3: a transfer goes from the form to its settlement, and every open page tells each step', async () => {
    const world = inWorld();
    const { story } = world;
    const [safe, hot] = [story.freshSafe(), story.destination()];
    const holdings = () => Promise.all([safe, hot].map(({ address }) => story.balance('eth', address)));
    const [heldBefore = 0n, receivedBefore = 0n] = await holdings();
    const label = story.founding.safes.find(({ id }) => id === safe.id)?.label ?? '';
    const asking = await opened(world, ['Tessa', 'Ada', 'Rita'], '/');
    const id = await requests(world, asking.Tessa, label);
    const signing = await opened(world, OWNERS, `/transfers/${id}`);
    await Promise.all([asking.Ada, asking.Rita].map(opensFromHome));
    const pages: Pages = { ...asking, ...signing };
    await Promise.all(PEOPLE.map((name) => stays(pages[name])));
    await story.until(id, 'awaiting-confirmation');
    await allShow(pages, 'awaiting-confirmation');
    expect(await pages.Tessa.getByRole('button', { name: 'Confirm…' }).count()).toBe(0);

    await confirms(pages.Ada, 'Ada');
    await each(pages, (page) => gate(page, 'confirming').getByText('1 of 2 is there').waitFor());
    await confirms(pages.Rita, 'Rita');
    await story.until(id, 'relayed');
    await allShow(pages, 'relayed');
    for (const name of OWNERS) await signs(pages[name], name);
    await story.until(id, 'executed');
    await allShow(pages, 'executed');
    await story.settled(id);
    await allShow(pages, 'settled');

    const [heldAfter = 0n, receivedAfter = 0n] = await holdings();
    const moved = parseAmount(AMOUNT, ETH_DECIMALS);
    expect([heldBefore - heldAfter, receivedAfter - receivedBefore]).toEqual([moved, moved]);
    await each(pages, async (page) => {
      expect(await page.evaluate('window.isStill')).toBe(true);
    });
    expect(await timelineOf(pages.Tessa)).toEqual(wholeWay(story));
  });
}

async function opened<N extends Name>(
  world: ConsoleWorld,
  names: readonly N[],
  path: string,
): Promise<Readonly<Record<N, Page>>> {
  const pages = await Promise.all(names.map(async (name) => [name, await world.as(name, path)]));
  return Object.fromEntries(pages) as Record<N, Page>;
}

/** So that a page which was loaded anew is known by not having it. */
async function stays(page: Page): Promise<void> {
  await page.evaluate('window.isStill = true');
}

async function each(pages: Pages, look: (page: Page) => Promise<unknown>): Promise<void> {
  const looked = PEOPLE.map(async (name) => {
    await look(pages[name]).catch((error: unknown) => {
      throw new Error(`on the page of ${name}`, { cause: error });
    });
  });
  await Promise.all(looked);
}

function allShow(pages: Pages, state: string): Promise<void> {
  return each(pages, (page) => page.getByRole('main').locator('.chip').getByText(state).waitFor());
}

function gate(page: Page, name: string): Locator {
  const list = page.getByRole('region', { name: 'What happened, and what comes' }).getByRole('list').first();
  return list.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
}

async function requests({ story }: ConsoleWorld, page: Page, from: string): Promise<string> {
  const reference = 'Refill hot wallet 1, ticket 12';
  await page.getByRole('main').getByRole('link', { name: 'New transfer' }).click();
  await page.getByLabel('From').selectOption({ label: from });
  await page.getByLabel('Amount').fill(AMOUNT);
  await page.getByLabel('Reference').fill(reference);
  const sign = page.getByRole('button', { name: 'Sign with Sandbox wallet' });
  await WalletPopup.signedBy(page, () => sign.click(), 'Tessa');
  return story.calledBy(reference);
}

/** What waits for somebody comes to their open page by itself. */
async function opensFromHome(page: Page): Promise<void> {
  const row = page.getByRole('listitem').filter({ hasText: AMOUNT });
  await row.getByRole('link', { name: 'Open' }).click();
}

async function confirms(page: Page, name: Name): Promise<void> {
  await page.getByRole('button', { name: 'Confirm…' }).click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Confirm with wallet' });
  await WalletPopup.signedBy(page, () => confirm.click(), name);
  await page.getByText('Your answer was taken').waitFor();
  // The page knows it already: nobody is asked twice.
  expect(await page.getByRole('button', { name: 'Confirm…' }).count()).toBe(0);
}

async function signs(page: Page, name: Name): Promise<void> {
  await page.getByRole('link', { name: 'Sign…' }).click();
  const sign = page.getByRole('button', { name: 'Sign with wallet' });
  await WalletPopup.signedBy(page, () => sign.click(), name);
}

/** Every line of it, without what the time and the chain's height are. */
async function timelineOf(page: Page): Promise<readonly string[]> {
  const list = page.getByRole('region', { name: 'What happened, and what comes' }).getByRole('list').first();
  const lines = (await list.innerText()).split('\n').filter((line) => !/^\d\d:\d\d$/.test(line));
  return lines.map((line) => line.replace(/, \d\d:\d\d$/, '').replace(/block \d+/, 'block N'));
}

function wholeWay(story: StorySteps): readonly string[] {
  const signed = OWNERS.map((name) => {
    const { address } = story.ownerAccount(name);
    return `${name} signed by ${address.slice(0, 6)}…${address.slice(-4)}`;
  });
  return [
    ...['requested', 'Tessa, intent signed by a wallet'],
    ...['decided', 'permit by policy 1, tier eth-large'],
    ...['simulated', '3 engines, 2 providers, block N: all equal'],
    ...['confirmed', '1 of treasury and 1 of risk'],
    ...['Ada confirmed revision 1', 'Rita confirmed revision 1'],
    ...['relayed', 'everything was examined again; the owners are asked'],
    ...['signed', '3 of 3 owners', ...signed],
    ...['executed', 'in block N'],
    ...['settled', 'final on the chain, and equal to what was approved'],
  ];
}

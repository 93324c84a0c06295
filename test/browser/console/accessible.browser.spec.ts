import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { privateKeyToAccount } from 'viem/accounts';
import { wireTime } from '../../../sandbox/founding.js';
import { made } from '../../e2e/answers.js';
import { describeInBrowser } from '../chromium.js';
import type { StorySteps } from '../../e2e/story-steps.js';
import { until } from '../../e2e/until.js';
import { Traffic } from '../traffic.js';
import { steady, tenInTheEvening } from '../pictures/steady.js';
import { type Row, UNUSUAL, USUAL } from './accessible-rows.js';
import { ConsoleWorld } from './console-world.js';
import { otherThanKept } from './kept-looks.js';
import { lastSeen } from './last-seen.js';
import { lookOf } from './look-of.js';
import { offences } from './looked-over.js';

describeInBrowser('pages and dialogs for everybody, wide and narrow, light and dark', () => {
  let world: ConsoleWorld;
  let ids: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    world = await ConsoleWorld.open({ safes: 5 });
    const { story } = world;
    // One after the other: what is kept of the pages has them in this order.
    const held = await story.requested(
      { amount: '60', reference: 'A large one, ticket 8' },
      'needs-exception',
    );
    const asked = await story.awaiting({
      amount: '1.5',
      safe: story.freshSafe(),
      reference: 'Refill, ticket 7',
    });
    ids = { held, asked };
    await isWell(story);
  });
  afterEach(() => world.endTest());
  afterAll(() => world.close());

  const addressOf = ({ at }: Row): string =>
    at.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name);

  /** One page of a person's for all of theirs: it is gone from one to the next as by its links. */
  async function eachOf(who: string | null, rows: readonly Row[]): Promise<readonly string[]> {
    const found: string[] = [];
    const options = { timezoneId: tenInTheEvening(new Date()) };
    const page =
      who === null
        ? await world.visit(await world.visitor(options), '/sign-in')
        : await world.as(who, NOWHERE, options);
    const traffic = new Traffic(page);
    for (const row of rows.filter((each) => each.who === who)) {
      await (who === null ? opened(page, addressOf(row)) : gone(page, addressOf(row)));
      await isWhole(page, traffic);
      if (row.look) found.push(...(await otherLook(page, row.look)));
      found.push(...(await offences(page)));
    }
    return found;
  }

  async function opened(page: Page, address: string): Promise<void> {
    // Where only the fragment is another, nothing would be fetched.
    await page.goto('about:blank');
    await page.goto(`${world.origin}${address}`);
  }

  async function otherLook(page: Page, [name, root]: readonly [string, string]): Promise<readonly string[]> {
    await page.locator('.conn:not(.off, .begins)').waitFor({ state: 'attached' });
    await steady(page);
    return otherThanKept(name, await lookOf(page, root));
  }

  const peopleOf = (rows: readonly Row[]) => [...new Set(rows.map(({ who }) => who))];

  it.each(peopleOf(USUAL))('the pages of %s', async (who) => {
    expect(await eachOf(who, USUAL)).toEqual([]);
  });

  it('a new transfer, with what the policy says of it', async () => {
    const page = await world.as('Tessa', '/transfers/new', { timezoneId: tenInTheEvening(new Date()) });
    const traffic = new Traffic(page);
    await page.locator('h1').waitFor();
    await page.getByLabel('Amount').fill('50.5');
    await page.getByText('needs an exception').first().waitFor();
    await traffic.quiet();
    expect(await otherLook(page, ['new-transfer', 'main'])).toEqual([]);
    expect(await offences(page)).toEqual([]);
  });

  it('the dialog of a freeze, in both steps', async () => {
    const page = await world.as('Ada', '/');
    await page.locator('h1').waitFor();
    await page.getByRole('button', { name: 'Freeze…' }).click();
    await page.getByRole('heading', { name: 'Freeze what?' }).waitFor();
    expect(await offences(page)).toEqual([]);
    await page.getByRole('button', { name: 'All Safes' }).click();
    // With its fault beside it.
    await page.getByRole('button', { name: 'Freeze', exact: true }).click();
    await page.getByText('Say why').waitFor();
    expect(await offences(page)).toEqual([]);
  });

  it('the menus of the frame', async () => {
    const page = await world.as('Ada', '/');
    await page.locator('h1').waitFor();
    await page.getByRole('button', { name: /^Ada, / }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    expect(await offences(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toMatch(/^Ada, /);
    await page.setViewportSize({ width: 320, height: 900 });
    await page.locator('.menu-narrow > summary').click();
    await page.getByRole('navigation', { name: 'Pages, in the menu' }).waitFor();
    expect(await offences(page)).toEqual([]);
  });

  it('the help with keys', async () => {
    const page = await world.as('Ada', '/');
    await page.locator('h1').waitFor();
    await page.getByRole('button', { name: 'Keys' }).click();
    await page.getByRole('dialog').getByRole('heading').first().waitFor();
    expect(await offences(page)).toEqual([]);
  });

  it('the dialog before an idle session ends', async () => {
    const page = await world.as('Amos', '/settings', { hasClock: true });
    await page.locator('h1').waitFor();
    // Longer ago than anybody's hand on the page counts as a use.
    await page.clock.fastForward(20_000);
    await lastSeen(world.story, 'Amos', '26 minutes');
    await page.clock.fastForward(61_000);
    await page.getByRole('alertdialog').waitFor();
    expect(await offences(page)).toEqual([]);
  });

  describe('once something is not as usual', () => {
    beforeAll(async () => {
      const { story } = world;
      const { held = '' } = ids;
      const [relayed, cancelling, mismatched] = await Promise.all(
        [1, 2, 3].map((amount) => story.relayed({ amount: String(amount), safe: story.freshSafe() })),
      );
      const exception = { rule: 'eth-per-transfer', ceiling: '60', reason: 'Quarter end', ticket: 'CMP-77' };
      made(await story.person('Clara').except(held, exception));
      const proposed = made(await story.person('Tessa').changes.propose(destination(story.assetId('eth'))));
      await story
        .person('Tessa')
        .post(`/v1/transfers/${cancelling ?? ''}/cancel`, { reason: 'Asked for twice' });
      await story.person('Omar').signAsOwner(mismatched ?? '', (typedData) => ({
        ...typedData,
        message: { ...typedData.message, value: '5' },
      }));
      const frozen = await story.person('Ada').get(`/v1/transfers/${mismatched ?? ''}`);
      ids = {
        ...ids,
        relayed: relayed ?? '',
        cancelling: cancelling ?? '',
        change: String(proposed['id']),
        frozen: safeOf(frozen.body),
      };
    });

    it.each(peopleOf(UNUSUAL))('the pages of %s', async (who) => {
      expect(await eachOf(who, UNUSUAL)).toEqual([]);
    });

    it('a finding, and the form to acknowledge it', async () => {
      const page = await world.as('Clara', '/findings');
      await page.locator('h1').waitFor();
      await page.getByRole('button', { name: 'Acknowledge…' }).click();
      await page.getByRole('button', { name: 'I have seen it' }).click();
      await page.getByText('Say what is done about it').waitFor();
      expect(await offences(page)).toEqual([]);
    });

    it('the sheet that proposes to lift a freeze', async () => {
      const page = await world.as('Clara', '/freezes');
      await page.locator('h1').waitFor();
      await page.getByRole('button', { name: 'Propose to lift…' }).click();
      await page.getByRole('dialog').getByRole('heading').first().waitFor();
      expect(await offences(page)).toEqual([]);
    });
  });
});

describe('the rows that are looked over', () => {
  it('are of every route that the console has', () => {
    const source = readFileSync(new URL('../../../console/router.tsx', import.meta.url), 'utf8');
    const routes = [...source.matchAll(/\bpath: '([^']+)'/g)].map(([, path]) => path);
    const looked = [...USUAL, ...UNUSUAL].map(({ route }) => route);
    expect([...new Set(looked)].toSorted()).toEqual([...new Set(routes)].toSorted());
  });
});

/** Whatever was asked for so far is done, and every part says that it is well. */
async function isWell(story: StorySteps): Promise<void> {
  await story.integrated();
  await until('every part to be well', async () => {
    const { body } = await story.person('Ada').get('/v1/health/parts');
    return body['status'] === 'ok';
  });
}

function destination(assetId: string) {
  const { address } = privateKeyToAccount(`0x${'5e'.repeat(32)}`);
  const content = {
    ...{ chainId: 31337, address, label: 'Exchange 1', owner: 'Treasury', assetIds: [assetId] },
    ...{ limits: [{ assetId, maxPerTransfer: '5' }], canary: [{ assetId, max: '1' }], lookalikes: [] },
    expiresAt: wireTime(Date.now() + 20 * 86_400_000),
    control: { kind: 'none', reason: 'a deposit address' },
  };
  return { kind: 'destination', content };
}

function safeOf(body: Readonly<Record<string, unknown>>): string {
  return (body['safe'] as { readonly id: string }).id;
}

const NOWHERE = '/nowhere';

/** Over a page of which nothing can be taken for a part of the next. */
async function gone(page: Page, address: string): Promise<void> {
  const nothing = page.getByRole('heading', { name: 'There is no such page' });
  const to = (path: string) => page.evaluate(`void history.pushState({}, '', ${JSON.stringify(path)})`);
  await to(NOWHERE);
  await nothing.waitFor();
  await to(address);
  if (address !== NOWHERE) await nothing.waitFor({ state: 'detached' });
}

/** Until all of a page is there. */
async function isWhole(page: Page, traffic: Traffic): Promise<void> {
  if (new URL(page.url()).searchParams.has('act')) await page.getByRole('dialog').waitFor();
  await page.locator('h1').last().waitFor();
  await traffic.quiet();
}

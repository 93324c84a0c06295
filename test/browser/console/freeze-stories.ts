import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import type { Named } from '../../e2e/story-steps.js';
import type { ConsoleWorld } from './console-world.js';
import { WalletPopup } from './wallet-popup.js';

const REASON = 'An unknown proposal on the signing page';

/** One person stops everything from wherever they are; a quorum lets it go on. */
export function freezeStories(opened: () => ConsoleWorld): void {
  it('story 9: three clicks freeze everything, nobody is offered to sign anything, and a quorum lifts it', async () => {
    const world = opened();
    const { story } = world;
    const [first, second] = [story.freshSafe(), story.freshSafe()];
    const [asked, relayed] = await Promise.all([
      story.awaiting({ amount: '1.5', safe: first }),
      story.relayed({ amount: '2.5', safe: second }),
    ]);
    const at = await everybody(world, { asked, relayed, safe: first });

    const rita = await world.as('Rita', '/status');
    await countClicks(rita);
    await rita.getByRole('button', { name: 'Freeze…' }).click();
    await rita.getByRole('dialog').getByRole('button', { name: 'All Safes' }).click();
    // The field has the focus already.
    await rita.getByLabel('Why').and(rita.locator(':focus')).waitFor();
    await rita.keyboard.type(REASON);
    await rita.getByRole('dialog').getByRole('button', { name: 'Freeze', exact: true }).click();
    await rita.getByRole('heading', { name: 'All Safes are frozen' }).waitFor();
    expect(await clicks(rita)).toBe(3);

    for (const { page, signs } of Object.values(at)) {
      await page.getByText(`All Safes are frozen by Rita`).first().waitFor();
      await page.getByText(`: “${REASON}”`).first().waitFor();
      await signs.waitFor({ state: 'detached' });
      expect(await signing(page).count()).toBe(0);
    }
    await at.ada.page.getByRole('dialog').getByText('Everything is frozen').waitFor();
    await at.otto.page.getByRole('heading', { name: 'Sign nothing now' }).waitFor();
    expect(await story.person('Amos').confirm(asked)).toMatchObject({
      status: 409,
      body: { code: 'SAFE_FROZEN' },
    });

    await lifted(world);

    for (const { page, signs } of Object.values(at)) {
      await page.getByText('All Safes are frozen').first().waitFor({ state: 'detached' });
      await signs.waitFor();
      await page.evaluate('if (!window.isStill) throw new Error("it was loaded anew")');
    }
    await WalletPopup.signedBy(at.ada.page, () => at.ada.signs.click(), 'Ada');
    await at.amos.page.locator('article .chip', { hasText: 'relayed' }).waitFor();
    await WalletPopup.signedBy(at.otto.page, () => at.otto.signs.click(), 'Otto');
    await at.otto.page.getByText('You have signed').waitFor();
  });

  it('story 9: on the page of a transfer two clicks freeze its Safe, and no other', async () => {
    const world = opened();
    const { story } = world;
    const [safe, other] = [story.freshSafe(), story.freshSafe()];
    const [stopped, spared] = await Promise.all([
      story.awaiting({ amount: '1', safe }),
      story.awaiting({ amount: '1', safe: other }),
    ]);
    const [page, beside] = [
      await world.as('Amos', `/transfers/${stopped}`),
      await world.as('Ada', `/transfers/${spared}`),
    ];
    await countClicks(page);
    await page.getByRole('button', { name: 'Freeze…' }).click();
    await page.getByLabel('Why').and(page.locator(':focus')).waitFor();
    await page.keyboard.type(REASON);
    await page.getByRole('dialog').getByRole('button', { name: 'Freeze', exact: true }).click();
    await page.getByRole('heading', { name: `${labelOf(world, safe)} is frozen` }).waitFor();
    expect(await clicks(page)).toBe(2);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('article .chip', { hasText: 'frozen' }).waitFor();
    expect(await signing(page).count()).toBe(0);
    await beside.getByText(`${labelOf(world, safe)} is frozen by Amos`).waitFor();
    await beside.getByRole('button', { name: 'Confirm…' }).waitFor();
    expect([await story.freeze(safe), await story.freeze(other)]).toEqual(['SAFE_FROZEN', null]);
    const auditor = await world.as('Audrey', `/transfers/${stopped}`);
    await auditor.locator('article .chip', { hasText: 'frozen' }).waitFor();
    expect(await auditor.getByRole('button', { name: 'Freeze…' }).count()).toBe(0);
  });
}

interface AtWork {
  readonly page: Page;
  /** What they could sign with. */
  readonly signs: Locator;
}

/** Four people in the middle of something, each on a page of their own. */
async function everybody(
  world: ConsoleWorld,
  { asked, relayed, safe }: { readonly asked: string; readonly relayed: string; readonly safe: Named },
): Promise<Readonly<Record<'amos' | 'ada' | 'otto' | 'tessa', AtWork>>> {
  const values = new URLSearchParams({ safe: safe.id, amount: '3.5', reference: 'In the middle of it' });
  const places = {
    amos: ['Amos', `/transfers/${asked}`, 'Confirm…'],
    ada: ['Ada', `/transfers/${asked}?act=confirm`, 'Confirm with wallet'],
    otto: ['Otto', `/transfers/${relayed}/sign`, 'Sign with wallet'],
    tessa: ['Tessa', `/transfers/new?${values.toString()}`, 'Sign with Sandbox wallet'],
  } as const;
  const open = async (who: keyof typeof places): Promise<readonly [string, AtWork]> => {
    const [name, path, button] = places[who];
    const page = await world.as(name, path);
    const signs = page.getByRole('button', { name: button });
    await signs.waitFor();
    await page.evaluate('window.isStill = true');
    return [who, { page, signs }];
  };
  const opened = await Promise.all((['amos', 'ada', 'otto', 'tessa'] as const).map(open));
  return Object.fromEntries(opened) as Awaited<ReturnType<typeof everybody>>;
}

/** Every button that signs something towards a payment, or leads to one. */
function signing(page: Page): Locator {
  return page.getByRole('button', { name: /^(Confirm|Reject|Sign|Except|Paste)\b/ });
}

/** Clara proposes it, Carlos and Adam approve it, each on a page and by the wallet. */
async function lifted(world: ConsoleWorld): Promise<void> {
  const clara = await world.as('Clara', '/');
  await clara.getByRole('link', { name: 'How it ends' }).click();
  await clara.getByRole('button', { name: 'Propose to lift…' }).click();
  const sheet = clara.getByRole('dialog');
  await sheet.getByLabel('Why it can be lifted').fill('It was a test of ours, says Otto');
  await sheet.getByRole('button', { name: 'Go on' }).click();
  await sheet.getByText('Nothing is lifted by this alone.').waitFor();
  await WalletPopup.signedBy(
    clara,
    () => sheet.getByRole('button', { name: 'Propose with wallet' }).click(),
    'Clara',
  );
  await clara.getByText('waits for answers').waitFor();
  await clara.getByText('You proposed it').first().waitFor();
  for (const name of ['Carlos', 'Adam']) {
    const page = await world.as(name, '/');
    await page
      .getByRole('region', { name: /waits? for you/ })
      .getByRole('listitem')
      .filter({ hasText: 'Lift the freeze' })
      .getByRole('link', { name: 'Open' })
      .click();
    await page.getByRole('button', { name: 'Approve…' }).click();
    const approval = page.getByRole('dialog');
    await approval.getByText('It was a test of ours, says Otto').first().waitFor();
    await approval.getByText(REASON).waitFor();
    await WalletPopup.signedBy(
      page,
      () => approval.getByRole('button', { name: 'Approve with wallet' }).click(),
      name,
    );
    await page.getByText('Your approval was taken').waitFor();
  }
  await clara.locator('article').getByText('active', { exact: true }).waitFor();
}

async function countClicks(page: Page): Promise<void> {
  await page.evaluate(
    `window.clicks = 0; addEventListener('click', () => { window.clicks += 1; }, { capture: true });`,
  );
}

async function clicks(page: Page): Promise<number> {
  return z.int().parse(await page.evaluate('window.clicks'));
}

function labelOf({ story }: ConsoleWorld, safe: Named): string {
  return story.founding.safes.find(({ id }) => id === safe.id)?.label ?? '';
}

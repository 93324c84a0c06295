import { it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { made } from '../../e2e/answers.js';
import type { ConsoleWorld } from './console-world.js';
import { Keyboard } from './keyboard.js';

const REASON = 'The signing page shows another address';

/** The gates without a pointer: an exception, and a freeze with its end. */
export function gatesByKeys(opened: () => ConsoleWorld): void {
  it('story 16: a transfer is excepted by the keyboard alone', async () => {
    const world = opened();
    const { story } = world;
    const wish = { amount: '61', safe: story.freshSafe() };
    const id = await story.requested(wish, 'needs-exception');
    const tessa = new Keyboard(await world.as('Tessa', `/transfers/${id}`));
    await tessa.goTo(tessa.page.getByRole('button', { name: 'Cancel…' }));

    const page = await world.as('Clara', '/');
    const keys = new Keyboard(page);
    const except = page.getByRole('button', { name: 'Except…' });
    await keys.enter(waiting(page, 'Send 61 ETH'), except);
    const sheet = page.getByRole('dialog');
    await keys.enter(except, sheet.getByRole('heading', { name: 'Clara, you are asked to except' }));
    // What is missing is said where the focus stays.
    const next = sheet.getByRole('button', { name: 'Look at it' });
    await keys.enter(next, sheet.getByText('Say why: it is signed.'));
    await keys.goTo(sheet.getByLabel('Why'));
    await keys.type('Payroll of the month');
    await keys.goTo(sheet.getByLabel('Ticket'));
    await keys.type('CMP-79');
    const signs = sheet.getByRole('button', { name: 'Except with wallet' });
    await keys.enter(next, signs);
    await keys.signedBy(signs, 'Clara');
    await keys.arrives(page.getByText('Your answer was taken'));

    const terms = { rule: 'eth-per-transfer', ceiling: '61', reason: 'Payroll', ticket: 'CMP-80' };
    made(await story.person('Carlos').except(id, terms));
    await tessa.arrives(tessa.page.locator('article .chip', { hasText: 'awaiting-confirmation' }));
  });

  it('story 16: everything is frozen, and lifted again, by the keyboard alone', async () => {
    const world = opened();
    const { story } = world;
    const [asked, relayed] = await Promise.all([
      story.awaiting({ amount: '1.5', safe: story.freshSafe() }),
      story.relayed({ amount: '2.5', safe: story.freshSafe() }),
    ]);
    const [ada, otto] = [
      new Keyboard(await world.as('Ada', `/transfers/${asked}?act=confirm`)),
      new Keyboard(await world.as('Otto', `/transfers/${relayed}/sign`)),
    ];
    const [confirms, signs] = [
      ada.page.getByRole('button', { name: 'Confirm with wallet' }),
      otto.page.getByRole('button', { name: 'Sign with wallet' }),
    ];
    await ada.goTo(confirms);
    await otto.goTo(signs);

    const rita = new Keyboard(await world.as('Rita', '/status'));
    await freezes(rita);
    // What they were about to press is gone.
    await ada.arrives(ada.page.getByRole('dialog').getByText('Everything is frozen'));
    await otto.arrives(otto.page.getByRole('heading', { name: 'Sign nothing now' }));
    await lifts(world, rita);
    await ada.arrives(confirms);
    await otto.arrives(signs);
    await ada.signedBy(confirms, 'Ada');
    await ada.arrives(ada.page.getByText('Your answer was taken'));
    await otto.signedBy(signs, 'Otto');
    await otto.arrives(otto.page.getByText('You have signed'));
  });
}

/** The way from somebody's home to what waits for them. */
function waiting(page: Page, what: string): Locator {
  return page
    .getByRole('region', { name: /waits? for you/ })
    .getByRole('listitem')
    .filter({ hasText: what })
    .getByRole('link', { name: 'Open' });
}

async function freezes(keys: Keyboard): Promise<void> {
  const { page } = keys;
  const dialog = page.getByRole('dialog');
  await keys.enter(
    page.getByRole('button', { name: 'Freeze…' }),
    dialog.getByRole('heading', { name: 'Freeze what?' }),
  );
  const why = dialog.getByLabel('Why');
  await keys.enter(dialog.getByRole('button', { name: 'All Safes' }), why.and(page.locator(':focus')));
  await keys.type(REASON);
  await keys.press('Enter', dialog.getByRole('heading', { name: 'All Safes are frozen' }));
}

/** Rita, who has frozen it, proposes it; Clara approves it by keys as well, and Carlos besides. */
async function lifts(world: ConsoleWorld, rita: Keyboard): Promise<void> {
  const { page } = rita;
  const propose = page
    .getByRole('listitem')
    .filter({ hasText: REASON })
    .getByRole('button', { name: 'Propose to lift…' });
  await rita.enter(page.getByRole('dialog').getByRole('link', { name: 'How it ends' }), propose);
  const sheet = page.getByRole('dialog');
  const reason = sheet.getByLabel('Why it can be lifted');
  await rita.enter(propose, reason);
  await rita.goTo(reason);
  await rita.type('It was the page of another exchange');
  const signs = sheet.getByRole('button', { name: 'Propose with wallet' });
  await rita.press('Enter', signs);
  await rita.signedBy(signs, 'Rita');
  await rita.arrives(page.getByText('waits for answers'));
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';

  const clara = new Keyboard(await world.as('Clara', '/'));
  const approve = clara.page.getByRole('button', { name: 'Approve…' });
  await clara.enter(waiting(clara.page, 'Lift the freeze'), approve);
  const approves = clara.page.getByRole('dialog').getByRole('button', { name: 'Approve with wallet' });
  await clara.enter(approve, approves);
  await clara.signedBy(approves, 'Clara');
  await clara.arrives(clara.page.getByText('Your approval was taken'));
  made(await world.story.person('Carlos').changes.approve(id));
  await rita.arrives(page.locator('article').getByText('active', { exact: true }));
}

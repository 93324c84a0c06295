import { it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ConsoleWorld } from './console-world.js';
import { Keyboard } from './keyboard.js';

const opened = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** A transfer from its request to the owners' signatures, without a pointer. */
export function keyboardStory(inWorld: () => ConsoleWorld): void {
  it('story 16: a transfer is asked for, confirmed and signed by the keyboard alone', async () => {
    const world = inWorld();
    const { story } = world;
    const reference = 'Refill, by keys';
    const { id: safe } = story.freshSafe();
    const label = story.founding.safes.find((each) => each.id === safe)?.label ?? '';
    await asks(world, { label, reference });
    const id = await story.calledBy(reference);
    await story.until(id, 'awaiting-confirmation');
    const amos = await isAboutTo(world, id);
    await confirms(world, id);
    // What Amos was about to press is gone.
    await amos.arrives(amos.page.getByText('relayed', { exact: true }).first());
    await signs(world);
  });
}

async function asks(
  world: ConsoleWorld,
  { label, reference }: { readonly label: string; readonly reference: string },
): Promise<void> {
  const page = await world.as('Tessa', '/');
  const keys = new Keyboard(page);
  const amount = page.getByLabel('Amount');
  await keys.enter(page.getByRole('main').getByRole('link', { name: 'New transfer' }), amount);
  await keys.choose(page.getByLabel('From'), label);
  await keys.goTo(amount);
  await keys.type('1.5');
  await keys.goTo(page.getByLabel('Reference'));
  await keys.type(reference);
  await keys.signedBy(page.getByRole('button', { name: 'Sign with Sandbox wallet' }), 'Tessa');
  await keys.arrives(opened(page, `Send 1.5 ETH from ${label} to Hot wallet 1`));
}

/** Amos on his button, which he does not press. */
async function isAboutTo(world: ConsoleWorld, id: string): Promise<Keyboard> {
  const page = await world.as('Amos', `/transfers/${id}`);
  const keys = new Keyboard(page);
  await keys.goTo(page.getByRole('button', { name: 'Confirm…' }));
  return keys;
}

async function confirms(world: ConsoleWorld, id: string): Promise<void> {
  const page = await world.as('Ada', '/');
  const keys = new Keyboard(page);
  const confirm = page.getByRole('button', { name: 'Confirm…' });
  await keys.enter(page.getByRole('main').getByRole('link', { name: 'Open' }), confirm);
  const sheet = page.getByRole('dialog');
  await keys.enter(
    confirm,
    sheet.getByRole('heading', { name: 'Ada, you are asked to confirm for treasury' }),
  );
  await keys.signedBy(sheet.getByRole('button', { name: 'Confirm with wallet' }), 'Ada');
  await keys.arrives(page.getByText('Your answer was taken'));
  await world.story.until(id, 'relayed');
  await keys.arrives(page.getByText('relayed', { exact: true }).first());
}

async function signs(world: ConsoleWorld): Promise<void> {
  const page = await world.as('Otto', '/');
  const keys = new Keyboard(page);
  const sign = page.getByRole('button', { name: 'Sign with wallet' });
  await keys.enter(page.getByRole('main').getByRole('link', { name: 'Open' }).first(), sign);
  await keys.signedBy(sign, 'Otto');
  await keys.arrives(page.getByText('You have signed'));
}

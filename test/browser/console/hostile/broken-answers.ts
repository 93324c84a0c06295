import { expect, it } from '@jest/globals';
import { Authenticator } from '../authenticator.js';
import type { ConsoleWorld } from '../console-world.js';
import { type Broken, Liar, changed } from './liar.js';
import { somethingHappens } from './something-happens.js';
import { SAYS, at, each, nothingSigned } from './stopped.js';

const UNREAD = 'The gateway does not answer';
const UNSHOWN = 'The console failed';

/** What may come instead of a transfer, and what is said then. */
const FORMS = [
  [200, '{}', SAYS],
  [200, '{"id":"tr_1","asset":{},"safe":null,"evidence":[]}', SAYS],
  [200, '{"id":"ID","masked":false,"asset":{},"safe":{},"evidence":{}}', UNSHOWN],
  [403, '{"code":7,"title":null,"detail":{}}', UNREAD],
  [502, '<html>Bad gateway</html>', UNREAD],
  [200, '<html>Welcome to the café</html>', UNREAD],
  [200, 'null', UNREAD],
] as const;

/** What is no answer at all, or time that is none. */
export function brokenAnswers(opened: () => ConsoleWorld): void {
  it('says so where an answer cannot be read, whatever came instead, and goes on by itself', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1.5', safe: story.freshSafe() });
    world.expectComplaint(/TypeError/);
    const { page, liar } = await Liar.beforePage(world, 'Ada', '/status');
    for (const [status, body, says] of FORMS) {
      liar.broken = { of: at(`transfers/${id}`), status, body: body.replace('ID', id) };
      await page.goto(`${world.origin}/transfers/${id}?act=confirm`);
      await page.getByRole('alert').filter({ hasText: says }).waitFor();
      expect(await page.getByRole('button', { name: / with / }).count()).toBe(0);
    }
    expect(liar.acts).toEqual([]);
    liar.broken = null;
    await page.getByRole('button', { name: /^Confirm with/ }).waitFor();
  });

  it('says so in the sheet, where the page behind it has everything', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1.5', safe: story.freshSafe() });
    const { page, liar } = await Liar.beforePage(world, 'Ada', `/transfers/${id}`);
    const broken: readonly Omit<Broken, 'status'>[] = [
      { of: at(`transfers/${id}/clearance`), body: '{}' },
      { of: at('policies/1'), body: '{}' },
      { of: at('people/per_[^/]+'), body: '{}' },
      { of: at('sessions/current'), body: '{}' },
    ];
    await each(broken, async (one) => {
      liar.broken = { ...one, status: 200 };
      await page.getByRole('button', { name: 'Confirm…' }).click();
      await page.getByRole('dialog').getByRole('alert').waitFor();
      expect(await page.getByRole('button', { name: / with / }).count()).toBe(0);
      liar.broken = null;
      await page.getByRole('button', { name: 'Close', exact: true }).click();
    });
    expect(liar.acts).toEqual([]);
  });

  it('signs nothing while the gateway says another time than the device', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1.5', safe: story.freshSafe() });
    const { page, liar } = await Liar.beforePage(world, 'Ada', `/transfers/${id}?act=confirm`);
    const confirm = page.getByRole('button', { name: /^Confirm with/ });
    await confirm.waitFor();
    // As a day ago: whatever has expired since would be shown as open.
    liar.date = new Date(Date.now() - 86_400_000);
    await somethingHappens(world);
    await page.getByRole('dialog').getByText('The clocks differ').waitFor();
    await nothingSigned(page, liar, async () => {
      await confirm.click({ force: true });
      expect(await confirm.getAttribute('aria-disabled')).toBe('true');
    });
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByText('The gateway’s clock and this device’s differ by 24 h.').waitFor();
    liar.date = null;
    await somethingHappens(world);
    await page.getByText('The gateway’s clock').waitFor({ state: 'detached' });
  });

  it('asks no passkey for a sign-in that could be somebody’s word, nor any wallet for another address', async () => {
    const world = opened();
    const context = await world.visitor();
    const liar = await Liar.before(context, world.origin);
    const page = await world.visit(context, '/sign-in');
    await Authenticator.in(page);
    const digest = Buffer.alloc(32, 7).toString('base64url');
    await nothingSigned(page, liar, async () => {
      liar.lies = [{ of: at('sessions/passkey/options'), becomes: changed('challenge', digest) }];
      await page.getByRole('button', { name: 'With a passkey' }).click();
      await page.getByText('What the server asks the passkey to sign is no sign-in.').waitFor();
      expect(liar.acts.splice(0)).toEqual(['POST /v1/sessions/passkey/options']);
      liar.lies = [{ of: at('installation'), becomes: changed('origin', 'https://sluice.example') }];
      await page.reload();
      for (const way of ['With Sandbox wallet', 'With a passkey']) {
        await page.getByRole('button', { name: way }).click();
        await page.getByText('Sluice is at https://sluice.example, and this page is at').waitFor();
      }
    });
  });
}

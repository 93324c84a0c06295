import { expect, it } from '@jest/globals';
import type { ConsoleWorld } from '../console-world.js';
import { Liar, changed } from './liar.js';
import { proposedPerson } from './proposed-person.js';
import {
  HASH,
  OF_PLACE,
  OTHER,
  type Told,
  at,
  each,
  inSheet,
  isStopped,
  lieOf,
  nothingSigned,
} from './stopped.js';

export function otherLies(opened: () => ConsoleWorld): void {
  it('story 11: a change whose sentences, or what is behind them, were changed on the way', async () => {
    const world = opened();
    const id = await proposedPerson(world, 'Nora');
    const [C, S] = [at(`changes/${id}`), /^\/v1\/changes\/chg_[^/]+\/statement/];
    const lies: readonly Told[] = [
      {
        of: C,
        member: 'sentences.0',
        to: (was: string) => was.replace('operator', 'auditor'),
        what: 'Sentence 1',
        sent: 'auditor',
      },
      {
        of: C,
        member: 'sentences',
        to: (was: string[]) => [...was, 'And nothing else.'],
        what: 'Sentence 2',
        sent: 'And nothing else.',
      },
      { of: C, member: 'sentences', to: [], what: 'Sentence 1', sent: 'nothing' },
      { of: C, member: 'content.roles', to: ['operator', 'admin'], what: 'Sentence 1' },
      { of: C, member: 'direction', to: 'tightens', what: 'Direction', sent: 'tightens' },
      { of: C, member: 'id', to: 'chg_01890a5d-ac96-774b-bcce-000000000001', what: 'Change' },
      { of: S, member: 'digest', to: HASH, what: 'EIP-712 Digest', sent: HASH },
      {
        of: S,
        member: 'typedData.message.decision',
        to: 'propose',
        what: 'message.decision of the typed data',
      },
      { of: S, member: 'head', to: HASH, what: 'Register', sent: HASH },
      { of: S, member: 'at', to: '2030-01-01T00:00:00Z', what: 'Moment of the statement', sent: '2030' },
      {
        of: at('installation'),
        member: 'foundingDigest',
        to: HASH,
        what: 'Founding of the register',
        sent: HASH,
      },
      ...OF_PLACE,
    ];
    const { page, liar } = await Liar.beforePage(world, 'Clara', `/changes/${id}`);
    await nothingSigned(page, liar, () => inSheet(page, liar, { lies, opens: 'Approve…' }));
    await nothingSigned(page, liar, async () => {
      liar.lies = [{ of: C, becomes: changed('content.name', 'Mallory') }];
      await page.goto(`${world.origin}/changes/${id}`);
      await isStopped(page, { what: 'Sentence 1' });
      expect(await page.getByRole('button', { name: 'Approve…' }).count()).toBe(0);
    });
  });

  it('story 11: an exception, a rejection, and a request', async () => {
    const world = opened();
    const { story } = world;
    const [held, asked] = await Promise.all([
      story.requested({ amount: '60', safe: story.freshSafe() }, 'needs-exception'),
      story.awaiting({ amount: '1.5', safe: story.freshSafe() }),
    ]);
    const clara = await Liar.beforePage(world, 'Clara', `/transfers/${held}`);
    const S = /\/exception-statement\?/;
    const exceptions: readonly Told[] = [
      {
        of: S,
        member: 'typedData.message.words',
        to: (was: string) => was.replace('up to 60 ETH', 'up to 6 ETH'),
        what: 'Sentence of the exception',
      },
      {
        of: S,
        member: 'typedData.message.ceiling',
        to: '90000000000000000000',
        what: 'message.ceiling of the typed data',
      },
      { of: S, member: 'digest', to: HASH, what: 'EIP-712 Digest', sent: HASH },
      { of: at(`transfers/${held}`), member: 'amount', to: '6', what: 'Amount', sent: '6' },
    ];
    await nothingSigned(clara.page, clara.liar, () =>
      each(exceptions, async (told) => {
        const { page, liar } = clara;
        await page.getByRole('button', { name: 'Except…' }).click();
        await page.getByLabel('Why').fill('the launch');
        await page.getByLabel('Ticket').fill('CMP-77');
        liar.lies = [lieOf(told)];
        await page.getByRole('button', { name: 'Look at it' }).click();
        await isStopped(page, told);
        liar.lies = [];
        await page.getByRole('button', { name: 'Close', exact: true }).click();
      }),
    );
    const ada = await Liar.beforePage(world, 'Ada', `/transfers/${asked}?act=reject`);
    await nothingSigned(ada.page, ada.liar, async () => {
      ada.liar.lies = [{ of: /\/clearance\?reason=/, becomes: changed('reject.digest', HASH) }];
      await ada.page.getByLabel('Why do you reject it?').fill('not mine');
      await ada.page.getByRole('button', { name: /^Reject with/ }).click();
      await isStopped(ada.page, { what: 'EIP-712 Digest', sent: HASH });
    });
    const tessa = await Liar.beforePage(world, 'Tessa', '/transfers/new');
    const S2 = /\/intent-statement\?/;
    const requests: readonly Told[] = [
      {
        of: S2,
        member: 'typedData.message.destination',
        to: OTHER,
        what: 'message.destination of the typed data',
        sent: OTHER,
      },
      { of: S2, member: 'digest', to: HASH, what: 'EIP-712 Digest', sent: HASH },
      ...OF_PLACE.slice(0, 2),
    ];
    const ofLists: readonly Told[] = [
      { of: at('destinations'), member: 'data.0.address', to: OTHER, what: 'Address in the address book' },
      { of: at('destinations'), member: 'data.0.label', to: 'Ours', what: 'Name in the address book' },
      { of: at('assets'), member: 'data.0.decimals', to: 17, what: 'message.amount of the typed data' },
    ];
    const { page, liar } = tessa;
    const asksFor = async (told: Told, amount: string): Promise<void> => {
      await page.getByLabel('Amount').fill(amount);
      await page.getByRole('button', { name: /^Sign with/ }).waitFor();
      liar.lies = [lieOf(told)];
      await page.getByRole('button', { name: /^Sign with/ }).click();
      await isStopped(page, told);
    };
    await page.getByLabel('Reference').fill('Refill');
    let amount = 0;
    await nothingSigned(page, liar, async () => {
      await each(requests, (told) => asksFor(told, `0.${String((amount += 1))}`));
      await each(ofLists, async (told) => {
        liar.lies = [lieOf(told)];
        await page.reload();
        await page.getByLabel('Reference').fill('Refill');
        await asksFor(told, '0.5');
      });
    });
  });
}

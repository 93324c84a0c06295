import { expect, it } from '@jest/globals';
import type { ConsoleWorld } from '../console-world.js';
import { type Lie, Liar, changed } from './liar.js';
import { somethingHappens } from './something-happens.js';
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

export function confirmLies(opened: () => ConsoleWorld): void {
  it('story 11: a confirmation of which one part was changed on the way', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({
      amount: '1.5',
      safe: story.freshSafe(),
      reference: 'Refill, ticket 7',
    });
    const [T, C] = [at(`transfers/${id}`), at(`transfers/${id}/clearance`)];
    const other = await story.requested({ amount: '2.5' });
    const lies: readonly Told[] = [
      { of: T, member: 'amount', to: '2.5', what: 'Amount', sent: '2.5' },
      { of: T, member: 'amount', to: 1.5, what: 'Amount', sent: '1.5' },
      { of: T, member: 'destination.address', to: OTHER, what: 'Address of the destination', sent: OTHER },
      { of: T, member: 'reference', to: 'Refill, ticket 8', what: 'Reference' },
      {
        of: T,
        member: 'words',
        to: (was: string) => was.replace('1.5', '2.5'),
        what: 'Sentence of the transfer',
      },
      {
        of: T,
        member: 'evidence.cleared.words',
        to: (was: string) => was.replace('1.5', '2.5'),
        what: 'Amount in the sentence',
        sent: '2.5',
      },
      {
        of: T,
        member: 'intent.typedData.message.destination',
        to: OTHER,
        what: 'Address of the destination',
      },
      { of: T, member: 'intent.typedData.message.salt', to: HASH, what: 'Intent hash' },
      { of: T, member: 'intent', to: null, what: 'Parts that are shown' },
      { of: T, member: 'effects.moves.0.change', to: '2.5', what: 'What the effects change' },
      {
        of: T,
        member: 'effects.digested.nativeChanges.0.delta',
        to: '2500000000000000000',
        what: 'Effects digest',
      },
      { of: T, member: 'evidence.cleared.effectsDigest', to: HASH, what: 'Effects digest', sent: HASH },
      { of: T, member: 'evidence.cleared.policyHash', to: HASH, what: 'Policy hash', sent: HASH },
      { of: T, member: 'decision', to: null, what: 'Decision' },
      { of: at('policies/1'), member: 'document.maxExpirySeconds', to: 60, what: 'Policy hash' },
      { of: T, member: 'evidence.cleared.nonce', to: '9', what: 'safeTxHash' },
      { of: T, member: 'nonce', to: '9', what: 'Nonce', sent: '9' },
      { of: T, member: 'evidence.cleared.safeTxHash', to: HASH, what: 'safeTxHash', sent: HASH },
      { of: T, member: 'safe.chainId', to: 1, what: 'Chain of the Safe', sent: '1' },
      { of: T, member: 'safe.address', to: OTHER, what: 'Address of the Safe', sent: OTHER },
      { of: T, member: 'id', to: other, what: 'Transfer', sent: other },
      { of: T, member: 'requesterName', to: 'Ada', what: 'Name of the requester', sent: 'Tessa' },
      { of: T, member: 'state', to: 'settled', what: 'State', sent: 'settled' },
      {
        of: C,
        member: 'confirm.typedData.message.words',
        to: (was: string) => was.replace('1.5', '2.5'),
        what: 'message.words of the typed data',
      },
      {
        of: C,
        member: 'confirm.typedData.domain.verifyingContract',
        to: OTHER,
        what: 'domain.verifyingContract of the typed data',
      },
      { of: C, member: 'confirm.digest', to: HASH, what: 'EIP-712 Digest', sent: HASH },
      { of: C, member: 'revision', to: 2, what: 'Revision', sent: '2' },
      {
        of: at('destinations/dst_[^/]+'),
        member: 'address',
        to: OTHER,
        what: 'Address in the address book',
        sent: OTHER,
      },
      { of: at('installation'), member: 'chain.id', to: 1, what: 'Chain of the installation', sent: '1' },
      ...OF_PLACE,
    ];
    const { page, liar } = await Liar.beforePage(world, 'Ada', `/transfers/${id}`);
    await nothingSigned(page, liar, () => inSheet(page, liar, { lies, opens: 'Confirm…' }));
    // Without a lie it is offered, so it was the lies that took it away.
    liar.lies = [];
    await page.getByRole('button', { name: 'Confirm…' }).click();
    await page.getByRole('button', { name: /^Confirm with/ }).waitFor();
    expect(await story.state(id)).toBe('awaiting-confirmation');
  });

  it('story 11: lies that are told only when the sheet is open', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1.5', safe: story.freshSafe() });
    const { page, liar } = await Liar.beforePage(world, 'Ada', `/transfers/${id}`);
    const T = at(`transfers/${id}`);
    const told: readonly Told[] = [
      { of: T, member: 'amount', to: '2.5', what: 'Amount', sent: '2.5' },
      { of: T, member: 'destination.address', to: OTHER, what: 'Address of the destination', sent: OTHER },
      { of: T, member: 'revision', to: 2, what: 'Revision', sent: '1' },
    ];
    await nothingSigned(page, liar, () =>
      each(told, async (one) => {
        await page.getByRole('button', { name: 'Confirm…' }).click();
        await page.getByRole('button', { name: /^Confirm with/ }).waitFor();
        liar.lies = [lieOf(one)];
        // Something happens elsewhere, and so the page asks again.
        await somethingHappens(world);
        await isStopped(page, one);
        liar.lies = [];
        await page.goto(`${world.origin}/transfers/${id}`);
        await liar.settled(page);
      }),
    );
  });

  it('story 11: a list that says another amount than its transfer', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1.5', safe: story.freshSafe() });
    const words = (was: string): string => was.replace('Send 1.5 ', 'Send 0.5 ');
    const rows =
      (member: string, to: unknown): Lie['becomes'] =>
      (body) => ({
        ...body,
        data: (body['data'] as Record<string, unknown>[]).map((row) =>
          row['id'] === id || (row['subject'] as { id?: string } | undefined)?.id === id
            ? changed(member, to)(row)
            : row,
        ),
      });
    const { page, liar } = await Liar.beforePage(world, 'Ada', '/status');
    await nothingSigned(page, liar, async () => {
      liar.lies = [{ of: at('inbox'), becomes: rows('words', words) }];
      await page.getByRole('link', { name: 'Home' }).click();
      const item = page.getByRole('listitem').filter({ hasText: 'Send 0.5 ETH' });
      await item.getByRole('link', { name: 'Open' }).click();
      await isStopped(page, { what: 'Amount in the sentence, in the list', sent: '0.5' });
      liar.lies = [{ of: /^\/v1\/transfers\?/, becomes: rows('amount', '0.5') }];
      await page.goto(`${world.origin}/transfers`);
      await page.getByRole('link', { name: '0.5 ETH' }).click();
      await isStopped(page, { what: 'Amount, in the list', sent: '0.5' });
    });
    // By itself the transfer is what it is.
    liar.lies = [];
    await page.goto(`${world.origin}/transfers/${id}`);
    await page.getByRole('button', { name: 'Confirm…' }).waitFor();
  });
}

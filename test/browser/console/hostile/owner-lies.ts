import { made } from '../../../e2e/answers.js';
import { CancelStory } from '../../../e2e/cancel-story.js';
import { expect, it } from '@jest/globals';
import type { ConsoleWorld } from '../console-world.js';
import { Liar } from './liar.js';
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
  lookAgain,
  nothingSigned,
} from './stopped.js';

export function ownerLies(opened: () => ConsoleWorld): void {
  it('story 11: what owners are asked to sign, of which one part was changed on the way', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.relayed({ amount: '1.5', safe: story.freshSafe() });
    const [T, R] = [at(`transfers/${id}`), at(`transfers/${id}/signature-request`)];
    const amount = (was: string): string => was.replace('1.5', '2.5');
    const lies: readonly Told[] = [
      { of: T, member: 'amount', to: '2.5', what: 'Amount', sent: '2.5' },
      { of: T, member: 'destination.address', to: OTHER, what: 'Address of the destination', sent: OTHER },
      { of: T, member: 'words', to: amount, what: 'Sentence of the transfer' },
      { of: T, member: 'evidence.cleared.words', to: amount, what: 'Amount in the sentence', sent: '2.5' },
      { of: T, member: 'evidence.cleared.nonce', to: '9', what: 'safeTxHash that was confirmed' },
      { of: T, member: 'evidence.cleared.policyHash', to: HASH, what: 'Digest of the clearance' },
      {
        of: T,
        member: 'intent.typedData.message.amount',
        to: '2500000000000000000',
        what: 'Amount in smallest units',
      },
      { of: T, member: 'masked', to: true, what: 'Parts that are shown' },
      { of: T, member: 'evidence.cleared.effectsDigest', to: HASH, what: 'Digest of the clearance' },
      { of: R, member: 'words', to: amount, what: 'Sentence', sent: '2.5' },
      { of: R, member: 'typedData.message.to', to: OTHER, what: 'message.to of the typed data', sent: OTHER },
      {
        of: R,
        member: 'typedData.message.operation',
        to: 1,
        what: 'message.operation of the typed data',
        sent: '1',
      },
      { of: R, member: 'typedData.message.data', to: '0xdeadbeef', what: 'message.data of the typed data' },
      { of: R, member: 'typedData.message.gasToken', to: OTHER, what: 'message.gasToken of the typed data' },
      {
        of: R,
        member: 'typedData.domain.chainId',
        to: 1,
        what: 'domain.chainId of the typed data',
        sent: '1',
      },
      { of: R, member: 'digests.eip712Digest', to: HASH, what: 'EIP-712 Digest', sent: HASH },
      { of: R, member: 'digests.domainHash', to: HASH, what: 'Domain Hash', sent: HASH },
      { of: R, member: 'digests.calldataDigest', to: HASH, what: 'Calldata Digest', sent: HASH },
      { of: R, member: 'safe.nonce', to: '9', what: 'Nonce', sent: '9' },
      { of: R, member: 'evidence.confirmations', to: [], what: 'Confirmations' },
      { of: R, member: 'evidence.clearanceDigest', to: HASH, what: 'Digest of the clearance', sent: HASH },
      ...OF_PLACE,
    ];
    const { page, liar } = await Liar.beforePage(world, 'Otto', `/transfers/${id}/sign`);
    const signs = page.getByRole('button', { name: /^Sign with/ });
    await signs.waitFor();
    await nothingSigned(page, liar, () =>
      each(lies, async (told) => {
        liar.lies = [lieOf(told)];
        await lookAgain(page);
        await isStopped(page, told);
      }),
    );
    expect(await page.getByRole('textbox', { name: /signature/ }).count()).toBe(0);
    // Without a lie it is offered again, so it was the lies that took it away.
    liar.lies = [];
    await lookAgain(page);
    await signs.waitFor();
    expect(await story.state(id)).toBe('relayed');
  });

  it('story 11: a cancel, and the burn that owners sign for it', async () => {
    const world = opened();
    const cancel = await CancelStory.relayed(world.story);
    await cancel.cleared();
    const [T, C] = [at(`transfers/${cancel.id}`), at(`transfers/${cancel.id}/cancel`)];
    const lies: readonly Told[] = [
      { of: C, member: 'why', to: 'all is well', what: 'Reason of the cancel', sent: 'all is well' },
      { of: C, member: 'nonce', to: '9', what: 'Nonce', sent: '9' },
      { of: C, member: 'cancelledSafeTxHash', to: HASH, what: 'safeTxHash that is cancelled', sent: HASH },
      { of: C, member: 'burn.safeTxHash', to: HASH, what: 'safeTxHash of the burn', sent: HASH },
      { of: C, member: 'burn.effectsDigest', to: HASH, what: 'Effects digest of the burn', sent: HASH },
      {
        of: C,
        member: 'burn.words',
        to: (was: string) => was.replace('nonce 0', 'nonce 1'),
        what: 'Sentence of the cancel',
      },
      {
        of: C,
        member: 'confirm.typedData.message.revision',
        to: 7,
        what: 'message.revision of the typed data',
        sent: '7',
      },
      { of: C, member: 'confirm.digest', to: HASH, what: 'EIP-712 Digest', sent: HASH },
      { of: T, member: 'amount', to: '2.5', what: 'Amount', sent: '2.5' },
      { of: T, member: 'evidence.cleared.nonce', to: '9', what: 'Nonce' },
      ...OF_PLACE,
    ];
    const { page, liar } = await Liar.beforePage(world, 'Amos', `/transfers/${cancel.id}`);
    await nothingSigned(page, liar, () => inSheet(page, liar, { lies, opens: 'Answer its cancel…' }));
    expect(await world.story.state(cancel.id)).toBe('cancelling');
    made(await cancel.confirm('Amos'));
    await cancel.atStage('confirmed');
    const R = at(`transfers/${cancel.id}/cancel/signature-request`);
    const owner = await Liar.beforePage(world, 'Otto', `/transfers/${cancel.id}/sign`);
    const signs = owner.page.getByRole('button', { name: /^Sign with/ });
    await signs.waitFor();
    const burns: readonly Told[] = [
      {
        of: R,
        member: 'words',
        to: (was: string) => was.replace('nonce 0', 'nonce 1'),
        what: 'Sentence of the cancel',
      },
      {
        of: R,
        member: 'typedData.message.value',
        to: '1',
        what: 'message.value of the typed data',
        sent: '1',
      },
      { of: R, member: 'typedData.message.to', to: OTHER, what: 'message.to of the typed data', sent: OTHER },
      { of: R, member: 'cancelSafeTxHash', to: HASH, what: 'safeTxHash of the burn', sent: HASH },
      { of: R, member: 'digests.messageHash', to: HASH, what: 'Message Hash', sent: HASH },
      {
        of: R,
        member: 'evidence.confirmedBy',
        to: world.story.personId('Tessa'),
        what: 'Who confirmed the cancel',
      },
      { of: T, member: 'evidence.cancel.burn.effectsDigest', to: HASH, what: 'Digest of the cancel' },
    ];
    await nothingSigned(owner.page, owner.liar, () =>
      each(burns, async (told) => {
        owner.liar.lies = [lieOf(told)];
        await lookAgain(owner.page);
        await isStopped(owner.page, told);
      }),
    );
  });
}

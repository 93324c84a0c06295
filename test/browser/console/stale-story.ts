import { expect, it } from '@jest/globals';
import { executeWithOwners, foreignTransaction } from '../../builders/safe-execution.js';
import type { ConsoleWorld } from './console-world.js';
import { WalletPopup } from './wallet-popup.js';
import { statesSeen, watchStates } from './watched-page.js';

const BECAUSE = "the Safe's nonce is 1, cleared for 0";

/** A script: how much of the sheet one has to scroll to. */
const HIDDEN_BELOW = `(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector('[data-sheet]'))`;

/** What people confirmed is not what they are asked any more. */
export function staleStory(opened: () => ConsoleWorld): void {
  it('story 10: the nonce moves, the confirmation stays as stale by the system, and the next sheet says why', async () => {
    const world = opened();
    const { story } = world;
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '25', safe });
    await story.confirmed(id, ['Ada']);
    const [ada, rita] = await Promise.all([
      world.as('Ada', `/transfers/${id}`, { viewport: { width: 1280, height: 900 } }),
      world.as('Rita', `/transfers/${id}?act=confirm`),
    ]);
    await ada.getByText('Ada confirmed revision 1').first().waitFor();
    await watchStates(ada);
    const sheet = rita.getByRole('dialog');
    const confirms = sheet.getByRole('button', { name: 'Confirm with wallet' });
    await confirms.waitFor();
    const first = await sheet.getByRole('img', { name: /^EIP-712 Digest/ }).getAttribute('aria-label');
    expect(await sheet.getByText(/^Revision \d/).count()).toBe(0);

    await executeWithOwners(story.chain, safe.address, foreignTransaction(safe.address, 0n));
    await story.hurry('recheck', id);
    await story.askedAnew(id);

    await ada.getByText(`Ada confirmed revision 1; stale, by the system: ${BECAUSE}`).waitFor();
    await ada.getByText('revision 2', { exact: true }).waitFor();
    expect(await statesSeen(ada)).toContain('simulating');
    await ada.getByRole('button', { name: 'Confirm…' }).click();
    await ada.getByRole('dialog').getByText('Revision 2 since you confirmed:').waitFor();
    await ada.getByRole('dialog').getByText(BECAUSE).waitFor();
    // Four things are unusual about it, and all of it is in sight.
    expect(await ada.locator('.unusual li').count()).toBeGreaterThanOrEqual(4);
    expect(await ada.evaluate(HIDDEN_BELOW)).toBe(0);
    // The sheet that was open is of the new revision, and of another digest.
    await sheet.getByText('Confirm, revision 2').waitFor();
    await sheet.getByText('Revision 2 after Ada had confirmed:').waitFor();
    await confirms.waitFor();
    expect(await sheet.getByRole('img', { name: /^EIP-712 Digest/ }).getAttribute('aria-label')).not.toBe(
      first,
    );

    for (const [page, name] of [
      [ada, 'Ada'],
      [rita, 'Rita'],
    ] as const)
      await WalletPopup.signedBy(
        page,
        () => page.getByRole('dialog').getByRole('button', { name: 'Confirm with wallet' }).click(),
        name,
      );
    await ada.locator('article .chip', { hasText: 'relayed' }).waitFor();
    await ada.getByText(`Ada confirmed revision 1; stale, by the system: ${BECAUSE}`).waitFor();
  });
}

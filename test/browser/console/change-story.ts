import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import type { Json } from '../../../src/domain/values/canonical-json.js';
import { made } from '../../e2e/answers.js';
import type { ConsoleWorld } from './console-world.js';
import { WalletPopup } from './wallet-popup.js';

const Policy = z.looseObject({
  document: z.looseObject({ rules: z.array(z.looseObject({ id: z.string() })) }),
});
const Statement = z.looseObject({
  typedData: z.looseObject({ message: z.looseObject({ summary: z.string() }) }),
});

/** A change of the rules is answered by the sentences that are signed. */
export function changeStory(opened: () => ConsoleWorld): void {
  it('story 7: a limit that rises is approved by its sentences, waits, and is in force; one that falls is so at once', async () => {
    const world = opened();
    const id = await proposed(world, { by: 'Carlos', max: '55' });
    const page = await world.as('Clara', '/changes');
    await page
      .getByRole('row')
      .filter({ hasText: 'eth-per-transfer' })
      .getByRole('link', { name: /^Policy/ })
      .click();
    await page.getByText('Then it waits 2 seconds, and can be rejected until it is active.').waitFor();
    await page.getByText(/^Active on .* at the earliest\.$/).waitFor();
    const signed = await signedSentences(world, id);
    expect(signed.join()).toContain('55 ETH');
    expect(await sentencesIn(page.getByRole('region', { name: 'What it says' }))).toEqual(signed);

    await page.getByRole('button', { name: 'Approve…' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('It loosens: it is active 2 seconds after its last approval').waitFor();
    expect(await sentencesIn(sheet)).toEqual(signed);
    await approves(page, 'Clara', signed);
    // What an address asks for that nobody can do is as if it were not there.
    const rita = await world.as('Rita', `/changes/${id}?act=activate`);
    await rita.getByRole('button', { name: 'Approve…' }).click();
    await approves(rita, 'Rita', signed);
    await page.getByText('It is in force.').waitFor();

    const back = await proposed(world, { by: 'Carlos', max: '50' });
    const tightening = await world.as('Clara', `/changes/${back}?act=approve`);
    await tightening
      .getByRole('dialog')
      .getByText('It tightens: it is active with its last approval.')
      .waitFor();
    await approves(tightening, 'Clara', await signedSentences(world, back));
    await tightening.getByText('It is in force.').waitFor();
  });
}

/** A policy that is the present one but for one limit. */
async function proposed(
  { story }: ConsoleWorld,
  { by, max }: { readonly by: string; readonly max: string },
): Promise<string> {
  const { document } = Policy.parse((await story.person(by).get('/v1/policies/current')).body);
  const rules = document.rules.map((rule) => (rule.id === 'eth-per-transfer' ? { ...rule, max } : rule));
  const content = { ...document, rules } as unknown as Json;
  const change = made(await story.person(by).changes.propose({ kind: 'policy', content }));
  return z.string().parse(change['id']);
}

/** As the gateway asks Adam to sign them, who is not asked by a page here. */
async function signedSentences({ story }: ConsoleWorld, id: string): Promise<readonly string[]> {
  const { body } = await story.person('Adam').get(`/v1/changes/${id}/statement?decision=approve`);
  return Statement.parse(body).typedData.message.summary.split('\n');
}

function sentencesIn(place: Locator): Promise<readonly string[]> {
  return place.locator('.signed').allTextContents();
}

/** In the open sheet, by a wallet that shows the same sentences. */
async function approves(page: Page, name: string, signed: readonly string[]): Promise<void> {
  const button = page.getByRole('dialog').getByRole('button', { name: 'Approve with wallet' });
  const wallet = await WalletPopup.askedBy(page, () => button.click(), name);
  for (const sentence of signed) await wallet.page.getByText(sentence, { exact: true }).waitFor();
  await wallet.sign();
  await page.getByText('Your approval was taken').waitFor();
}

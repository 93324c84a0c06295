import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import type { ConsoleWorld } from './console-world.js';
import { WalletPopup } from './wallet-popup.js';
import { statesSeen, watchStates } from './watched-page.js';

const Given = z.looseObject({
  exceptions: z.array(
    z.looseObject({
      personName: z.string(),
      rule: z.string(),
      reason: z.string(),
      ticket: z.string(),
      status: z.string(),
    }),
  ),
});

/** A rule that may be waived is, for one transfer, by the signatures of two officers. */
export function exceptionStories(opened: () => ConsoleWorld): void {
  it('story 5: a transfer over a limit goes on once two of compliance have excepted it', async () => {
    const world = opened();
    const { story } = world;
    const safe = story.freshSafe();
    const id = await story.requested(
      { amount: '60', safe, reference: 'Settlement week 31' },
      'needs-exception',
    );
    const path = `/transfers/${id}`;
    // Nor are others offered it who open its sheet by the address.
    const [tessa, ada] = [
      await world.as('Tessa', `${path}?act=except`),
      await world.as('Ada', `${path}?act=except`),
    ];
    await watchStates(tessa);
    for (const page of [tessa, ada]) {
      await page.getByText('waits for 2 of compliance').first().waitFor();
      expect(await page.getByRole('button', { name: 'Except…' }).count()).toBe(0);
      expect(await page.getByRole('dialog').count()).toBe(0);
    }

    const clara = await world.as('Clara', '/exceptions');
    await clara.getByRole('link', { name: 'Except…' }).click();
    await excepted(clara, { name: 'Clara', reason: 'Payroll of the month', ticket: 'CMP-77' });
    await tessa.getByText('Clara excepted eth-per-transfer: “Payroll of the month”, CMP-77').waitFor();
    await clara.getByText('Your answer was taken').waitFor();
    expect(await clara.getByRole('button', { name: 'Except…' }).count()).toBe(0);

    const carlos = await world.as('Carlos', path);
    await carlos.getByRole('button', { name: 'Except…' }).click();
    await excepted(carlos, { name: 'Carlos', reason: 'Payroll, seen by Carlos', ticket: 'CMP-78' });
    await tessa.locator('article .chip', { hasText: 'awaiting-confirmation' }).waitFor();
    await story.confirmed(id, ['Ada', 'Rita']);
    await tessa.locator('article .chip', { hasText: 'relayed' }).waitFor();

    const seen = await statesSeen(tessa);
    expect(seen[0]).toBe('needs-exception');
    expect(seen.filter((state) => ['awaiting-confirmation', 'relayed'].includes(state))).toEqual([
      'awaiting-confirmation',
      'relayed',
    ]);
    expect(Given.parse(await story.show(id)).exceptions).toMatchObject([
      {
        personName: 'Clara',
        rule: 'eth-per-transfer',
        reason: 'Payroll of the month',
        ticket: 'CMP-77',
        status: 'used',
      },
      {
        personName: 'Carlos',
        rule: 'eth-per-transfer',
        reason: 'Payroll, seen by Carlos',
        ticket: 'CMP-78',
        status: 'used',
      },
    ]);
  });
}

/** From the open sheet: the terms, then what is signed of them, signed by the wallet. */
async function excepted(
  page: Page,
  { name, reason, ticket }: { readonly name: string; readonly reason: string; readonly ticket: string },
): Promise<void> {
  const sheet = page.getByRole('dialog');
  const next = sheet.getByRole('button', { name: 'Look at it' });
  await next.click();
  await sheet.getByText('Say why: it is signed.').waitFor();
  await sheet.getByText('Name the ticket: it is signed.').waitFor();
  await sheet.getByLabel('Why').fill(reason);
  await sheet.getByLabel('Ticket').fill(ticket);
  await next.click();
  await sheet.getByText(`${reason}, ${ticket}`).waitFor();
  await sheet.getByText('60 ETH').first().waitFor();
  await WalletPopup.signedBy(
    page,
    () => sheet.getByRole('button', { name: 'Except with wallet' }).click(),
    name,
  );
  await sheet.waitFor({ state: 'detached' });
}

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { sluiceProcess } from '../../../e2e/command-line.js';
import type { ConsoleWorld } from '../console-world.js';
import { OTHER_WALLET, STRANGE_WALLET } from '../other-wallet.js';
import { WalletPopup } from '../wallet-popup.js';

const Installation = z.looseObject({ foundingDigest: z.string(), logKey: z.string() });
const Verified = z.looseObject({
  proven: z.literal(true),
  qr: z.string(),
  request: z.looseObject({
    digests: z.looseObject({ domainHash: z.string(), messageHash: z.string(), eip712Digest: z.string() }),
  }),
});

/** A hash as a page shows it, by its name; it may be folded. */
async function hexOf(page: Page, name: string): Promise<string> {
  const shown = page.getByRole('img', { name: new RegExp(`^${name} 0x`), includeHidden: true });
  const label = (await shown.first().getAttribute('aria-label')) ?? '';
  return label.slice(name.length).replaceAll(' ', '');
}

async function digestsOn(page: Page) {
  const [eip712Digest, domainHash, messageHash] = [
    await hexOf(page, 'EIP-712 Digest'),
    await hexOf(page, 'Domain Hash'),
    await hexOf(page, 'Message Hash'),
  ];
  return { eip712Digest, domainHash, messageHash };
}

const signs = (page: Page) => page.getByRole('button', { name: 'Sign with wallet' });

export function signerStories(opened: () => ConsoleWorld): void {
  it('story 13: page, verifier and wallet show an owner the same digests, each by code of its own', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.relayed({ amount: '1500.25', asset: 'usd' });
    const page = await world.as('Otto', `/transfers/${id}/sign`);
    const second = await world.visit(page.context(), `/transfers/${id}/sign`);
    await second.getByRole('button', { name: 'Paste a signature' }).click();
    const folder = mkdtempSync(join(tmpdir(), 'sluice-request-'));
    const file = join(folder, 'signature-request.json');
    await page.getByRole('img', { name: /^SHA-256 of the file/ }).waitFor();
    const button = page.getByRole('button', { name: 'Download' });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    await download.saveAs(file);
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(await hexOf(page, 'SHA-256 of the file')).toBe(`0x${sha256}`);
    const digests = await digestsOn(page);
    const { foundingDigest, logKey } = Installation.parse(
      (await story.person('Otto').get('/v1/installation')).body,
    );
    const roots = ['--founding', foundingDigest, '--log-key', logKey];
    const { out } = await sluiceProcess({}, ['verify', 'request', file, '--json', ...roots]);
    rmSync(folder, { recursive: true });
    const verified = Verified.parse(JSON.parse(out));
    expect(verified.request.digests).toMatchObject(digests);
    expect(
      await page.getByRole('img', { name: `To compare with the verifier: ${verified.qr}` }).count(),
    ).toBe(1);
    const wallet = await WalletPopup.askedBy(page, () => signs(page).click(), 'Otto');
    await wallet.page.getByRole('heading', { name: 'EIP-712 Digest' }).waitFor();
    expect(await digestsOn(wallet.page)).toEqual(digests);
    await wallet.sign();
    await page.getByText('1 of 3. 2 more are needed.').waitFor();
    expect(await page.getByText('Your signature recovers to').innerText()).toContain(digests.eip712Digest);
    // In no tab is a second one asked for.
    for (const tab of [page, second]) {
      await tab.getByText('A second signature of yours is refused').waitFor();
      expect(await signs(tab).count()).toBe(0);
      expect(await tab.getByRole('textbox', { name: /signature/ }).count()).toBe(0);
    }
  });

  it('story 13: a wallet with another account, or on another chain, is told so and asked for nothing', async () => {
    const world = opened();
    const id = await world.story.relayed({ amount: '1', safe: world.story.freshSafe() });
    const context = await world.contextOf('Otto');
    for (const wallet of [OTHER_WALLET, STRANGE_WALLET]) await context.addInitScript(wallet);
    const page = await world.visit(context, `/transfers/${id}/sign`);
    for (const [name, says] of [
      ['Elsewhere', 'The wallet is on chain 1. Here it takes chain 31337.'],
      ['Strange', 'which is no key of yours for this. Choose '],
    ] as const) {
      await page.getByRole('button', { name: `Sign with ${name}` }).click();
      await page.getByText(says).waitFor();
    }
    const asked = z.array(z.string()).parse(await page.evaluate('window.askedOfOther'));
    expect([...new Set(asked)]).toEqual(['eth_requestAccounts', 'eth_chainId']);
    expect(await world.story.show(id)).toMatchObject({ state: 'relayed', ownerSignatures: [] });
  });

  it('story 13: a signature over another hash freezes the Safe, and every open page says so', async () => {
    const world = opened();
    const { story } = world;
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    const [page, ...others] = await Promise.all(
      (
        [
          ['Otto', `/transfers/${id}/sign`],
          ['Omar', `/transfers/${id}/sign`],
          ['Ada', `/transfers/${id}`],
          ['Tessa', '/'],
          ['Audrey', '/limits'],
        ] as const
      ).map(([name, path]) => world.as(name, path)),
    );
    if (!page) throw new Error('nobody has a page');
    await page.getByRole('button', { name: 'Paste a signature' }).click();
    const field = page.getByRole('textbox', { name: 'Your signature over this digest' });
    const bring = page.getByRole('button', { name: 'Verify and bring it' });
    await field.fill('0x1234');
    await bring.click();
    await page.getByText('A signature is 0x and 130 digits').waitFor();
    await field.fill(await story.ownerAccount('Otto').sign({ hash: `0x${'12'.repeat(32)}` }));
    await bring.click();
    await page.getByText('This is no signature of yours over this digest').waitFor();
    // Nothing was sent: one that was copied by mistake is no alarm.
    expect(await story.freeze(safe)).toBeNull();
    await page.getByRole('button', { name: 'My device signed it: bring it' }).click();
    for (const each of [page, ...others]) {
      const strip = each.locator('header').getByText(/ is frozen by /);
      await strip.waitFor();
      expect(await strip.innerText()).toContain('another hash was signed, or by another key');
    }
    for (const each of [page, ...others.slice(0, 1)]) {
      await each.getByRole('heading', { name: 'Sign nothing now' }).waitFor();
      expect(await signs(each).count()).toBe(0);
    }
    expect(await story.freeze(safe)).toBe('SIG_MISMATCH');
    expect(await story.show(id)).toMatchObject({ state: 'relayed', ownerSignatures: [] });
  });
}

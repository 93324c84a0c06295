import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core';
import { z } from 'zod';
import type { Json } from '../../../src/domain/values/canonical-json.js';
import { sandboxChainId } from '../../../sandbox/anvil.js';
import { wireTime } from '../../../sandbox/founding.js';
import { mnemonicAccount } from '../../../sandbox/mnemonic.js';
import { playTransfer } from '../../../sandbox/play.js';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.js';
import { made } from '../../e2e/answers.js';
import { until } from '../../e2e/until.js';
import { installedBrowser } from '../installed.js';

const MONTH_MS = 30 * 86_400_000;

const Made = z.looseObject({ id: z.string() });
const State = z.looseObject({ state: z.string() });

/** A sandbox of its own in which something goes on, and a browser to see it by. */
export class ShownSandbox {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly browser: Browser,
    private readonly folder: string,
    /** A transfer that waits for people, and one that a rule holds. */
    readonly asked: string,
    readonly held: string,
  ) {}

  /** With further arguments for the browser. */
  static async open(say: (line: string) => void, args: readonly string[] = []): Promise<ShownSandbox> {
    const options = await installedBrowser();
    if (!options) throw new Error('there is no browser on this machine');
    const folder = mkdtempSync(join(tmpdir(), 'sluice-shown-'));
    const sandbox = await startSandbox({ dataFolder: folder, safes: ['Cold 1', 'Cold 2'], progress: say });
    await playTransfer(sandbox, say);
    const [asked, held] = [
      await requested(sandbox, { amount: '2.5', reference: 'Refill, ticket 4711' }),
      await requested(sandbox, { amount: '80', reference: 'A large one, ticket 4712' }, 1),
    ];
    await until(`${asked} to wait for people`, async () => {
      const { body } = await sandbox.person('Ada').get(`/v1/transfers/${asked}`);
      return State.parse(body).state === 'awaiting-confirmation';
    });
    return new ShownSandbox(
      sandbox,
      await chromium.launch({ ...options, args: [...(options.args ?? []), ...args] }),
      folder,
      asked,
      held,
    );
  }

  /** A page of somebody who is signed in, with nothing kept from before. */
  async page(name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ reducedMotion: 'reduce', ...options });
    const [cookie = '', value = ''] = this.sandbox.person(name).cookie.split('=');
    await context.addCookies([{ name: cookie, value, url: this.origin }]);
    return context.newPage();
  }

  /** Proposes an entry of the address book, and a policy that lets more through in a day. */
  async proposeChanges(): Promise<void> {
    const { founding, person } = this.sandbox;
    const assetId = founding.assets.find(({ kind }) => kind === 'native')?.id ?? '';
    const entry = {
      ...{ chainId: sandboxChainId, address: mnemonicAccount(31).address, label: 'Exchange 1' },
      ...{ owner: 'Treasury', assetIds: [assetId], limits: [{ assetId, maxPerTransfer: '5' }] },
      ...{ canary: [{ assetId, max: '1' }], lookalikes: [], expiresAt: wireTime(Date.now() + MONTH_MS) },
      control: { kind: 'none', reason: 'a deposit address' },
    };
    made(await person('Tessa').changes.propose({ kind: 'destination', content: entry }));
    const rules = founding.policy.rules.map((rule) =>
      rule.id === 'eth-per-day' ? { ...rule, max: '300' } : rule,
    );
    const content = JSON.parse(JSON.stringify({ ...founding.policy, rules })) as Json;
    made(await person('Clara').changes.propose({ kind: 'policy', subject: 'policy', content }));
  }

  /** An owner signs another amount than was cleared: a finding, and its Safe is frozen. */
  async signOtherwise(): Promise<void> {
    const { person } = this.sandbox;
    const id = await requested(this.sandbox, { amount: '3', reference: 'Refill, ticket 4713' }, 1);
    await person('Ada').until(id, ['awaiting-confirmation']);
    made(await person('Ada').confirm(id));
    await person('Ada').until(id, ['relayed']);
    await person('Omar').signAsOwner(id, (typedData) => ({
      ...typedData,
      message: { ...typedData.message, value: '30000000000000000000' },
    }));
  }

  get origin(): string {
    return this.sandbox.gateway.origin;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.sandbox.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function requested(
  { founding, person }: Sandbox,
  wish: { readonly amount: string; readonly reference: string },
  safe = 0,
): Promise<string> {
  const [asset, destination] = [
    founding.assets.find(({ kind }) => kind === 'native'),
    founding.destinations[0],
  ];
  const from = founding.safes[safe];
  if (!asset || !destination || !from) throw new Error('the sandbox lacks what a transfer needs');
  const { body } = await person('Tessa').requestTransfer({
    ...{ ...wish, safe: from.id, asset: asset.id, destination: destination.id },
  });
  return Made.parse(body).id;
}

/** Until nothing is awaited any more. */
export async function isWhole(page: Page): Promise<void> {
  await page.locator('h1').last().waitFor();
  await until('nothing to be awaited', async () => (await page.locator('[aria-busy="true"]').count()) === 0);
}

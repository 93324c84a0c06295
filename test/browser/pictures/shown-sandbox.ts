import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core';
import { z } from 'zod';
import { playTransfer } from '../../../sandbox/play.js';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.js';
import { until } from '../../e2e/until.js';
import { installedBrowser } from '../installed.js';

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

  static async open(say: (line: string) => void): Promise<ShownSandbox> {
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
    return new ShownSandbox(sandbox, await chromium.launch(options), folder, asked, held);
  }

  /** A page of somebody who is signed in, with nothing kept from before. */
  async page(name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ reducedMotion: 'reduce', ...options });
    const [cookie = '', value = ''] = this.sandbox.person(name).cookie.split('=');
    await context.addCookies([{ name: cookie, value, url: this.origin }]);
    return context.newPage();
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

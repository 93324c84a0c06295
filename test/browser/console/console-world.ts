import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Founding } from '../../../sandbox/founding.js';
import { type WalletServer, startWallet } from '../../../sandbox/wallet-server.js';
import { openStory } from '../../e2e/story.js';
import type { StorySteps } from '../../e2e/story-steps.js';
import { launched, newPage } from '../chromium.js';
import { Quiet } from './quiet.js';

/** What waits a day in the sandbox. */
const DELAY_SECONDS = 2;

interface VisitorOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly timezoneId?: string;
  readonly hasClock?: boolean;
}

interface WorldOptions {
  readonly safes?: number;
  /** Changes the founding document; its delays are short in any case. */
  readonly founding?: (document: Founding) => Founding;
}

/** The console of a Sluice of its own, with the sandbox's wallet, and one browser in which everybody has a context. */
export class ConsoleWorld {
  readonly #contexts: BrowserContext[] = [];

  private constructor(
    readonly story: StorySteps,
    /** Where the sandbox's wallet is. */
    readonly walletOrigin: string,
    private readonly parts: {
      readonly browser: Browser;
      readonly wallet: WalletServer;
      readonly quiet: Quiet;
    },
  ) {}

  static async open({ safes = 1, founding = asItIs }: WorldOptions = {}): Promise<ConsoleWorld> {
    let wallet: WalletServer | undefined;
    const [browser, story] = await Promise.all([
      launched(),
      openStory({
        safes,
        founding: (document) => hurried(founding(document)),
        settings: async (origin) => {
          wallet = await startWallet(origin);
          return { SANDBOX_WALLET: wallet.origin };
        },
      }),
    ]);
    if (!wallet) throw new Error('a story asks for its settings');
    const quiet = new Quiet([story.origin, wallet.origin]);
    return new ConsoleWorld(story, wallet.origin, { browser, wallet, quiet });
  }

  get origin(): string {
    return this.story.origin;
  }

  /** A context in which nobody is signed in. */
  async visitor({ hasClock = false, ...shown }: VisitorOptions = {}): Promise<BrowserContext> {
    const context = await this.parts.browser.newContext({ reducedMotion: 'reduce', ...shown });
    this.#contexts.push(context);
    await this.parts.quiet.watch(context);
    // Time goes on as it does, and a test can let more of it pass.
    if (hasClock) await context.clock.install();
    return context;
  }

  /** A page of somebody who is signed in already. */
  async as(name: string, path: string, options: VisitorOptions = {}): Promise<Page> {
    return this.visit(await this.contextOf(name, options), path);
  }

  /** A context of somebody who is signed in already, by the session that they have at the API. */
  async contextOf(name: string, options: VisitorOptions = {}): Promise<BrowserContext> {
    const context = await this.visitor(options);
    const [cookie = '', value = ''] = this.story.person(name).cookie.split('=');
    await context.addCookies([{ name: cookie, value, url: this.origin, httpOnly: true, sameSite: 'Strict' }]);
    return context;
  }

  async visit(context: BrowserContext, path: string): Promise<Page> {
    const page = await newPage(context);
    await page.goto(`${this.origin}${path}`);
    return page;
  }

  /** What this test has the browser complain about on purpose. */
  expectComplaint(complaint: RegExp): void {
    this.parts.quiet.expect(complaint);
  }

  /** At the end of every test: closes what it opened. @throws Error of everything that a browser complained about */
  async endTest(): Promise<void> {
    await Promise.all(
      this.#contexts.splice(0).map(async (context) => {
        await context.unrouteAll({ behavior: 'ignoreErrors' });
        await context.close();
      }),
    );
    this.parts.quiet.require();
  }

  async close(): Promise<void> {
    await this.parts.browser.close();
    await this.story.close();
    await this.parts.wallet.stop();
  }
}

function asItIs(founding: Founding): Founding {
  return founding;
}

function hurried(founding: Founding): Founding {
  const text = JSON.stringify(founding).replaceAll(
    /"(delaySeconds|coolingOffSeconds)":86400/g,
    `"$1":${String(DELAY_SECONDS)}`,
  );
  return JSON.parse(text) as Founding;
}

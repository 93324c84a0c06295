import type { Page, Request } from 'playwright-core';
import { until } from '../e2e/until.js';

/** What a page has asked for and not got yet. */
export class Traffic {
  readonly #pending = new Set<Request>();

  constructor(private readonly page: Page) {
    page.on('request', (request) => {
      // The stream of events never ends.
      if (new URL(request.url()).pathname !== '/v1/events') this.#pending.add(request);
    });
    const ended = (request: Request): void => void this.#pending.delete(request);
    page.on('requestfinished', ended);
    page.on('requestfailed', ended);
  }

  /** Until nothing is awaited, and what has come is shown and asks for nothing else. */
  async quiet(): Promise<void> {
    await until('a page to have all that it asks for', async () => {
      if (this.#pending.size > 0) return false;
      await this.page.evaluate(SHOWN);
      return this.#pending.size === 0 && (await this.page.locator('[aria-busy="true"]').count()) === 0;
    });
  }
}

const SHOWN =
  'new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(shown))))';

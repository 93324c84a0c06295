import type { Page } from 'playwright-core';

interface Answered {
  readonly pathname: string;
  readonly text: string;
}

/** Everything that a page has received of the gateway's answers, and of its stream of events. */
export class NetworkHeard {
  readonly #bodies: Promise<Answered>[] = [];
  readonly #events: string[] = [];

  private constructor(private readonly page: Page) {}

  /** From now on: before the page asks for anything. */
  static async by(page: Page): Promise<NetworkHeard> {
    const heard = new NetworkHeard(page);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Network.enable');
    // An answer that never ends has no body to ask for.
    cdp.on('Network.eventSourceMessageReceived', ({ data }) => heard.#events.push(data));
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (!pathname.startsWith('/v1/') || pathname === '/v1/events') return;
      heard.#bodies.push(response.text().then((body) => ({ pathname, text: `${response.url()}\n${body}` })));
    });
    return heard;
  }

  /** How many answers and events have come. */
  get count(): { readonly answers: number; readonly events: number } {
    return { answers: this.#bodies.length, events: this.#events.length };
  }

  /** Where something was told to it: in which answer or event. One route may tell it. */
  async told(what: RegExp, except: string): Promise<readonly string[]> {
    const answers = await Promise.all(this.#bodies);
    const others = answers.filter(({ pathname }) => pathname !== except);
    return found(what, [...others.map(({ text }) => text), ...this.#events]);
  }

  /** Where something stands in the page itself, hidden or not: its markup, fields, address and storage. */
  async shown(what: RegExp): Promise<readonly string[]> {
    return found(
      what,
      await this.page.evaluate<readonly string[]>(`[
        location.href, document.title, JSON.stringify(history.state),
        JSON.stringify({ ...localStorage, ...sessionStorage }), document.documentElement.outerHTML,
        ...[...document.querySelectorAll('input, textarea')].map(({ value }) => value),
      ]`),
    );
  }
}

const AROUND = 60;

function found(what: RegExp, texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => {
    const at = what.exec(text)?.index;
    if (at === undefined) return [];
    return [`${text.slice(0, AROUND)}: …${text.slice(Math.max(0, at - AROUND), at + AROUND)}…`];
  });
}

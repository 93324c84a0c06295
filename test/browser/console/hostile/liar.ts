import type { BrowserContext, Page, Request, Route } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../../e2e/until.js';
import type { ConsoleWorld } from '../console-world.js';

type Body = Record<string, unknown>;

/** An answer that is changed on its way: which, and what becomes of it. */
export interface Lie {
  readonly of: RegExp;
  readonly becomes: (body: Body) => unknown;
}

/** What comes instead of an answer. */
export interface Broken {
  readonly of: RegExp;
  readonly status: number;
  readonly body: string;
}

/** It is asked by a body, and does nothing. */
const QUESTION = '/v1/policies/evaluate';

const Whole = z.record(z.string(), z.unknown());

/** Stands between the gateway and a browser: it changes answers as it is told, and keeps which acts it was sent. */
export class Liar {
  lies: readonly Lie[] = [];
  broken: Broken | null = null;
  /** The time that answers are said to be of; null for the gateway's own. */
  date: Date | null = null;
  /** Every act that a page sent, by method and path. */
  readonly acts: string[] = [];
  /** How often some lie was told. */
  told = 0;
  #open = 0;

  private constructor() {}

  static async before(context: BrowserContext, origin: string): Promise<Liar> {
    const liar = new Liar();
    const isApi = (url: URL): boolean => url.origin === origin && url.pathname.startsWith('/v1/');
    const count = (by: number) => (request: Request) => {
      if (isApi(new URL(request.url())) && isAsked(request)) liar.#open += by;
    };
    context.on('request', count(1));
    for (const ended of ['requestfinished', 'requestfailed'] as const) context.on(ended as never, count(-1));
    await context.route(isApi, (route) => liar.#answer(route));
    return liar;
  }

  /** A page of somebody's, between whom and the gateway it stands. */
  static async beforePage(
    world: ConsoleWorld,
    name: string,
    path: string,
  ): Promise<{ page: Page; liar: Liar }> {
    const context = await world.contextOf(name);
    const liar = await Liar.before(context, world.origin);
    const page = await world.visit(context, path);
    await liar.settled(page);
    return { page, liar };
  }

  /** Until the page is live, and has everything that it asks for by itself. */
  async settled(page: Page): Promise<void> {
    await page.getByRole('status').filter({ hasText: /^live/ }).waitFor();
    let calm = 0;
    await until('a page that asks for nothing', async () => {
      // What is passed on is over a moment before the page has taken it, and asks for what follows from it.
      await page.evaluate('new Promise((done) => requestIdleCallback(done))');
      calm = this.#open === 0 ? calm + 1 : 0;
      return calm > 2;
    });
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    if (request.method() !== 'GET' && pathname !== QUESTION)
      this.acts.push(`${request.method()} ${pathname}`);
    const { broken } = this;
    if (broken?.of.test(pathname) === true && isAsked(request)) {
      await route.fulfill({ status: broken.status, body: broken.body, contentType: 'application/json' });
      return;
    }
    const lies = this.lies.filter(({ of }) => isAsked(request) && of.test(`${pathname}${search}`));
    if (lies.length === 0 && this.date === null) {
      await route.continue();
      return;
    }
    if (!isAsked(request)) {
      await route.continue();
      return;
    }
    const response = await route.fetch();
    const headers = { ...response.headers(), ...(this.date && { date: this.date.toUTCString() }) };
    let body: unknown = await response.json();
    for (const { becomes } of lies) body = becomes(Whole.parse(body));
    this.told += 1;
    await route.fulfill({ response, headers, json: body });
  }
}

/** The stream of events never ends, so it can only be passed on. */
function isAsked(request: Request): boolean {
  return request.resourceType() !== 'eventsource' && ['GET', 'POST'].includes(request.method());
}

/** An answer with one member changed, by its path: `evidence.cleared.words`. */
export function changed(path: string, to: unknown): (body: Body) => Body {
  const names = path.split('.');
  const within = (value: unknown, at: number): unknown => {
    const name = names[at];
    if (name === undefined) return typeof to === 'function' ? (to as (was: unknown) => unknown)(value) : to;
    if (Array.isArray(value))
      return value.map((each: unknown, index) => (String(index) === name ? within(each, at + 1) : each));
    const members = Whole.parse(value);
    if (!(name in members)) throw new Error(`${path} is not there: ${Object.keys(members).join(', ')}`);
    return { ...members, [name]: within(members[name], at + 1) };
  };
  return (body) => Whole.parse(within(body, 0));
}

/** Windows that a page has opened since: a wallet is one. */
export function openedBy(page: Page): () => number {
  let count = 0;
  page.on('popup', () => (count += 1));
  return () => count;
}

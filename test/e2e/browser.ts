import { createSiweMessage } from 'viem/siwe';
import { z } from 'zod';
import { sandboxChainId } from '../../sandbox/anvil.js';
import { fetchOnce } from '../../sandbox/fetch-once.js';
import type { StorySteps } from './story-steps.js';

export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One person's session, seen from below: every header of the request and of the answer. */
export class Browser {
  #cookie = '';

  private constructor(private readonly story: StorySteps) {}

  static async of(story: StorySteps, name: string): Promise<Browser> {
    const browser = new Browser(story);
    const { body } = await browser.post('/v1/sessions/nonce', '{}');
    const account = story.account(name);
    const message = createSiweMessage({
      domain: new URL(story.origin).host,
      address: account.address,
      uri: story.origin,
      version: '1',
      chainId: sandboxChainId,
      nonce: z.string().parse(body['nonce']),
      issuedAt: new Date(),
      expirationTime: new Date(Date.now() + 300_000),
    });
    const signature = await account.signMessage({ message });
    const { status } = await browser.post('/v1/sessions', JSON.stringify({ message, signature }));
    if (status !== 201) throw new Error(`${name} could not sign in`);
    return browser;
  }

  /** What it sends with every request. */
  get cookie(): string {
    return this.#cookie;
  }

  async post(path: string, body: string, headers: Record<string, string> = {}): Promise<Received> {
    const response = await fetchOnce(`${this.story.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.#cookie, ...headers },
      body,
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';', 1)[0] ?? '';
    const received = z.record(z.string(), z.unknown()).parse(await response.json());
    return { status: response.status, headers: response.headers, body: received };
  }
}

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { withPerson } from '../builders/founding.js';
import { TestOpenIdProvider } from '../http/openid-provider.js';
import { refusalOf } from '../e2e/answers.js';
import { openStory } from '../e2e/story.js';
import type { StorySteps } from '../e2e/story-steps.js';
import { describeInBrowser, launched, newPage, scripted } from './chromium.js';

let story: StorySteps;
let provider: TestOpenIdProvider;
let chrome: Browser;
let page: Page;

const Reply = z.object({ status: z.int(), body: z.record(z.string(), z.unknown()) });
type Reply = z.output<typeof Reply>;

beforeAll(async () => {
  story = await openStory({
    settings: async (origin) => {
      provider = await TestOpenIdProvider.start(origin);
      // Whoever leaves a page by its own button comes from its site, and not from where they were before.
      provider.hasPage = true;
      return provider.settings;
    },
    founding: (document) =>
      withPerson(document, 'Ada', { accounts: [{ issuer: provider.issuer, subject: 'ada@desk' }] }),
  });
  chrome = await launched();
  page = await newPage(await scripted(chrome));
});

afterAll(async () => {
  await chrome.close();
  await story.close();
  await provider.stop();
});

/** Goes to a path of Sluice's by a link on a page elsewhere; the status that it is answered with. */
async function follow(from: string, path: string): Promise<number> {
  const url = `${story.origin}${path}`;
  await page.goto(from);
  const [response] = await Promise.all([
    page.waitForResponse((each) => each.url() === url),
    page.waitForURL(url),
    page.evaluate(`location.href = ${JSON.stringify(url)}`),
  ]);
  return response.status();
}

/** A request of the page itself, with its cookies. */
async function send(path: string, body?: unknown): Promise<Reply> {
  const given = JSON.stringify({ path, body: body === undefined ? undefined : JSON.stringify(body) });
  return Reply.parse(
    await page.evaluate(`(async ({ path, body }) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
      const answer = await fetch(path, body === undefined ? {} : { method: 'POST', headers, body });
      return { status: answer.status, body: await answer.json() };
    })(${given})`),
  );
}

describeInBrowser('a real browser', () => {
  it('has the strict session cookie after the way over the provider, and no page can read it', async () => {
    await page.goto(`${story.origin}/`);
    expect((await send('/v1/sessions/current')).status).toBe(401);
    await page.goto(`${story.origin}/transfers?state=settled`);
    await page.getByRole('link', { name: 'With your company account' }).click();
    const visited: Promise<readonly [string, string, boolean]>[] = [];
    page.on('request', (request) => {
      if (!request.isNavigationRequest()) return;
      const { pathname } = new URL(request.url());
      const noted = request.allHeaders().then((headers) => {
        const hasSession = (headers['cookie'] ?? '').includes('sluice_session=');
        return [pathname, headers['sec-fetch-site'] ?? '', hasSession] as const;
      });
      visited.push(noted);
    });
    await page.click('button');
    await page.waitForURL(`${story.origin}/transfers?state=settled`);
    // The callback opens the session; the page that it answers with is what takes it along first.
    expect((await Promise.all(visited)).slice(-2)).toEqual([
      ['/v1/sessions/oidc/callback', 'cross-site', false],
      ['/transfers', 'same-origin', true],
    ]);
    await page.waitForLoadState();
    expect(await send('/v1/sessions/current')).toMatchObject({
      status: 200,
      body: { kind: 'person', id: story.personId('Ada') },
    });
    const cookies = await page.context().cookies(story.origin);
    expect(cookies).toMatchObject([
      { name: 'sluice_session', httpOnly: true, sameSite: 'Strict', path: '/', domain: 'localhost' },
    ]);
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('H07: comes from a link on another site without the session, and cannot begin a sign-in from there', async () => {
    const elsewhere = `${provider.issuer}/.well-known/openid-configuration`;
    expect(await follow(elsewhere, '/v1/sessions/current')).toBe(401);
    expect(await follow(elsewhere, '/v1/sessions/oidc')).toBe(403);
    await page.goto(`${story.origin}/`);
    expect((await send('/v1/sessions/current')).status).toBe(200);
  });
});

describeInBrowser('the page of the API', () => {
  it('shows the operations, and has no way to the API with the session of whoever looks at it', async () => {
    const context = await chrome.newContext();
    await context.addCookies(await page.context().cookies(story.origin));
    const docs = await newPage(context);
    const failed: string[] = [];
    docs.on('console', (each) => {
      if (each.type() === 'error') failed.push(each.text());
    });
    await docs.goto(`${story.origin}/docs`);
    await docs.waitForSelector('#operations-transfers-listTransfers');
    expect(await docs.locator('.opblock').count()).toBeGreaterThan(80);
    expect(failed).toEqual([]);
    expect(await docs.evaluate('self.origin')).toBe('null');
    const asked = `fetch(${JSON.stringify(`${story.origin}/v1/sessions/current`)}, { credentials: 'include' })`;
    expect(await docs.evaluate(`${asked}.then(({ status }) => status, () => 'stopped')`)).toBe('stopped');
    await docs.goto(`${story.origin}/v1/sessions/current`);
    expect(await docs.textContent('body')).toContain(story.personId('Ada'));
    await context.close();
  });
});

describeInBrowser('the session that it got', () => {
  it('invariant 8: approves nothing: each answer needs its own signature by an enrolled key', async () => {
    expect(await send('/v1/sessions')).toMatchObject({
      body: { data: [{ method: 'openid', isCurrent: true }, { method: 'wallet' }] },
    });
    const id = await story.awaiting({ amount: '1' });
    const path = `/v1/transfers/${id}/confirmations`;
    const answer = { decision: 'confirm', revision: 1 };
    expect(refusalOf(await send(path, answer))).toEqual([422, 'BODY_SCHEMA', '/signature']);
    const random = `0x${'11'.repeat(64)}1b`;
    const binding = [422, 'APPROVAL_BINDING', '/signature'];
    expect(refusalOf(await send(path, { ...answer, signature: random }))).toEqual(binding);

    const Statement = z.object({ confirm: z.looseObject({ digest: z.string() }) });
    const shown = await send(`/v1/transfers/${id}/clearance`);
    const hash = Statement.parse(shown.body).confirm.digest as `0x${string}`;
    const others = await story.account('Amos').sign({ hash });
    expect(refusalOf(await send(path, { ...answer, signature: others }))).toEqual(binding);
    expect(await story.state(id)).toBe('awaiting-confirmation');

    const signature = await story.account('Ada').sign({ hash });
    expect(await send(path, { ...answer, signature })).toMatchObject({ status: 201 });
    await story.until(id, 'relayed');
  });
});

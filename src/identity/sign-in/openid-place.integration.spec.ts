import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { IdentityWorld, ORIGIN } from '../../../test/http/identity-world.js';
import { begin, follow } from '../../../test/http/openid-browser.js';
import { TestOpenIdProvider } from '../../../test/http/openid-provider.js';
import { type FreshDatabase, freshDatabase } from '../../../test/world.js';

let fresh: FreshDatabase;
let provider: TestOpenIdProvider;
let world: IdentityWorld;

beforeAll(async () => {
  fresh = await freshDatabase();
  provider = await TestOpenIdProvider.start(ORIGIN);
  world = await IdentityWorld.open(fresh.url, provider.settings);
  const accounts = [{ issuer: provider.issuer, subject: provider.account }];
  await world.enrol(['operator'], { accounts });
});

afterAll(async () => {
  await world.app.close();
  await provider.stop();
  await fresh.drop();
});

describe('the page after a sign-in by the OpenID provider', () => {
  it('is where its browser was', async () => {
    const agent = world.browser();
    const back = `/transfers?state=settled&q="a"`.replaceAll('"', '%22');
    const { text } = await follow(agent, await provider.visit((await begin(agent, { back })).href)).expect(
      200,
    );
    const href = '/transfers?state=settled&amp;q=%22a%22';
    expect(text).toContain(`content="0;url=${href}"`);
    expect(text).toContain(`<a href="${href}">`);
    expect((await agent.get('/v1/sessions/current')).status).toBe(200);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/..//evil.example',
    '/"><script>',
    '/v1/sessions/oidc',
    '',
  ])('is home, and nothing else, where the place is %j', async (back) => {
    const agent = world.browser();
    const { text } = await follow(agent, await provider.visit((await begin(agent, { back })).href)).expect(
      200,
    );
    expect(text.match(/(?:url=|href=")[^"]*/g)).toEqual(['url=/', 'href="/']);
  });

  it('is home where the cookie was told another meanwhile', async () => {
    const started = await world.browser().get('/v1/sessions/oidc').query({ back: '/limits' }).expect(302);
    const [cookie] = z.array(z.string()).parse(started.headers['set-cookie']);
    const handle = /^sluice_openid=([\w-]{43})\.[\w-]+;/.exec(cookie ?? '')?.[1] ?? '';
    const told = `${handle}.${Buffer.from('//evil.example').toString('base64url')}`;
    const url = await provider.visit(started.headers['location'] ?? '');
    const { text } = await follow(world.browser(), url).set('Cookie', `sluice_openid=${told}`).expect(200);
    expect(text).toContain('content="0;url=/"');
  });
});

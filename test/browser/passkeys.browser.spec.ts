import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { challengeOf } from '../../src/domain/signatures/base64url.js';
import {
  type AssertionOptions,
  assertionOptions,
  registrationOptions,
} from '../../src/domain/signatures/ceremony.js';
import { credentialFrom } from '../../src/domain/signatures/webauthn.js';
import { claimPort } from '../../sandbox/ports.js';
import { IdentityWorld, type Member } from '../http/identity-world.js';
import { type FreshDatabase, freshDatabase } from '../world.js';
import { RealBrowser, describeInBrowser } from './chromium.js';

let fresh: FreshDatabase;
let world: IdentityWorld;
let browser: RealBrowser;
let ada: Member;

const refusal = { code: 'SIGN_IN_FAILED' };
const random = (): string => randomBytes(16).toString('base64url');

beforeAll(async () => {
  fresh = await freshDatabase();
  const port = await claimPort(undefined, 'the API');
  const origin = `http://localhost:${String(port)}`;
  world = await IdentityWorld.open(fresh.url, {}, origin);
  await world.app.listen(port, '127.0.0.1');
  browser = await RealBrowser.at(`${origin}/health/live`);
  ada = await world.enrol(['operator']);
  await enrol(origin);
});

afterAll(async () => {
  await browser.close();
  await world.app.close();
  await fresh.drop();
});

/** Ada's browser makes a passkey, which then signs its own enrolment: real bytes, verified as the register is read. */
async function enrol(origin: string): Promise<void> {
  const given = { challenge: random(), rpId: 'localhost' };
  const registration = await browser.create(registrationOptions(given, { id: random(), name: 'Ada' }));
  const { id, ...material } = await credentialFrom(registration, { ...given, origin });
  const content = {
    kind: 'passkey',
    personId: ada.id,
    invitedBy: null,
    purpose: 'confirmation',
    credentialId: id,
    ...material,
  };
  await world.governance.change('key', id, content, {
    id: ada.id,
    sign: (digest) => browser.get(assertionOptions(challengeOf(digest), 'localhost')),
  });
}

/** As the page signs in: with what the server gives it. */
async function signIn() {
  const { body } = await browser.fetch('/v1/sessions/passkey/options', {});
  const signature = await browser.get(body as unknown as AssertionOptions);
  return browser.fetch('/v1/sessions/passkey', { signature });
}

describeInBrowser('a real browser', () => {
  it('makes a passkey that is taken, and signs in with it', async () => {
    expect(await signIn()).toMatchObject({ status: 201, body: { person: { id: ada.id } } });
    expect(await browser.fetch('/v1/sessions/current')).toMatchObject({ status: 200, body: { id: ada.id } });
    const { keys } = z
      .looseObject({ keys: z.array(z.looseObject({ kind: z.string() })) })
      .parse((await signIn()).body['person']);
    expect(keys.map(({ kind }) => kind)).toContain('passkey');
  });

  it('does not sign in without the authenticator having verified its user', async () => {
    await browser.verifyUser(false);
    await expect(signIn()).rejects.toThrow('NotAllowedError');
    // A page that does not ask for it gets an assertion, which is refused.
    const { body } = await browser.fetch('/v1/sessions/passkey/options', {});
    const lax = { ...body, userVerification: 'discouraged' } as unknown as AssertionOptions;
    const reply = await browser.fetch('/v1/sessions/passkey', { signature: await browser.get(lax) });
    expect(reply).toMatchObject({ status: 401, body: refusal });
    await browser.verifyUser(true);
    expect((await signIn()).status).toBe(201);
  });

  it('is not let in with a copy of the authenticator', async () => {
    expect((await signIn()).status).toBe(201);
    await browser.copyAuthenticator();
    expect(await signIn()).toMatchObject({ status: 401, body: refusal });
    expect((await world.logged('session.refused')).at(-1)?.detail).toMatchObject({ reason: 'counter' });
  });
});

import { describe } from '@jest/globals';
import { type Browser, type BrowserContext, type CDPSession, type Page, chromium } from 'playwright-core';
import { z } from 'zod';
import type { Assertion } from '../../src/domain/signatures/assertion.js';
import type { AssertionOptions, RegistrationOptions } from '../../src/domain/signatures/ceremony.js';
import type { Registration } from '../../src/domain/signatures/webauthn.js';
import { installedBrowser } from './installed.js';

const browser = await installedBrowser();

/** Against a hang: a browser is slow on a busy machine. */
const PATIENCE_MS = 120_000;

const Made = z.looseObject({
  id: z.string(),
  response: z.looseObject({ attestationObject: z.string(), clientDataJSON: z.string() }),
});
const Asserted = z.looseObject({
  id: z.string(),
  response: z.looseObject({
    authenticatorData: z.string(),
    clientDataJSON: z.string(),
    signature: z.string(),
  }),
});
const Added = z.object({ authenticatorId: z.string() });
const Reply = z.object({ status: z.int(), body: z.looseObject({}) });

/** A group of tests that need a browser: skipped, and counted so, on a machine that has none. */
export function describeInBrowser(name: string, tests: () => void): void {
  (browser ? describe : describe.skip)(name, tests);
}

/** A browser without a window. */
export function launched(): Promise<Browser> {
  return chromium.launch({ ...browser, timeout: PATIENCE_MS });
}

/** Pages whose own policy does not keep a test from sending requests in their name. */
export function scripted(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ bypassCSP: true });
}

export async function newPage(of: BrowserContext): Promise<Page> {
  const page = await of.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/** A real browser on a page of Sluice's own, with an authenticator of Chromium's (CDP, domain WebAuthn). */
export class RealBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
    private readonly cdp: CDPSession,
    private authenticatorId: string,
  ) {}

  static async at(url: string): Promise<RealBrowser> {
    const browser = await launched();
    const page = await newPage(await scripted(browser));
    await page.goto(url);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    return new RealBrowser(browser, page, cdp, await authenticatorIn(cdp));
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  async create(options: RegistrationOptions): Promise<Registration> {
    const made = await this.inPage(
      `const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(given);
       return (await navigator.credentials.create({ publicKey })).toJSON();`,
      options,
    );
    const { id: credentialId, response } = Made.parse(made);
    const { attestationObject, clientDataJSON } = response;
    return { credentialId, attestationObject, clientDataJSON };
  }

  async get(options: AssertionOptions): Promise<Assertion> {
    const asserted = await this.inPage(
      `const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(given);
       return (await navigator.credentials.get({ publicKey })).toJSON();`,
      options,
    );
    const { id: credentialId, response } = Asserted.parse(asserted);
    const { authenticatorData, clientDataJSON, signature } = response;
    return { credentialId, authenticatorData, clientDataJSON, signature };
  }

  /** A request of the page itself, with its cookies. */
  async fetch(path: string, sent?: unknown): Promise<z.output<typeof Reply>> {
    const init = sent === undefined ? {} : { method: 'POST', body: JSON.stringify(sent) };
    const reply = await this.inPage(
      `const headers = { 'content-type': 'application/json' };
       const reply = await fetch(given.path, { ...given.init, headers });
       return { status: reply.status, body: await reply.json() };`,
      { path, init },
    );
    return Reply.parse(reply);
  }

  async verifyUser(isUserVerified: boolean): Promise<void> {
    const { authenticatorId } = this;
    await this.cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  }

  /** Puts another authenticator in its place, with the same keys and the counter set back. */
  async copyAuthenticator(): Promise<void> {
    const { credentials } = await this.cdp.send('WebAuthn.getCredentials', {
      authenticatorId: this.authenticatorId,
    });
    await this.cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.authenticatorId });
    this.authenticatorId = await authenticatorIn(this.cdp);
    for (const credential of credentials) {
      await this.cdp.send('WebAuthn.addCredential', {
        authenticatorId: this.authenticatorId,
        credential: { ...credential, signCount: 0 },
      });
    }
  }

  private inPage(body: string, given: unknown): Promise<unknown> {
    return this.page.evaluate(`(async (given) => { ${body} })(${JSON.stringify(given)})`);
  }
}

async function authenticatorIn(cdp: CDPSession): Promise<string> {
  const options = {
    protocol: 'ctap2' as const,
    transport: 'internal' as const,
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  return Added.parse(await cdp.send('WebAuthn.addVirtualAuthenticator', { options })).authenticatorId;
}

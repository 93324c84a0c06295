import type { Request } from 'express';
import { type Configuration, randomNonce, randomState } from 'openid-client';
import { Strategy } from 'openid-client/passport';
import { z } from 'zod';
import type { OidcAccount } from '../../domain/identity/person.js';
import type { OpenIdTransaction } from './openid-sign-ins.repository.js';

const OPENID_START_PATH = '/v1/sessions/oidc';
const OPENID_CALLBACK_PATH = '/v1/sessions/oidc/callback';

const SESSION_KEY = 'openid';

/** What the strategy keeps in a session between the two requests. */
const Kept = z.object({
  [SESSION_KEY]: z.object({ code_verifier: z.string(), nonce: z.string(), state: z.string() }),
});

/** What a Passport strategy says of a request. */
type Verdict =
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'success'; readonly user: unknown }
  | { readonly kind: 'fail'; readonly reason: string };

const Account = z.object({ issuer: z.string(), subject: z.string().min(1).max(255) });
const Refusal = z.object({ message: z.string() });

/** The provider said no: the person did not sign in there, or may not use Sluice. */
export class OpenIdDenial extends Error {}

/**
 * The authorization code flow with PKCE, state and nonce (OpenID Connect Core 3.1, RFC 7636, RFC 9207), by
 * openid-client's Passport strategy. Its place for state is a session; it gets one that holds this transaction and
 * nothing else, because the browser's own session does not come along when another site sends the browser back.
 */
export class OpenIdCodeFlow {
  private readonly strategy: CodeFlowStrategy;

  constructor(
    configuration: Configuration,
    private readonly origin: string,
  ) {
    const callbackURL = new URL(OPENID_CALLBACK_PATH, origin);
    const options = { config: configuration, sessionKey: SESSION_KEY, callbackURL, scope: 'openid' };
    this.strategy = new CodeFlowStrategy(options, (tokens, verified) => {
      const claims = tokens.claims();
      verified(null, claims ? { issuer: claims.iss, subject: claims.sub } : false);
    });
  }

  /** Where to send the browser, and what its return will be held against. */
  async begin(request: Request): Promise<{ location: string; transaction: OpenIdTransaction }> {
    const session = {};
    const verdict = await this.ask(request, OPENID_START_PATH, session);
    if (verdict.kind !== 'redirect') throw new Error(`the strategy did not redirect: ${verdict.kind}`);
    const { state, nonce, code_verifier: codeVerifier } = Kept.parse(session)[SESSION_KEY];
    return { location: verdict.location, transaction: { state, nonce, codeVerifier } };
  }

  /**
   * Redeems the code that the browser brought, and gives the account that the provider vouches for.
   * @throws OpenIdDenial if the provider denied it, and openid-client's errors for everything that does not fit
   */
  async finish(request: Request, { state, nonce, codeVerifier }: OpenIdTransaction): Promise<OidcAccount> {
    const session = { [SESSION_KEY]: { state, nonce, code_verifier: codeVerifier } };
    const { search } = new URL(request.originalUrl, this.origin);
    const verdict = await this.ask(request, `${OPENID_CALLBACK_PATH}${search}`, session);
    const account = verdict.kind === 'success' ? Account.safeParse(verdict.user).data : undefined;
    if (account) return account;
    throw new OpenIdDenial(verdict.kind === 'fail' ? verdict.reason : 'no usable account');
  }

  /** As Passport runs a strategy, but with the verdict given back: nothing is answered before it is stored. */
  private ask(request: Request, originalUrl: string, session: object): Promise<Verdict> {
    const seen = Object.create(request, {
      session: { value: session },
      originalUrl: { value: originalUrl },
    }) as Request;
    return new Promise((resolve, reject) => {
      const running = Object.assign(Object.create(this.strategy) as CodeFlowStrategy, {
        redirect: (location: string) => {
          resolve({ kind: 'redirect', location });
        },
        success: (user: unknown) => {
          resolve({ kind: 'success', user });
        },
        fail: (challenge?: unknown) => {
          resolve({ kind: 'fail', reason: Refusal.safeParse(challenge).data?.message ?? 'no account' });
        },
        pass: () => {
          reject(new Error('the strategy passed'));
        },
        error: reject,
      });
      running.authenticate(seen, {});
    });
  }
}

class CodeFlowStrategy extends Strategy {
  override authorizationRequestParams(): Record<string, string> {
    return { scope: 'openid', state: randomState(), nonce: randomNonce() };
  }

  /** Only the query of it is read: the address that people see is `callbackURL`, whatever the Host header says. */
  override currentUrl(request: Request): URL {
    return new URL(request.originalUrl, 'http://sluice.invalid');
  }

  override shouldInitiateAuthRequest(_request: Request, { pathname }: URL): boolean {
    return pathname === OPENID_START_PATH;
  }
}

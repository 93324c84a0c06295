import type { Request } from 'express';
import { type Configuration, randomNonce, randomState } from 'openid-client';
import { Strategy } from 'openid-client/passport';
import { z } from 'zod';
import type { OidcAccount } from '../../domain/identity/person.js';
import type { OpenIdTransaction } from './openid-sign-ins.repository.js';

const OPENID_START_PATH = '/v1/sessions/oidc';
const OPENID_CALLBACK_PATH = '/v1/sessions/oidc/callback';

const SESSION_KEY = 'openid';

/** The strategy's session state between the two requests. */
const Kept = z.object({
  [SESSION_KEY]: z.object({ code_verifier: z.string(), nonce: z.string(), state: z.string() }),
});

/** A Passport strategy's verdict on a request. */
type Verdict =
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'success'; readonly user: unknown }
  | { readonly kind: 'fail'; readonly reason: string };

const Account = z.object({ issuer: z.string(), subject: z.string().min(1).max(255) });
const Refusal = z.object({ message: z.string() });

/** The provider refused: the person did not sign in there, or may not use Sluice. */
export class OpenIdDenial extends Error {}

/**
 * The authorization code flow with PKCE, state and nonce (OpenID Connect Core 3.1, RFC 7636, RFC 9207), by
 * openid-client's Passport strategy. The strategy keeps state in a session. It gets one made for this transaction
 * alone, because the browser does not send its session cookie when another site redirects it back.
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

  /** Where to redirect the browser, and the transaction to check its return against. */
  async begin(request: Request): Promise<{ location: string; transaction: OpenIdTransaction }> {
    const session = {};
    const verdict = await this.ask(request, OPENID_START_PATH, session);
    if (verdict.kind !== 'redirect') throw new Error(`the strategy did not redirect: ${verdict.kind}`);
    const { state, nonce, code_verifier: codeVerifier } = Kept.parse(session)[SESSION_KEY];
    return { location: verdict.location, transaction: { state, nonce, codeVerifier } };
  }

  /**
   * Redeems the browser's code for the account that the provider vouches for.
   * @throws OpenIdDenial if the provider refused; openid-client's errors for every mismatch
   */
  async finish(request: Request, { state, nonce, codeVerifier }: OpenIdTransaction): Promise<OidcAccount> {
    const session = { [SESSION_KEY]: { state, nonce, code_verifier: codeVerifier } };
    const { search } = new URL(request.originalUrl, this.origin);
    const verdict = await this.ask(request, `${OPENID_CALLBACK_PATH}${search}`, session);
    const account = verdict.kind === 'success' ? Account.safeParse(verdict.user).data : undefined;
    if (account) return account;
    throw new OpenIdDenial(verdict.kind === 'fail' ? verdict.reason : 'no usable account');
  }

  /** Runs the strategy as Passport does, but returns its verdict, so that it is stored before anything is answered. */
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

  /** Only its query is read. The public address is `callbackURL`, whatever the Host header says. */
  override currentUrl(request: Request): URL {
    return new URL(request.originalUrl, 'http://sluice.invalid');
  }

  override shouldInitiateAuthRequest(_request: Request, { pathname }: URL): boolean {
    return pathname === OPENID_START_PATH;
  }
}

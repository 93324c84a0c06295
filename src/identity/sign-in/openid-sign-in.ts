import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { Config } from '../../config/config.js';
import { DomainError } from '../../domain/errors.js';
import { isActive, type OidcAccount, type Person } from '../../domain/identity/person.js';
import { cookiesNamed, hostCookieName } from '../../infra/http/cookies.js';
import { OpenIdDenial } from './openid-code-flow.js';
import { handleIn } from './openid-place.js';
import { OpenIdProvider } from './openid-provider.js';
import { type OpenIdTransaction, OpenIdSignInsRepository } from './openid-sign-ins.repository.js';
import { PeopleRepository } from '../people.repository.js';
import { RefusedSignIns } from './refused-sign-ins.js';
import { secretHash } from '../secret-hash.js';

export function openIdCookieName(config: Config): string {
  return hostCookieName(config, 'sluice_openid');
}

type Verdict = { readonly person: Person } | { readonly fault: string; readonly account: OidcAccount | null };

const State = z.object({ state: z.string().min(1).max(512) });
const name = z.string().regex(/^[A-Za-z_]{1,64}$/);
const Coded = z.object({ code: name });
/** The provider's error code (RFC 6749, 4.1.2.1 and 5.2). */
const Answered = z.object({ error: name });

/** Errors that are the provider's fault, not the person's: no answer, or none of a provider's form. */
const SILENCE: ReadonlySet<string> = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
]);

/**
 * Sign-in by the OpenID provider. It opens a session only for the person whose record names the account. It enrols
 * nobody, and a session signs nothing.
 */
@Injectable()
export class OpenIdSignIn {
  constructor(
    private readonly config: Config,
    private readonly provider: OpenIdProvider,
    private readonly stored: OpenIdSignInsRepository,
    private readonly people: PeopleRepository,
    private readonly refused: RefusedSignIns,
  ) {}

  /** Where to redirect the browser, and the handle that it must bring back in a separate cookie. */
  async begin(request: Request): Promise<{ location: string; handle: string }> {
    const flow = await this.provider.flow();
    const { location, transaction } = await flow.begin(request);
    const handle = randomBytes(32).toString('base64url');
    await this.stored.forgetExpired();
    await this.stored.insert(secretHash(handle), transaction);
    return { location, handle };
  }

  async verify(request: Request): Promise<Person> {
    const verdict = await this.judge(request);
    if ('person' in verdict) return verdict.person;
    const { fault: reason, account } = verdict;
    const named = account && { issuer: account.issuer, subject: account.subject };
    throw await this.refused.refuse(request.ip ?? 'unknown', { account: named, reason });
  }

  private async judge(request: Request): Promise<Verdict> {
    const issuer = this.provider.demandIssuer();
    const transaction = await this.transactionOf(request);
    if (typeof transaction === 'string') return { fault: transaction, account: null };
    try {
      const account = await (await this.provider.flow()).finish(request, transaction);
      if (account.issuer !== issuer) return { fault: 'issuer', account };
      const person = await this.people.findByAccount(account);
      if (!person) return { fault: 'account not enrolled', account };
      return isActive(person) ? { person } : { fault: 'person removed', account };
    } catch (error) {
      return { fault: faultOf(error), account: null };
    }
  }

  /** The transaction that this browser began with this state, or why there is none. */
  private async transactionOf(request: Request): Promise<OpenIdTransaction | string> {
    const query = State.safeParse(request.query);
    if (!query.success) return 'no state';
    const [cookie, ...others] = cookiesNamed(request, openIdCookieName(this.config));
    // Two cookies of one name: another host of this site has set one.
    if (cookie === undefined || others.length > 0) return 'begun by no browser, or another one';
    return (
      (await this.stored.burn(secretHash(handleIn(cookie)), query.data.state)) ??
      'not begun here, or used, or too late'
    );
  }
}

/** Why openid-client refused, by its error code; its messages quote input from outside. */
function faultOf(error: unknown): string {
  if (error instanceof OpenIdDenial) return 'denied by the provider';
  if (error instanceof DomainError) throw error;
  const code = Coded.safeParse(error).data?.code;
  // A connection error has no protocol code.
  if (code === undefined || SILENCE.has(code)) {
    const options = { cause: error };
    throw new DomainError('OPENID_UNAVAILABLE', 'the OpenID provider did not answer', [], options);
  }
  return [code, Answered.safeParse(error).data?.error].filter(Boolean).join(' ');
}

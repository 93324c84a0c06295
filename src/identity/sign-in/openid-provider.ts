import { Injectable } from '@nestjs/common';
import {
  allowInsecureRequests,
  ClientSecretBasic,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import { Config, type OpenIdClient } from '../../config/config.js';
import { DomainError } from '../../domain/errors.js';
import { OpenIdCodeFlow } from './openid-code-flow.js';

const ANSWER_WITHIN_SECONDS = 5;
const KNOWN_FOR_MS = 60 * 60_000;

/**
 * The OpenID provider of the settings. Its metadata is fetched on first use, so that a provider outage affects neither
 * the start of Sluice nor sign-in by key.
 */
@Injectable()
export class OpenIdProvider {
  private known: { readonly flow: Promise<OpenIdCodeFlow>; readonly since: number } | undefined;

  constructor(private readonly config: Config) {}

  /** @throws DomainError ROUTE_NOT_FOUND if people sign in by their keys only */
  demandIssuer(): string {
    return this.demandClient().issuer;
  }

  flow(): Promise<OpenIdCodeFlow> {
    const client = this.demandClient();
    if (this.known && performance.now() - this.known.since < KNOWN_FOR_MS) return this.known.flow;
    const flow = discover(client).then((found) => new OpenIdCodeFlow(found, this.config.publicOrigin));
    const known = { flow, since: performance.now() };
    this.known = known;
    flow.catch(() => {
      if (this.known === known) this.known = undefined;
    });
    return flow;
  }

  private demandClient(): OpenIdClient {
    if (this.config.openId) return this.config.openId;
    throw new DomainError('ROUTE_NOT_FOUND', 'there is no sign-in by OpenID here');
  }
}

async function discover({ issuer, clientId, clientSecret }: OpenIdClient): Promise<Configuration> {
  const isPlain = issuer.startsWith('http:');
  try {
    const found = await discovery(
      new URL(issuer),
      clientId,
      undefined,
      // The method that every provider supports (RFC 6749, 2.3.1).
      ClientSecretBasic(clientSecret),
      {
        timeout: ANSWER_WITHIN_SECONDS,
        // Verifies the signature of the ID token too, instead of trusting the TLS connection alone.
        // oxlint-disable-next-line typescript/no-deprecated -- marked so to stand out; the settings allow it on loopback only
        execute: isPlain ? [enableNonRepudiationChecks, allowInsecureRequests] : [enableNonRepudiationChecks],
      },
    );
    if (found.serverMetadata().issuer !== issuer) throw new Error('the provider names another issuer');
    return found;
  } catch (cause) {
    throw new DomainError('OPENID_UNAVAILABLE', 'the OpenID provider cannot be asked', [], { cause });
  }
}

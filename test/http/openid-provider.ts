import { type JsonWebKey, generateKeyPairSync, sign } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Adapter, type AdapterPayload, Provider } from 'oidc-provider';

type Claims = Readonly<Record<string, unknown>>;

/** How a token that the provider gives out is changed on its way: what a hostile provider, or a hostile network, can do. */
type Alteration = (claims: Claims, keys: { own: Signer; other: Signer; none: Signer }) => string;
type Signer = (claims: Claims) => string;

const REDIRECT_PATH = '/v1/sessions/oidc/callback';
const KEY_ID = 'test-key';

const PAGE = '<!doctype html><form method="post"><button>Sign in</button></form>';

/** The real oidc-provider on loopback, at which a person signs in as `account`: unasked, or by a button on its page. */
export class TestOpenIdProvider {
  account = 'ada@desk';
  hasPage = false;
  isDenying = false;
  demandsPkce = true;
  alter: Alteration | undefined;
  /** Forms that were posted to its token endpoint. */
  readonly redeemed: URLSearchParams[] = [];

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async start(origin: string): Promise<TestOpenIdProvider> {
    const server = createServer();
    // Who asks ends a connection: one that this end gave up just then would be a provider that cannot be reached.
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const started = new TestOpenIdProvider(server, issuer);
    const provider = started.providerFor(origin);
    const callback = provider.callback();
    server.on('request', (request, response) => {
      if (!request.url?.startsWith('/interaction/')) {
        void callback(request, response);
        return;
      }
      if (started.hasPage && request.method === 'GET') {
        response.setHeader('content-type', 'text/html').end(PAGE);
        return;
      }
      const login = { login: { accountId: started.account } };
      const denial = { error: 'access_denied', error_description: '<b>no</b>' };
      void provider.interactionFinished(request, response, started.isDenying ? denial : login);
    });
    return started;
  }

  /** As it was when it started. */
  reset(): void {
    this.account = 'ada@desk';
    this.hasPage = false;
    this.isDenying = false;
    this.demandsPkce = true;
    this.alter = undefined;
    this.redeemed.length = 0;
  }

  get settings(): Record<string, string> {
    return {
      OIDC_ISSUER: this.issuer,
      OIDC_CLIENT_ID: 'sluice',
      OIDC_CLIENT_SECRET: 'a secret of the client',
    };
  }

  /** A person's browser at the provider, from Sluice's redirect to the address that it is sent back to. */
  async visit(location: string): Promise<URL> {
    const jar = new Map<string, string>();
    let url = new URL(location);
    for (let step = 0; url.origin === this.issuer; step += 1) {
      if (step > 10) throw new Error(`the provider does not let go: ${url.href}`);
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
      for (const set of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        jar.set(name, value);
      }
      const next = response.headers.get('location');
      if (next === null)
        throw new Error(`the provider answered ${String(response.status)}: ${await response.text()}`);
      url = new URL(next, url);
    }
    return url;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private providerFor(origin: string): Provider {
    const [own, other] = [rsaSigner(), rsaSigner()];
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: 'sluice',
          client_secret: 'a secret of the client',
          redirect_uris: [`${origin}${REDIRECT_PATH}`],
        },
      ],
      adapter: memory(),
      ttl: { AccessToken: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
      jwks: { keys: [own.jwk] },
      cookies: { keys: ['for tests'] },
      pkce: { required: () => this.demandsPkce },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
      loadExistingGrant: async ({ oidc }) => {
        const accountId = oidc.session?.accountId ?? '';
        const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId ?? '', accountId });
        grant.addOIDCScope('openid');
        await grant.save();
        return grant;
      },
    });
    provider.use(async (context, next) => {
      await next();
      if (context.path !== '/token') return;
      const { body: form } = context['oidc'] as { body: Record<string, string> };
      this.redeemed.push(new URLSearchParams(form));
      const body = context.body as { id_token?: string };
      if (this.alter === undefined || body.id_token === undefined) return;
      const claims = JSON.parse(
        Buffer.from(body.id_token.split('.')[1] ?? '', 'base64url').toString(),
      ) as Claims;
      const keys = { own: own.sign, other: other.sign, none: unsigned };
      context.body = { ...body, id_token: this.alter(claims, keys) };
    });
    return provider;
  }
}

/** What a provider keeps, for as long as it runs: so that it says nothing of its own, which would also forget. */
function memory(): (model: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  return (model) => {
    const find = (id: string): Promise<AdapterPayload | undefined> =>
      Promise.resolve(kept.get(`${model} ${id}`));
    const done = Promise.resolve();
    return {
      find,
      findByUid: (uid) => Promise.resolve([...kept.values()].find((each) => each.uid === uid)),
      findByUserCode: find,
      upsert: (id, payload) => (kept.set(`${model} ${id}`, payload), done),
      consume: async (id) => {
        Object.assign((await find(id)) ?? {}, { consumed: Math.floor(Date.now() / 1000) });
      },
      destroy: (id) => (kept.delete(`${model} ${id}`), done),
      revokeByGrantId: (grantId) => {
        for (const [name, payload] of kept) if (payload.grantId === grantId) kept.delete(name);
        return done;
      },
    };
  };
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function unsigned(claims: Claims): string {
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}

function rsaSigner(): { jwk: JsonWebKey; sign: Signer } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    jwk: { ...privateKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' },
    sign: (claims) => {
      const signed = `${part({ alg: 'RS256', kid: KEY_ID })}.${part(claims)}`;
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
  };
}

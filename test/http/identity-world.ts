import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import type { PrivateKeyAccount } from 'viem/accounts';
import { createSiweMessage, type SiweMessage } from 'viem/siwe';
import { integrated } from '../integrated.js';
import { LOG_SETTINGS } from '../log-settings.js';
import { AuditLogModule } from '../../src/audit-log/audit-log.module.js';
import { loadConfig } from '../../src/config/config.js';
import { ConfigModule } from '../../src/config/config.module.js';
import type { OidcAccount, Role } from '../../src/domain/identity/person.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import type { Bytes32 } from '../../src/domain/values/hex.js';
import type { PersonId } from '../../src/domain/values/identifier.js';
import { IdentityModule } from '../../src/identity/identity.module.js';
import { SignInModule } from '../../src/identity/sign-in/sign-in.module.js';
import { CadenceModule } from '../../src/infra/cadence/cadence.module.js';
import { Database } from '../../src/infra/database/database.js';
import { DatabaseModule } from '../../src/infra/database/database.module.js';
import { newId } from '../../src/infra/database/new-id.js';
import { applicationOptions, configureApplication } from '../../src/infra/http/application.js';
import { HttpModule } from '../../src/infra/http/http.module.js';
import { RegisterModule } from '../../src/register/register.module.js';
import { type AuthenticatorOptions, type Lies, SoftAuthenticator } from '../builders/authenticator.js';
import { recordAnswers } from '../examples/answer-recorder.js';
import { Governance, quorums } from '../governance.js';
import { PublishedAnswers } from './published-answers.js';
import { LogAlarmsModule } from '../log/hooks.module.js';

export const ORIGIN = 'http://localhost:3000';

export type Agent = ReturnType<typeof request.agent>;

export interface Member {
  readonly id: PersonId;
  readonly account: PrivateKeyAccount;
}

interface Enrolment {
  readonly purpose?: 'confirmation' | 'owner';
  readonly coolingOffSeconds?: number;
  readonly accounts?: readonly OidcAccount[];
}

interface Logged {
  readonly type: string;
  readonly actor: string;
  readonly subject: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One register for each database, whichever application reads it. */
const founded = new Map<string, Promise<Governance>>();

function governanceOf(databaseUrl: string): Promise<Governance> {
  const known = founded.get(databaseUrl) ?? Governance.found(databaseUrl);
  founded.set(databaseUrl, known);
  return known;
}

/** Only enrolments wait: that they do can be undone at once. */
function quorumsFor(keyDelaySeconds: number): Json {
  const all = quorums(0);
  const key = { ...all.kinds.key, loosen: { ...all.kinds.key.loosen, delaySeconds: keyDelaySeconds } };
  return JSON.parse(JSON.stringify({ ...all, kinds: { ...all.kinds, key } })) as Json;
}

export async function startIdentity(
  databaseUrl: string,
  publicOrigin = ORIGIN,
  settings: Readonly<Record<string, string>> = {},
): Promise<NestExpressApplication> {
  const { digest } = await governanceOf(databaseUrl);
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: digest,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: publicOrigin,
    ...settings,
  });
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.with(config),
      CadenceModule.with(),
      DatabaseModule,
      AuditLogModule,
      LogAlarmsModule,
      RegisterModule,
      IdentityModule,
      SignInModule,
      HttpModule,
    ],
  }).compile();
  const app = module.createNestApplication<NestExpressApplication>(applicationOptions(['error']));
  recordAnswers(app);
  configureApplication(app, config);
  app.useGlobalInterceptors(new PublishedAnswers());
  await app.init();
  return app;
}

/** People with real keys, and browsers that sign in with them. */
export class IdentityWorld {
  readonly database: Database;

  private constructor(
    readonly app: NestExpressApplication,
    readonly governance: Governance,
  ) {
    this.database = app.get(Database);
  }

  static async open(
    databaseUrl: string,
    settings: Readonly<Record<string, string>> = {},
    publicOrigin = ORIGIN,
  ): Promise<IdentityWorld> {
    const app = await startIdentity(databaseUrl, publicOrigin, settings);
    return new IdentityWorld(app, await governanceOf(databaseUrl));
  }

  /** Over an application that reads this register already. */
  static over(app: NestExpressApplication, governance: Governance): IdentityWorld {
    return new IdentityWorld(app, governance);
  }

  /** Somebody new, approved by the governors; a key may still be in its cooling-off. */
  async enrol(roles: Role[], change: Enrolment = {}): Promise<Member> {
    const { purpose = 'confirmation', coolingOffSeconds = 0, accounts = [] } = change;
    if (coolingOffSeconds > 0)
      await this.governance.change('quorums', 'quorums', quorumsFor(coolingOffSeconds));
    const name = `Person ${newId('per').slice(-4)}`;
    const member = await this.governance.enrol(
      name,
      { roles, accounts: accounts.map((each) => ({ ...each })) },
      { purpose },
    );
    if (coolingOffSeconds > 0) await this.governance.change('quorums', 'quorums', quorumsFor(0));
    return member;
  }

  /** The governors remove a person, at once. */
  async remove({ id }: Member): Promise<void> {
    await this.governance.change('person', id, null);
  }

  /** A further key of this person's, approved like the first: a passkey made at this origin. */
  async enrolPasskey(
    { id }: Pick<Member, 'id'>,
    options: AuthenticatorOptions = {},
    coolingOffSeconds = 0,
  ): Promise<SoftAuthenticator> {
    const authenticator = new SoftAuthenticator({ origin: ORIGIN, ...options });
    const { publicKey, rpId, origin } = authenticator.passkey();
    const { credentialId } = authenticator;
    const content = {
      kind: 'passkey',
      personId: id,
      invitedBy: null,
      purpose: 'confirmation',
      credentialId,
      publicKey,
      rpId,
      origin,
    };
    const signer = { id, sign: (digest: Bytes32) => Promise.resolve(authenticator.assert(digest)) };
    if (coolingOffSeconds > 0)
      await this.governance.change('quorums', 'quorums', quorumsFor(coolingOffSeconds));
    await this.governance.change('key', credentialId, content, signer);
    if (coolingOffSeconds > 0) await this.governance.change('quorums', 'quorums', quorumsFor(0));
    return authenticator;
  }

  browser(): Agent {
    return request.agent(this.app.getHttpServer());
  }

  async messageFor(
    agent: Agent,
    account: PrivateKeyAccount,
    change: Partial<SiweMessage> = {},
  ): Promise<string> {
    const answer = await agent.post('/v1/sessions/nonce').expect(200);
    const now = Date.now();
    return createSiweMessage({
      address: account.address,
      domain: 'localhost:3000',
      uri: ORIGIN,
      version: '1',
      chainId: 1,
      nonce: (answer.body as { nonce: string }).nonce,
      issuedAt: new Date(now),
      expirationTime: new Date(now + 5 * 60_000),
      statement: 'Sign in to Sluice.',
      ...change,
    });
  }

  async signIn(
    agent: Agent,
    account: PrivateKeyAccount,
    change: Partial<SiweMessage> = {},
  ): Promise<request.Response> {
    const message = await this.messageFor(agent, account, change);
    return agent.post('/v1/sessions').send({ message, signature: await account.signMessage({ message }) });
  }

  /** What the browser is given to sign in with a passkey. */
  async passkeyChallenge(agent: Agent): Promise<{ challenge: string }> {
    const answer = await agent.post('/v1/sessions/passkey/options').expect(200);
    return answer.body as { challenge: string };
  }

  async passkeySignIn(
    agent: Agent,
    authenticator: SoftAuthenticator,
    lies: Lies = {},
  ): Promise<request.Response> {
    const signature = authenticator.assert(await this.passkeyChallenge(agent), lies);
    return agent.post('/v1/sessions/passkey').send({ signature });
  }

  async signedIn(member: Member): Promise<Agent> {
    const agent = this.browser();
    const { status } = await this.signIn(agent, member.account);
    if (status !== 201) throw new Error(`sign-in answered ${String(status)}`);
    return agent;
  }

  async logged(type: string): Promise<Logged[]> {
    await integrated((sql) => this.database.read.$queryRawUnsafe(sql));
    const rows = await this.database.read.auditEntry.findMany({ where: { type }, orderBy: { index: 'asc' } });
    return rows.map(({ body }) => JSON.parse(body) as Logged);
  }
}

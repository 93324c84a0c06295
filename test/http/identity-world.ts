import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage, type SiweMessage } from 'viem/siwe';
import { AuditLogModule } from '../../src/audit-log/audit-log.module.js';
import { loadConfig } from '../../src/config/config.js';
import { ConfigModule } from '../../src/config/config.module.js';
import type { Role } from '../../src/domain/identity/person.js';
import { addressFromHex } from '../../src/domain/values/address.js';
import { type PersonId, parseId } from '../../src/domain/values/identifier.js';
import { unixSeconds } from '../../src/domain/values/time.js';
import { IdentityModule } from '../../src/identity/identity.module.js';
import { PeopleRepository } from '../../src/identity/people.repository.js';
import { Database } from '../../src/infra/database/database.js';
import { DatabaseModule } from '../../src/infra/database/database.module.js';
import { newId } from '../../src/infra/database/new-id.js';
import { applicationOptions, configureApplication } from '../../src/infra/http/application.js';
import { HttpModule } from '../../src/infra/http/http.module.js';

export const ORIGIN = 'http://localhost:3000';

export type Agent = ReturnType<typeof request.agent>;

export interface Member {
  readonly id: PersonId;
  readonly account: PrivateKeyAccount;
}

interface Logged {
  readonly type: string;
  readonly actor: string;
  readonly subject: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export async function startIdentity(
  databaseUrl: string,
  publicOrigin = ORIGIN,
): Promise<NestExpressApplication> {
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    RPC_URLS: 'http://127.0.0.1:1,http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: publicOrigin,
  });
  const module = await Test.createTestingModule({
    imports: [ConfigModule.with(config), DatabaseModule, AuditLogModule, IdentityModule, HttpModule],
  }).compile();
  const app = module.createNestApplication<NestExpressApplication>(applicationOptions(['error']));
  configureApplication(app, config);
  await app.init();
  return app;
}

/** People with real keys, and browsers that sign in with them. */
export class IdentityWorld {
  readonly database: Database;

  private constructor(readonly app: NestExpressApplication) {
    this.database = app.get(Database);
  }

  static async open(databaseUrl: string): Promise<IdentityWorld> {
    return new IdentityWorld(await startIdentity(databaseUrl));
  }

  async enrol(
    roles: Role[],
    change: Partial<{ purpose: 'confirmation' | 'owner'; activeFrom: number }> = {},
  ): Promise<Member> {
    const account = privateKeyToAccount(generatePrivateKey());
    const id = parseId('per', newId('per'));
    const key = {
      address: addressFromHex(account.address),
      purpose: change.purpose ?? ('confirmation' as const),
      activeFrom: unixSeconds(change.activeFrom ?? 0),
      revokedAt: null,
    };
    const person = { id, name: `Person ${id.slice(-4)}`, roles, groups: [], removedAt: null, keys: [key] };
    const at = unixSeconds(1_700_000_000);
    await this.database.transaction((tx) => this.app.get(PeopleRepository).insert(tx, person, at));
    return { id, account };
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

  async signedIn(member: Member): Promise<Agent> {
    const agent = this.browser();
    const { status } = await this.signIn(agent, member.account);
    if (status !== 201) throw new Error(`sign-in answered ${String(status)}`);
    return agent;
  }

  async logged(type: string): Promise<Logged[]> {
    const rows = await this.database.read.auditEntry.findMany({ where: { type }, orderBy: { index: 'asc' } });
    return rows.map(({ body }) => JSON.parse(body) as Logged);
  }
}

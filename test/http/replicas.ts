import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from '../../src/app.module.js';
import { AuditLog } from '../../src/audit-log/audit-log.js';
import { type Config, loadConfig } from '../../src/config/config.js';
import type { AuditEvent } from '../../src/domain/audit-log/entry.js';
import { EventStreams } from '../../src/events/event-streams.js';
import { Cadence } from '../../src/infra/cadence/cadence.js';
import { applicationOptions, configureApplication } from '../../src/infra/http/application.js';
import type { Governance } from '../governance.js';
import { LOG_SETTINGS } from '../log-settings.js';
import { EventReader } from './event-reader.js';
import { IdentityWorld, type Member } from './identity-world.js';

/** No beat comes by itself: who needs beats asks for them. */
const NEVER = 86_400_000;

/** The settings of an application without a chain. */
export function replicaConfig(databaseUrl: string, digest: string): Config {
  return loadConfig({
    DATABASE_URL: databaseUrl,
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: digest,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: 'http://localhost:3000',
  });
}

/** One whole application of several on a database. No chain is there, and nothing here needs one. */
export class Replica {
  readonly world: IdentityWorld;
  readonly readers: EventReader[] = [];

  private constructor(
    readonly app: NestExpressApplication,
    readonly port: number,
    governance: Governance,
  ) {
    this.world = IdentityWorld.over(app, governance);
  }

  static async start(
    databaseUrl: string,
    governance: Governance,
    beats: Partial<Cadence> | number = NEVER,
  ): Promise<Replica> {
    const config = replicaConfig(databaseUrl, governance.digest);
    const module = AppModule.with(
      config,
      new Cadence({ listenAgain: 10, ...(typeof beats === 'number' ? { eventBeat: beats } : beats) }),
    );
    const app = await NestFactory.create<NestExpressApplication>(module, applicationOptions(false));
    configureApplication(app, config);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new Replica(app, port, governance);
  }

  get streams(): EventStreams {
    return this.app.get(EventStreams);
  }

  /** The cookie of a new session. */
  async cookieOf({ account }: Member): Promise<string> {
    const { headers } = await this.world.signIn(this.world.browser(), account);
    return cookieIn(headers);
  }

  async listen(headers: Readonly<Record<string, string>>): Promise<EventReader> {
    const reader = await EventReader.open(this.port, headers);
    this.readers.push(reader);
    return reader;
  }

  async record(event: AuditEvent): Promise<void> {
    await this.world.database.transaction((tx) => this.app.get(AuditLog).append(tx, event));
  }

  async stop(): Promise<void> {
    for (const reader of this.readers.splice(0)) reader.leave();
    await this.app.close();
  }
}

/** The cookie that an answer sets, as it is sent. */
export function cookieIn(headers: Readonly<Record<string, unknown>>): string {
  const [set = ''] = (headers['set-cookie'] ?? []) as string[];
  return set.split(';', 1)[0] ?? '';
}

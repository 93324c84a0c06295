import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type pg from 'pg';
import { until } from '../../test/e2e/until.js';
import { Governance } from '../../test/governance.js';
import { EventReader } from '../../test/http/event-reader.js';
import { IdentityWorld, type Member } from '../../test/http/identity-world.js';
import { EVENTS } from '../../test/log/events-of-every-type.js';
import { LOG_SETTINGS } from '../../test/log-settings.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { AppModule } from '../app.module.js';
import { AuditLog } from '../audit-log/audit-log.js';
import { loadConfig } from '../config/config.js';
import { AUDIT_TYPES } from '../domain/audit-log/acts/acts.js';
import type { AuditEvent } from '../domain/audit-log/entry.js';
import { TOLD } from '../domain/audit-log/hints/told.js';
import { Cadence } from '../infra/cadence/cadence.js';
import { openClient } from '../infra/database/connections.js';
import { applicationOptions, configureApplication } from '../infra/http/application.js';
import { EventStreams } from './event-streams.js';

/** No beat comes by itself in a test: who needs beats asks for them. */
const NEVER = 86_400_000;

interface Replica {
  readonly app: NestExpressApplication;
  readonly port: number;
  readonly world: IdentityWorld;
}

let database: FreshDatabase;
let governance: Governance;
let client: pg.Client;
let [here, there]: (Replica | undefined)[] = [];
const readers: EventReader[] = [];

async function startReplica(eventBeat = NEVER): Promise<Replica> {
  const config = loadConfig({
    DATABASE_URL: database.url,
    // Nobody listens there: nothing here needs a chain.
    RPC_URLS: 'rpc-1=http://127.0.0.1:1,rpc-2=http://127.0.0.1:2',
    CHAIN_ID: '1',
    RELAYER_PRIVATE_KEY: `0x${'11'.repeat(32)}`,
    FOUNDING_DIGEST: governance.digest,
    ...LOG_SETTINGS,
    SESSION_SECRET: 'a secret that is longer than 32 characters',
    PUBLIC_ORIGIN: 'http://localhost:3000',
  });
  const module = AppModule.with(config, new Cadence({ eventBeat, listenAgain: 10 }));
  const app = await NestFactory.create<NestExpressApplication>(module, applicationOptions(false));
  configureApplication(app, config);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, port, world: IdentityWorld.over(app, governance) };
}

function replica(which: Replica | undefined): Replica {
  if (!which) throw new Error('it is not started');
  return which;
}

async function cookieOf({ account }: Member, at = here): Promise<string> {
  const { world } = replica(at);
  const { headers } = await world.signIn(world.browser(), account);
  return (headers['set-cookie'] as unknown as string[])[0]?.split(';', 1)[0] ?? '';
}

async function listen(headers: Readonly<Record<string, string>>, at = there): Promise<EventReader> {
  const reader = await EventReader.open(replica(at).port, headers);
  readers.push(reader);
  return reader;
}

const streamsOf = (at: Replica | undefined): EventStreams => replica(at).app.get(EventStreams);

async function record(event: AuditEvent, at = here): Promise<void> {
  const { app, world } = replica(at);
  await world.database.transaction((tx) => app.get(AuditLog).append(tx, event));
}

/** An act that everybody hears of: what came before it in the stream is all that came before. */
async function isTold(reader: EventReader, mark: string): Promise<void> {
  await record({ ...EVENTS['transfer.expired'], subject: mark } as AuditEvent);
  await reader.heard('transfer', mark);
}

beforeAll(async () => {
  database = await freshDatabase();
  governance = await Governance.found(database.url);
  [here, there] = [await startReplica(), await startReplica()];
  client = await openClient(database.url);
});

afterEach(() => {
  for (const reader of readers.splice(0)) reader.leave();
});

afterAll(async () => {
  await client.end();
  await here?.app.close();
  await there?.app.close();
  await database.drop({ areActsMadeUp: true });
});

describe('a stream of events', () => {
  it('tells of an act of the other replica, by kind and id alone, beginning with everything', async () => {
    const ada = await replica(here).world.enrol(['operator']);
    const reader = await listen({ Cookie: await cookieOf(ada) });
    expect([reader.status, reader.response.headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect(reader.response.headers).toMatchObject({
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    const agent = await replica(here).world.signedIn(ada);
    const { body } = await agent
      .post('/v1/freezes')
      .set('Idempotency-Key', 'freeze-in-a-stream')
      .send({ scope: 'all', reason: 'heard elsewhere' })
      .expect(201);
    await reader.heard('freeze', (body as { id: string }).id);
    expect(reader.hints[0]).toEqual({ kind: 'everything', id: null });
    expect(reader.everything).toBe(1);
  });

  it('tells people only of what their roles may read', async () => {
    const { world } = replica(here);
    const [ada, adam] = [await world.enrol(['operator']), await world.enrol(['admin'])];
    const [operator, admin] = [
      await listen({ Cookie: await cookieOf(ada) }),
      await listen({ Cookie: await cookieOf(adam) }),
    ];
    await record({ ...EVENTS['api-key.created'], subject: 'key_of_a_service' } as AuditEvent);
    await Promise.all([operator, admin].map((reader) => isTold(reader, 'tr_after_the_key')));
    await admin.heard('api-key', 'key_of_a_service');
    expect(operator.hints.map(({ kind }) => kind)).not.toContain('api-key');
  });

  it('is told by the database of exactly the acts that the domain names', async () => {
    const heard = new Set<string>();
    client.on('notification', ({ payload = '' }) => {
      heard.add((JSON.parse(payload) as { type: string }).type);
    });
    await client.query('LISTEN sluice_acts');
    for (const type of AUDIT_TYPES) await record(EVENTS[type]);
    await client.query(`SELECT pg_notify('sluice_acts', '{"type":"the last"}')`);
    await until('the last', () => Promise.resolve(heard.delete('the last')));
    await client.query('UNLISTEN sluice_acts');
    client.removeAllListeners('notification');
    expect([...heard].sort()).toEqual(AUDIT_TYPES.filter((type) => TOLD[type] !== 'nothing').toSorted());
  });

  it('names findings, freezes and changed objects, and is everything where PostgreSQL cannot read the detail', async () => {
    const ada = await replica(here).world.enrol(['auditor']);
    const reader = await listen({ Cookie: await cookieOf(ada) });
    await record(EVENTS['finding.recorded']);
    const { finding } = EVENTS['finding.recorded'].detail as { finding: string };
    await reader.heard('finding', finding);
    const { subject, detail } = EVENTS['change.activated'] as { subject: string; detail: { object: string } };
    await record(EVENTS['change.activated']);
    await reader.until(({ hints }) => hints.some(({ id }) => id === detail.object));
    await reader.heard('change', subject);
    const before = reader.everything;
    const odd = { ...EVENTS['finding.recorded'].detail, reason: 'nothing\u0000' };
    await record({ ...EVENTS['finding.recorded'], detail: odd } as AuditEvent);
    await reader.until(({ everything }) => everything > before);
  });

  it('tells of what is looked for on the chain, of which the log says nothing', async () => {
    const ada = await replica(here).world.enrol(['signer']);
    const reader = await listen({ Cookie: await cookieOf(ada) });
    await client.query("SET session_replication_role = 'origin'");
    await client.query('ALTER TABLE chain_look DROP CONSTRAINT chain_look_transfer_id_fkey');
    await client.query("INSERT INTO chain_look VALUES ('tr_looked_for', 'a block', now())");
    await reader.heard('transfer', 'tr_looked_for');
  });

  it('begins anew with everything when its connection to the database was lost', async () => {
    const ada = await replica(here).world.enrol(['operator']);
    const reader = await listen({ Cookie: await cookieOf(ada) });
    await isTold(reader, 'tr_before_the_loss');
    expect(reader.everything).toBe(1);
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'LISTEN "sluice_acts"'`,
    );
    expect(rows).toHaveLength(2);
    await reader.until(({ everything }) => everything === 2);
    await isTold(reader, 'tr_after_the_loss');
  });

  it('answers HEAD without a stream', async () => {
    const ada = await replica(here).world.enrol(['operator']);
    const answer = await fetch(`http://127.0.0.1:${String(replica(there).port)}/v1/events`, {
      method: 'HEAD',
      headers: { Cookie: await cookieOf(ada) },
    });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(streamsOf(there).size).toBe(0);
  });
});

describe('a stream ends', () => {
  it('when its session signs out at another replica', async () => {
    const { world } = replica(here);
    const ada = await world.enrol(['operator']);
    const agent = world.browser();
    const { headers } = await world.signIn(agent, ada.account);
    const own = (headers['set-cookie'] as unknown as string[])[0]?.split(';', 1)[0] ?? '';
    const other = await cookieOf(ada);
    const [reader, still] = [await listen({ Cookie: own }), await listen({ Cookie: other })];
    await agent.delete('/v1/sessions/current').expect(204);
    await reader.ended;
    expect(reader.because).toBe('access-ended');
    await isTold(still, 'tr_after_the_sign_out');
    expect((await EventReader.open(replica(there).port, { Cookie: own })).status).toBe(401);
  });

  it('when its person is removed, and when its API key is revoked', async () => {
    const { world } = replica(here);
    const [ada, adam] = [await world.enrol(['operator']), await world.enrol(['admin'])];
    const admin = await world.signedIn(adam);
    const { body } = await admin
      .post('/v1/api-keys')
      .set('Idempotency-Key', 'a-key-that-listens')
      .send({
        name: 'A listener',
        roles: ['operator'],
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      })
      .expect(201);
    const { id, secret } = body as { id: string; secret: string };
    const reader = await listen({ Cookie: await cookieOf(ada) });
    const service = await listen({ Authorization: `Bearer ${secret}` });
    await isTold(service, 'tr_for_a_service');
    await world.remove(ada);
    await reader.ended;
    expect(reader.because).toBe('access-ended');
    await isTold(service, 'tr_after_the_removal');
    await admin.delete(`/v1/api-keys/${id}`).expect(200);
    await service.ended;
    expect(service.because).toBe('access-ended');
  });

  it('at the end of an idle session, which it has not prolonged', async () => {
    const { world } = replica(here);
    const ada = await world.enrol(['operator']);
    const cookie = await cookieOf(ada);
    const lastSeen = async (minutesAgo: number): Promise<Date | undefined> => {
      await world.database.read.personSession.updateMany({
        where: { personId: ada.id },
        data: { lastSeenAt: new Date(Date.now() - minutesAgo * 60_000) },
      });
      return (await world.database.read.personSession.findFirst({ where: { personId: ada.id } }))?.lastSeenAt;
    };
    const before = await lastSeen(29);
    const beating = await startReplica(20);
    try {
      const reader = await listen({ Cookie: cookie }, beating);
      await reader.until(({ beats }) => beats >= 2);
      const asked = await fetch(`http://127.0.0.1:${String(beating.port)}/v1/freezes`, {
        headers: { Cookie: cookie, 'Sluice-Unattended': '1' },
      });
      expect(asked.status).toBe(200);
      const row = await world.database.read.personSession.findFirst({ where: { personId: ada.id } });
      expect(row?.lastSeenAt).toEqual(before);
      await lastSeen(31);
      await reader.ended;
      expect(reader.because).toBe('access-ended');
    } finally {
      await beating.app.close();
    }
  });

  it('for the oldest of a session when it opens a sixth', async () => {
    const ada = await replica(here).world.enrol(['operator']);
    const cookie = await cookieOf(ada);
    const opened: EventReader[] = [];
    for (let count = 1; count <= 6; count += 1) opened.push(await listen({ Cookie: cookie }));
    const [oldest, ...others] = opened;
    await oldest?.ended;
    expect(oldest?.because).toBe('too-many-streams');
    await Promise.all(others.map((reader) => isTold(reader, 'tr_for_five')));
  });

  it('for a reader that takes nothing any more, and holds up nobody', async () => {
    const { world } = replica(here);
    const ada = await world.enrol(['operator']);
    const beating = await startReplica(200);
    try {
      const [slow, quick] = [
        await listen({ Cookie: await cookieOf(ada) }, beating),
        await listen({ Cookie: await cookieOf(ada) }, beating),
      ];
      slow.pause();
      const streams = streamsOf(beating);
      const long = 'x'.repeat(80);
      for (let round = 0; streams.size === 2; round += 1)
        await client.query(
          `SELECT pg_notify('sluice_acts', json_build_object('type', 'chain_look', 'subject', $1 || n)::text)
           FROM generate_series(1, 90) AS n`,
          [`tr_${String(round)}_${long}`],
        );
      await isTold(quick, 'tr_after_the_slow');
      expect(streams.size).toBe(1);
      slow.response.resume();
      await slow.ended;
      expect(slow.because).toBeUndefined();
    } finally {
      await beating.app.close();
    }
  });

  it('when its replica shuts down, which waits for nobody', async () => {
    const ada = await replica(here).world.enrol(['operator']);
    const leaving = await startReplica();
    const [reader, silent] = [
      await listen({ Cookie: await cookieOf(ada) }, leaving),
      await listen({ Cookie: await cookieOf(ada) }, leaving),
    ];
    await reader.heard('everything');
    silent.pause();
    await leaving.app.close();
    await reader.ended;
    expect(reader.because).toBe('shutting-down');
    const left = await client.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN "sluice_acts"'`,
    );
    expect(left.rows).toHaveLength(2);
  });
});

describe('who may listen', () => {
  it('is everybody with a role, and nobody who is not signed in', async () => {
    const { world } = replica(here);
    for (const role of ['operator', 'approver', 'compliance', 'auditor', 'admin', 'signer'] as const) {
      const member = await world.enrol([role]);
      const reader = await listen({ Cookie: await cookieOf(member) });
      await reader.heard('everything');
    }
    expect((await listen({})).status).toBe(401);
  });
});

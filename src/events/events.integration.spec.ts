import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { until } from '../../test/e2e/until.js';
import { Governance } from '../../test/governance.js';
import type { EventReader } from '../../test/http/event-reader.js';
import type { Member } from '../../test/http/identity-world.js';
import { Replica, cookieIn } from '../../test/http/replicas.js';
import { seen } from '../../test/http/seen.js';
import { EVENTS } from '../../test/log/events-of-every-type.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { AUDIT_TYPES } from '../domain/audit-log/acts/acts.js';
import { TOLD } from '../domain/audit-log/hints/told.js';
import { type Role, ROLES } from '../domain/identity/person.js';
import { openClient } from '../infra/database/connections.js';

let database: FreshDatabase;
let governance: Governance;
let client: pg.Client;
/** People act here, and listen there. */
let here: Replica;
let there: Replica;
const members = new Map<Role, Member>();

/** Somebody with this role, the same in every test. */
async function memberWith(role: Role): Promise<Member> {
  const known = members.get(role) ?? (await here.world.enrol([role]));
  members.set(role, known);
  return known;
}

const listening = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND query LIKE 'LISTEN "sluice_acts"'`;

/** An act that everybody hears of: what came before it in the stream is all that came before. */
async function isTold(reader: EventReader, mark: string): Promise<void> {
  await here.record({ ...EVENTS['transfer.expired'], subject: mark });
  await reader.heard('transfer', mark);
}

beforeAll(async () => {
  database = await freshDatabase();
  governance = await Governance.found(database.url);
  [here, there] = [
    await Replica.start(database.url, governance),
    await Replica.start(database.url, governance),
  ];
  client = await openClient(database.url);
});

afterEach(() => {
  for (const reader of there.readers.splice(0)) reader.leave();
});

afterAll(async () => {
  await client.end();
  await here.stop();
  await there.stop();
  await database.drop({ areActsMadeUp: true });
});

describe('a stream of events', () => {
  it('tells of an act of the other replica, by kind and id alone, beginning with everything', async () => {
    const ada = await memberWith('operator');
    const reader = await there.listen({ Cookie: await here.cookieOf(ada) });
    expect([reader.status, reader.response.headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect(reader.response.headers).toMatchObject({
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    const agent = await here.world.signedIn(ada);
    const { body } = await seen(
      agent
        .post('/v1/freezes')
        .set('Idempotency-Key', 'freeze-in-a-stream')
        .send({ scope: 'all', reason: 'heard elsewhere' })
        .expect(201),
    );
    await reader.heard('freeze', (body as unknown as { id: string }).id);
    expect(reader.hints[0]).toEqual({ kind: 'everything', id: null });
    expect(reader.everything).toBe(1);
  });

  it('tells people only of what their roles may read', async () => {
    const [ada, adam] = [await memberWith('operator'), await memberWith('admin')];
    const [operator, admin] = [
      await there.listen({ Cookie: await here.cookieOf(ada) }),
      await there.listen({ Cookie: await here.cookieOf(adam) }),
    ];
    await here.record({ ...EVENTS['api-key.created'], subject: 'key_of_a_service' });
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
    for (const type of AUDIT_TYPES) await here.record(EVENTS[type]);
    await client.query(`SELECT pg_notify('sluice_acts', '{"type":"the last"}')`);
    await until('the last', () => Promise.resolve(heard.delete('the last')));
    await client.query('UNLISTEN sluice_acts');
    client.removeAllListeners('notification');
    expect([...heard].sort()).toEqual(AUDIT_TYPES.filter((type) => TOLD[type] !== 'nothing').toSorted());
  });

  it('names findings, freezes and changed objects, and is everything where PostgreSQL cannot read the detail', async () => {
    const ada = await memberWith('auditor');
    const reader = await there.listen({ Cookie: await here.cookieOf(ada) });
    await here.record(EVENTS['finding.recorded']);
    const { finding } = EVENTS['finding.recorded'].detail as { finding: string };
    await reader.heard('finding', finding);
    const { subject, detail } = EVENTS['change.activated'] as { subject: string; detail: { object: string } };
    await here.record(EVENTS['change.activated']);
    await reader.until(({ hints }) => hints.some(({ id }) => id === detail.object));
    await reader.heard('change', subject);
    const before = reader.everything;
    const odd = { ...EVENTS['finding.recorded'].detail, reason: 'nothing\u0000' };
    await here.record({ ...EVENTS['finding.recorded'], detail: odd });
    await reader.until(({ everything }) => everything > before);
  });

  it('tells of what is looked for on the chain, of which the log says nothing', async () => {
    const ada = await memberWith('signer');
    const reader = await there.listen({ Cookie: await here.cookieOf(ada) });
    await client.query("SET session_replication_role = 'origin'");
    await client.query('ALTER TABLE chain_look DROP CONSTRAINT chain_look_transfer_id_fkey');
    await client.query("INSERT INTO chain_look VALUES ('tr_looked_for', 'a block', now())");
    await reader.heard('transfer', 'tr_looked_for');
  });

  it('begins anew with everything when its connection to the database was lost', async () => {
    const ada = await memberWith('operator');
    const reader = await there.listen({ Cookie: await here.cookieOf(ada) });
    await isTold(reader, 'tr_before_the_loss');
    expect(reader.everything).toBe(1);
    const { rows } = await client.query(`SELECT pg_terminate_backend(pid) FROM (${listening}) AS own`);
    expect(rows).toHaveLength(2);
    await reader.until(({ everything }) => everything === 2);
    await isTold(reader, 'tr_after_the_loss');
  });

  it('answers HEAD without a stream', async () => {
    const ada = await memberWith('operator');
    const answer = await fetch(`http://127.0.0.1:${String(there.port)}/v1/events`, {
      method: 'HEAD',
      headers: { Cookie: await here.cookieOf(ada) },
    });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(there.streams.size).toBe(0);
  });
});

describe('a stream ends', () => {
  it('when its session signs out at another replica', async () => {
    const { world } = here;
    const ada = await memberWith('operator');
    const agent = world.browser();
    const { headers } = await world.signIn(agent, ada.account);
    const own = cookieIn(headers);
    const other = await here.cookieOf(ada);
    const [reader, still] = [await there.listen({ Cookie: own }), await there.listen({ Cookie: other })];
    await agent.delete('/v1/sessions/current').expect(204);
    await reader.ended;
    expect(reader.because).toBe('access-ended');
    await isTold(still, 'tr_after_the_sign_out');
    expect((await there.listen({ Cookie: own })).status).toBe(401);
  });

  it('when its person is removed, and when its API key is revoked', async () => {
    const { world } = here;
    const [ada, adam] = [await world.enrol(['operator']), await memberWith('admin')];
    const admin = await world.signedIn(adam);
    const { body } = await seen(
      admin
        .post('/v1/api-keys')
        .set('Idempotency-Key', 'a-key-that-listens')
        .send({
          name: 'A listener',
          roles: ['operator'],
          expiresAt: new Date(Date.now() + 3_600_000).toISOString().replace(/\.[0-9]+/, ''),
        })
        .expect(201),
    );
    const { apiKey, secret } = body as unknown as { apiKey: { id: string }; secret: string };
    const reader = await there.listen({ Cookie: await here.cookieOf(ada) });
    const service = await there.listen({ Authorization: `Bearer ${secret}` });
    await isTold(service, 'tr_for_a_service');
    await world.remove(ada);
    await reader.ended;
    expect(reader.because).toBe('access-ended');
    await isTold(service, 'tr_after_the_removal');
    await admin.delete(`/v1/api-keys/${apiKey.id}`).expect(200);
    await service.ended;
    expect(service.because).toBe('access-ended');
  });

  it('at the end of an idle session, which it has not prolonged', async () => {
    const { world } = here;
    const ada = await world.enrol(['operator']);
    const cookie = await here.cookieOf(ada);
    const lastSeen = async (minutesAgo: number): Promise<Date | undefined> => {
      await world.database.read.personSession.updateMany({
        where: { personId: ada.id },
        data: { lastSeenAt: new Date(Date.now() - minutesAgo * 60_000) },
      });
      return (await world.database.read.personSession.findFirst({ where: { personId: ada.id } }))?.lastSeenAt;
    };
    const before = await lastSeen(29);
    const beating = await Replica.start(database.url, governance, 20);
    try {
      const reader = await beating.listen({ Cookie: cookie });
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
      await beating.stop();
    }
  });

  it('for the oldest of a session when it opens a sixth', async () => {
    const ada = await memberWith('operator');
    const cookie = await here.cookieOf(ada);
    const opened: EventReader[] = [];
    for (let count = 1; count <= 6; count += 1) opened.push(await there.listen({ Cookie: cookie }));
    const [oldest, ...others] = opened;
    await oldest?.ended;
    expect(oldest?.because).toBe('too-many-streams');
    await Promise.all(others.map((reader) => isTold(reader, 'tr_for_five')));
  });

  it('for the oldest of a person who has twenty, by however many sessions', async () => {
    const ada = await here.world.enrol(['operator']);
    const opened: EventReader[] = [];
    for (let session = 1; session <= 4; session += 1) {
      const cookie = await here.cookieOf(ada);
      for (let count = 1; count <= 5; count += 1) opened.push(await there.listen({ Cookie: cookie }));
    }
    opened.push(await there.listen({ Cookie: await here.cookieOf(ada) }));
    const [oldest, ...others] = opened;
    await oldest?.ended;
    expect([oldest?.because, there.streams.size]).toEqual(['too-many-streams', 20]);
    await Promise.all(others.map((reader) => isTold(reader, 'tr_for_twenty')));
  });

  it('after four beats at which the database did not say who may listen; they come, and a shutdown waits for nothing', async () => {
    const ada = await memberWith('operator');
    const hanging = await Replica.start(database.url, governance, { eventBeat: 200, eventPatience: 50 });
    const reader = await hanging.listen({ Cookie: await here.cookieOf(ada) });
    await reader.until(({ beats }) => beats >= 1);
    await client.query('BEGIN');
    try {
      await client.query('LOCK TABLE person_session IN ACCESS EXCLUSIVE MODE');
      const before = reader.beats;
      await reader.ended;
      expect(reader.because).toBe('access-ended');
      expect(reader.beats - before).toBeGreaterThanOrEqual(3);
      await hanging.streams.beforeApplicationShutdown();
    } finally {
      await client.query('ROLLBACK');
      await hanging.stop();
    }
  });

  it('for a reader that takes nothing any more, and holds up nobody', async () => {
    const ada = await memberWith('operator');
    const beating = await Replica.start(database.url, governance, 200);
    try {
      const [slow, quick] = [
        await beating.listen({ Cookie: await here.cookieOf(ada) }),
        await beating.listen({ Cookie: await here.cookieOf(ada) }),
      ];
      slow.pause();
      const streams = beating.streams;
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
      await beating.stop();
    }
  });

  it('when its replica shuts down, which waits for nobody', async () => {
    const ada = await memberWith('operator');
    const leaving = await Replica.start(database.url, governance);
    const [reader, silent] = [
      await leaving.listen({ Cookie: await here.cookieOf(ada) }),
      await leaving.listen({ Cookie: await here.cookieOf(ada) }),
    ];
    await reader.heard('everything');
    silent.pause();
    await leaving.app.close();
    await reader.ended;
    expect(reader.because).toBe('shutting-down');
    const left = await client.query(listening);
    expect(left.rows).toHaveLength(2);
  });
});

describe('who may listen', () => {
  it('is everybody with a role, and nobody who is not signed in', async () => {
    for (const role of ROLES) {
      const reader = await there.listen({ Cookie: await here.cookieOf(await memberWith(role)) });
      await reader.heard('everything');
    }
    expect((await there.listen({})).status).toBe(401);
  });
});

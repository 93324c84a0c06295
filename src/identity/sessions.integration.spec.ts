import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { until } from '../../test/e2e/until.js';
import { type Agent, IdentityWorld, type Member } from '../../test/http/identity-world.js';
import { codeOf, seen } from '../../test/http/seen.js';
import { type FreshDatabase, freshDatabase } from '../../test/world.js';
import { openClient } from '../infra/database/connections.js';

let fresh: FreshDatabase;
let world: IdentityWorld;

beforeAll(async () => {
  fresh = await freshDatabase();
});

afterAll(async () => {
  await fresh.drop();
});

beforeEach(async () => {
  world = await IdentityWorld.open(fresh.url);
});

afterEach(async () => {
  await world.app.close();
});

interface Listed {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly method: string;
  readonly userAgent: string;
}

async function listed(agent: Agent): Promise<Listed[]> {
  const { body } = await seen(agent.get('/v1/sessions').expect(200));
  return (body as unknown as { data: Listed[] }).data;
}

async function currentOf(agent: Agent): Promise<string> {
  return (await listed(agent)).find((each) => each.isCurrent)?.id ?? '';
}

/** The cookie that a person has after signing in, as it is sent. */
async function cookieOf(member: Member): Promise<string> {
  const answer = await world.signIn(world.browser(), member.account);
  return newCookie(answer) ?? '';
}

function newCookie(answer: request.Response): string | undefined {
  const [set] = (answer.headers['set-cookie'] ?? []) as string[];
  return set?.split(';', 1)[0];
}

const get = (cookie: string): request.Test =>
  request(world.app.getHttpServer()).get('/v1/sessions/current').set('Cookie', cookie);

/** Moves what the database remembers of a person's sessions into the past. */
async function age(member: Member, column: string, seconds: number): Promise<void> {
  await world.database.read.$executeRawUnsafe(
    `UPDATE person_session SET ${column} = ${column} - make_interval(secs => $1) WHERE person_id = $2`,
    seconds,
    member.id,
  );
}

/** Requests that have all read the session before one of them can write to it. */
async function atOnce(member: Member, count: number, send: () => request.Test): Promise<request.Response[]> {
  const gate = await openClient(fresh.url);
  try {
    await gate.query('BEGIN');
    await gate.query('SELECT FROM person_session WHERE person_id = $1 FOR UPDATE', [member.id]);
    const sent = Promise.all(Array.from({ length: count }, () => send().then((answer) => answer)));
    await until('every request to wait for the row', async () => {
      // Not by the gate: a transaction sees the activity of its own first look.
      const rows = await world.database.read.$queryRaw<{ waiting: number }[]>`
        SELECT count(*)::int AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return rows[0]?.waiting === count;
    });
    await gate.query('COMMIT');
    return await sent;
  } finally {
    await gate.end();
  }
}

describe('the sessions of a person', () => {
  it('are listed with how, when and where from, and without what opens them', async () => {
    const ada = await world.enrol(['operator']);
    const first = world.browser().set('User-Agent', 'Firefox/1 \u00e9');
    const answer = await world.signIn(first, ada.account);
    await world.signedIn(ada);
    const { body, text } = await seen(first.get('/v1/sessions').expect(200));
    const data = body['data'] as Record<string, unknown>[];
    expect(data.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
    const mine = data.find(({ isCurrent }) => isCurrent) as Record<string, string>;
    expect(mine).toMatchObject({
      method: 'wallet',
      networkAddress: expect.stringMatching(/127\.0\.0\.1$|::1$/),
    });
    expect(mine['userAgent']).toMatch(/^Firefox\/1 \?+$/);
    const { id, openedAt, lastSeenAt, endsAt, idleEndsAt } = mine;
    expect([id, openedAt]).toEqual([expect.stringMatching(/^ses_[0-9a-f]{32}$/), lastSeenAt]);
    expect(Date.parse(idleEndsAt ?? '') - Date.parse(lastSeenAt ?? '')).toBe(30 * 60_000);
    // The same words as of the session that asks.
    const current = await seen(first.get('/v1/sessions/current').expect(200));
    expect(current.body).toMatchObject({ endsAt, idleEndsAt });
    expect((await world.logged('session.opened')).map(({ subject }) => subject)).toContain(id);
    const sid = decodeURIComponent(newCookie(answer) ?? '').split(/[:.]/)[1] ?? '';
    expect(sid.length).toBeGreaterThan(20);
    const stored = JSON.stringify(await world.database.read.personSession.findMany());
    for (const shown of [text, stored, JSON.stringify(await world.logged('session.opened'))]) {
      expect(shown).not.toContain(sid);
    }
  });

  it('are ended one by one, or all but the one that asks', async () => {
    const ada = await world.enrol(['operator']);
    const [here, there, elsewhere, old] = await Promise.all([1, 2, 3, 4].map(() => world.signedIn(ada)));
    if (!here || !there || !elsewhere || !old) throw new Error('not signed in');
    const id = await currentOf(old);
    await here.delete(`/v1/sessions/${id}`).expect(204);
    expect((await world.logged('session.revoked')).at(-1)).toMatchObject({ actor: ada.id, subject: id });
    expect((await old.get('/v1/sessions/current')).status).toBe(401);
    expect(codeOf(await here.delete(`/v1/sessions/${id}`))).toBe('SESSION_NOT_FOUND');
    const others = [await currentOf(there), await currentOf(elsewhere)].sort();
    expect((await here.delete('/v1/sessions/others').expect(200)).body).toEqual({ data: others });
    expect((await world.logged('session.revoked')).at(-1)).toMatchObject({
      actor: ada.id,
      subject: ada.id,
      detail: { sessions: others },
    });
    expect([(await there.get('/v1/people')).status, (await elsewhere.get('/v1/people')).status]).toEqual([
      401, 401,
    ]);
    expect(await listed(here)).toMatchObject([{ isCurrent: true }]);
  });

  it('H14: of somebody else are neither shown nor ended, whatever the role', async () => {
    const [ada, eve] = [await world.enrol(['operator']), await world.enrol(['admin', 'auditor'])];
    const [hers, his] = [await world.signedIn(ada), await world.signedIn(eve)];
    const id = await currentOf(hers);
    expect(JSON.stringify(await listed(his))).not.toContain(id);
    const answer = await his.delete(`/v1/sessions/${id}`);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'SESSION_NOT_FOUND']);
    for (const name of ['ses_x', `${id}0`, `per_${id}`, '%00', "ses_' OR 1=1"]) {
      expect([name, codeOf(await his.delete(`/v1/sessions/${name}`))]).toEqual([name, 'SESSION_NOT_FOUND']);
    }
    await hers.get('/v1/sessions/current').expect(200);
  });

  it('all end at the word of an admin, in the log, and of nobody else', async () => {
    const [ada, eve] = [await world.enrol(['operator', 'compliance']), await world.enrol(['admin'])];
    const [hers, also, his] = await Promise.all([ada, ada, eve].map((each) => world.signedIn(each)));
    if (!hers || !also || !his) throw new Error('not signed in');
    expect(codeOf(await hers.delete(`/v1/people/${eve.id}/sessions`))).toBe('FORBIDDEN');
    const ids = (await listed(hers)).map(({ id }) => id).sort();
    expect((await his.delete(`/v1/people/${ada.id}/sessions`).expect(200)).body).toEqual({ data: ids });
    expect((await world.logged('session.revoked')).at(-1)).toMatchObject({
      actor: eve.id,
      subject: ada.id,
      detail: { person: ada.id, sessions: ids },
    });
    expect([(await hers.get('/v1/people')).status, (await also.get('/v1/people')).status]).toEqual([
      401, 401,
    ]);
    const unknown = `/v1/people/${ada.id.replace(/.{12}$/, '000000000000')}/sessions`;
    expect(codeOf(await his.delete(unknown))).toBe('PERSON_NOT_FOUND');
    await world.signedIn(ada);
  });

  it('do not come back by a request that was under way when they were ended', async () => {
    const ada = await world.enrol(['operator']);
    for (let turn = 0; turn < 5; turn += 1) {
      const [here, there] = [await world.signedIn(ada), await world.signedIn(ada)];
      const id = await currentOf(there);
      await age(ada, 'rotated_at', 15 * 60);
      const answers = await Promise.all([
        there.get('/v1/sessions/current'),
        there.get('/v1/people'),
        here.delete(`/v1/sessions/${id}`),
        there.get('/v1/sessions/current'),
        there.get('/v1/sessions'),
      ]);
      expect(answers[2].status).toBe(204);
      expect((await there.get('/v1/sessions/current')).status).toBe(401);
      await here.delete('/v1/sessions/current').expect(204);
    }
  });
});

describe('a session in use', () => {
  it('ends after thirty idle minutes, by the database’s clock', async () => {
    const ada = await world.enrol(['operator']);
    const agent = await world.signedIn(ada);
    await age(ada, 'last_seen_at', 30 * 60 - 120);
    await agent.get('/v1/sessions/current').expect(200);
    await age(ada, 'last_seen_at', 30 * 60 - 120);
    await agent.get('/v1/sessions/current').expect(200);
    await age(ada, 'last_seen_at', 30 * 60);
    const answer = await agent.get('/v1/sessions/current');
    expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('ends after twelve hours however busy, by the database’s clock', async () => {
    const ada = await world.enrol(['operator']);
    const agent = await world.signedIn(ada);
    await age(ada, 'opened_at', 12 * 3600 - 120);
    await agent.get('/v1/sessions/current').expect(200);
    await age(ada, 'opened_at', 120);
    expect((await agent.get('/v1/sessions/current')).status).toBe(401);
    expect((await agent.delete('/v1/sessions/current')).status).toBe(401);
    // The next sign-in of anybody forgets it.
    await world.signedIn(await world.enrol(['operator']));
    expect(await world.database.read.personSession.count({ where: { personId: ada.id } })).toBe(0);
  });

  it('gets another secret after fifteen minutes, and no request at the same moment loses it', async () => {
    const ada = await world.enrol(['operator']);
    const before = await cookieOf(ada);
    await age(ada, 'rotated_at', 15 * 60);
    const answers = await atOnce(ada, 8, () => get(before));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    const cookies = answers.map(newCookie).filter((cookie) => cookie !== undefined);
    expect(cookies).toHaveLength(1);
    const after = cookies[0] ?? '';
    expect(after).not.toBe(before);

    // The former one serves what is under way, without ever being set again.
    const late = await get(before).expect(200);
    expect(newCookie(late)).toBeUndefined();
    expect(newCookie(await get(after).expect(200))).toBeUndefined();
    await get(before).expect(200);
    await age(ada, 'former_until', 10);
    expect((await get(before)).status).toBe(401);
    await get(after).expect(200);
    expect(await world.database.read.personSession.count({ where: { personId: ada.id } })).toBe(1);
  });

  it('outlives an answer that never arrived', async () => {
    const ada = await world.enrol(['operator']);
    const before = await cookieOf(ada);
    await age(ada, 'rotated_at', 15 * 60);
    const lost = newCookie(await get(before).expect(200)) ?? '';
    await age(ada, 'rotated_at', 10);
    const found = newCookie(await get(before).expect(200)) ?? '';
    expect([lost, found]).not.toContain('');
    expect(found).not.toBe(lost);
    await get(found).expect(200);
    expect((await get(lost)).status).toBe(401);
  });

  it('is the same session before and after: as listed, as ended, in the log', async () => {
    const ada = await world.enrol(['operator']);
    const agent = await world.signedIn(ada);
    const id = await currentOf(agent);
    await age(ada, 'rotated_at', 15 * 60);
    expect(await currentOf(agent)).toBe(id);
    await agent.delete('/v1/sessions/current').expect(204);
    expect((await world.logged('session.closed')).at(-1)).toMatchObject({ actor: ada.id, subject: id });
  });

  it('ends when its browser begins another sign-in', async () => {
    const ada = await world.enrol(['operator']);
    const cookie = await cookieOf(ada);
    const answer = await request(world.app.getHttpServer())
      .post('/v1/sessions/nonce')
      .set('Cookie', cookie)
      .expect(200);
    expect(newCookie(answer)).not.toBe(cookie);
    expect((await get(cookie)).status).toBe(401);
  });
});

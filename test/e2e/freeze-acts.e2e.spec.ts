import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { newId } from '../../src/infra/database/new-id.js';
import { FindingPage } from '../../src/safe-api/findings/findings.contract.js';
import { SafeDetail } from '../../src/safe-api/safe-detail.contract.js';
import { FreezeView } from '../../src/safes/freezes.contract.js';
import { fetchOnce } from '../../sandbox/fetch-once.js';
import { wireTime } from '../../sandbox/founding.js';
import type { Reply } from '../../sandbox/person-client.js';
import { made, reasonsOf, refusalOf } from './answers.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({ safes: 3 });
});

afterAll(() => story.close());

function freeze(scope: string, name = 'Tessa', key?: string): Promise<Reply> {
  return story.person(name).post('/v1/freezes', { scope, reason: 'The signing page looks odd' }, key);
}

describe('a freeze', () => {
  it('is put by any operational role, for one Safe, with a reason that is in the log', async () => {
    const safe = story.freshSafe();
    for (const name of ['Tessa', 'Ada', 'Clara', 'Adam', 'Otto']) {
      const body = made(await freeze(safe.id, name));
      expect(body).toMatchObject({
        scope: safe.id,
        code: 'SAFE_FROZEN',
        actor: story.personId(name),
        standing: true,
        ...{ finding: null, liftedAt: null, liftedBy: null },
      });
      expect(FreezeView.parse(body).actorName).toMatch(new RegExp(`^${name}\\b`));
    }
    expect(refusalOf(await freeze(safe.id, 'Audrey'))).toEqual([403, 'FORBIDDEN']);
    const log = (await story.audited(safe.id)).filter(({ type }) => type === 'safe.frozen');
    expect(log.map(({ actor }) => actor)).toEqual(
      ['Tessa', 'Ada', 'Clara', 'Adam', 'Otto'].map((name) => story.personId(name)),
    );
    expect(log[0]?.detail).toMatchObject({ code: 'SAFE_FROZEN', reason: 'The signing page looks odd' });
    expect(await story.standing(safe)).toBe(5);
    expect(await story.freeze(story.firstSafe)).toBeNull();
  });

  it('is recorded for each of two people who freeze at once, and once for each Idempotency-Key', async () => {
    const safe = story.freshSafe();
    const replies = await Promise.all([
      freeze(safe.id, 'Ada', 'a'),
      freeze(safe.id, 'Rita', 'a'),
      freeze(safe.id, 'Ada', 'a'),
    ]);
    const ids = replies.map((reply) => made(reply)['id']);
    expect(ids[2]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(2);
    expect(await story.standing(safe)).toBe(2);
  });

  it.each([
    [{ reason: 'x' }, '/scope'],
    [{ scope: 'ALL', reason: 'x' }, '/scope'],
    [{ scope: 'safe_1', reason: 'x' }, '/scope'],
    [{ scope: 'all' }, '/reason'],
    [{ scope: 'all', reason: '' }, '/reason'],
    [{ scope: 'all', reason: 'x', actor: 'system' }, '/actor'],
  ])('is refused as %j', async (body, pointer) => {
    const reply = await story.person('Tessa').post('/v1/freezes', body);
    expect([reply.status, refusalOf(reply)[2]]).toEqual([422, pointer]);
  });

  it('is refused for a Safe that there is not', async () => {
    expect(refusalOf(await freeze(newId('safe')))).toEqual([404, 'SAFE_NOT_FOUND', '/scope']);
  });

  it.each([
    `UPDATE "freeze" SET scope = 'all'`,
    'DELETE FROM "freeze"',
    'DELETE FROM "freeze" WHERE false',
    'TRUNCATE "freeze"',
    'SET session_replication_role = replica; DELETE FROM "freeze"',
  ])('survives %s', async (statement) => {
    await expect(story.sql(statement)).rejects.toThrow(/append-only/);
  });

  it('invariant 20: every view of a Safe says how far the chain enforces, and what goes round', async () => {
    const asked = story.person('Audrey');
    const { data } = (await asked.get('/v1/safes')).body;
    const one = (await asked.get(`/v1/safes/${story.firstSafe.id}`)).body;
    const said = { enforcement: 'advisory', gaps: ['HANDLER_SIGNS'] };
    for (const view of [...(data as unknown[]), one]) expect(view).toMatchObject(said);
    const shown = SafeDetail.parse(one);
    const { guard } = shown.profile;
    expect(shown).toMatchObject({
      guard: { pinned: guard, actual: guard, asPinned: true },
      profileCheck: { ok: true, drift: [] },
      ...{ nonce: '0', unavailable: null },
      lane: { holder: null, state: null, queued: 0 },
    });
    const { balances, block, ageSeconds } = shown;
    expect(balances?.find(({ asset }) => asset.symbol === 'ETH')).toMatchObject({ amount: '1000' });
    expect(block?.hash).toBe(
      (await story.chain.client.getBlock({ blockNumber: BigInt(block?.number ?? -1) })).hash,
    );
    expect(ageSeconds).toBeLessThanOrEqual(5);
  });

  it('is told of by any role, and acknowledged by any person, but by no service', async () => {
    const read = { name: 'Reader', roles: ['auditor'], expiresAt: wireTime(Date.now() + 3_600_000) };
    const secret = z.string().parse(made(await story.person('Adam').post('/v1/api-keys', read))['secret']);
    const finding = newId('fnd');
    await story.sql(
      `INSERT INTO finding (id, code, safe_id, transfer_id, detail, created_at)
       VALUES ($1, 'SAFE_STATE_DRIFT', $2, NULL, '{"drift":[]}', now())`,
      [finding, story.firstSafe.id],
    );
    const path = `/v1/findings/${finding}/acknowledgements`;
    const note = 'The guard was moved by us';
    const service = await fetchOnce(`${story.origin}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'idempotency-key': 'a',
      },
      body: JSON.stringify({ note }),
    });
    expect(service.status).toBe(403);
    const names = ['Tessa', 'Ada', 'Clara', 'Audrey', 'Adam', 'Otto'];
    for (const name of names) {
      made(await story.person(name).post(path, { note }));
      const page = FindingPage.parse((await story.person(name).get('/v1/findings')).body);
      expect(page.data.some(({ id }) => id === finding)).toBe(true);
    }
    const again = await story.person('Tessa').post(path, { note: 'Once more' });
    expect(refusalOf(again)).toEqual([409, 'STATE_CONFLICT']);
    const none = await story.person('Tessa').post(`/v1/findings/${newId('fnd')}/acknowledgements`, { note });
    expect(refusalOf(none)).toEqual([404, 'FINDING_NOT_FOUND']);
    const query = `safe=${story.firstSafe.id}&code=SAFE_STATE_DRIFT&acknowledged=true`;
    const { data } = FindingPage.parse((await story.person('Otto').get(`/v1/findings?${query}`)).body);
    expect(data).toMatchObject([
      {
        ...{ id: finding, words: 'The Safe is not as it was pinned.', freeze: null, transferId: null },
        acknowledgements: names.map((name) => ({ person: story.personId(name), note })),
      },
    ]);
    expect(data[0]?.acknowledgements[0]?.personName).toMatch(/^Tessa\b/);
    const open = await story.person('Otto').get('/v1/findings?acknowledged=false');
    expect(FindingPage.parse(open.body).data.map(({ id }) => id)).not.toContain(finding);
    const entries = (await story.audited(finding)).filter(({ type }) => type === 'finding.acknowledged');
    expect(entries.map(({ actor, detail }) => [actor, detail])).toEqual(
      names.map((name) => [story.personId(name), { code: 'SAFE_STATE_DRIFT', note }]),
    );
  });

  // The last one: nothing moves after it.
  it('of all stops every Safe, and is listed with the others', async () => {
    made(await freeze('all', 'Ada'));
    expect(await story.freeze(story.firstSafe)).toBe('SAFE_FROZEN');
    const body = made(await story.request({ amount: '1' }));
    expect([body['state'], reasonsOf(body)]).toEqual(['refused', ['SAFE_FROZEN']]);
    const safes = z.array(z.looseObject({ frozen: z.looseObject({ standing: z.int() }).nullable() }));
    const { data } = (await story.person('Audrey').get('/v1/safes')).body;
    expect(safes.parse(data).every(({ frozen }) => frozen !== null)).toBe(true);

    const Page = z.object({
      data: z.array(z.looseObject({ id: z.string(), scope: z.string() })),
      nextCursor: z.string().nullable(),
    });
    const pages: string[][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = `limit=5&standing=true${cursor && `&cursor=${cursor}`}`;
      const page = Page.parse((await story.person('Otto').get(`/v1/freezes?${query}`)).body);
      pages.push(page.data.map(({ scope }) => scope));
      cursor = page.nextCursor;
    }
    const listed = pages.flat();
    const stored = await story.sql('SELECT scope FROM "freeze" ORDER BY id DESC');
    expect(listed).toEqual(stored.map(({ scope }) => scope));
    expect([listed[0], pages.slice(0, -1).every((page) => page.length === 5)]).toEqual(['all', true]);
    await story.integrated();
    const entries = await story.person('Audrey').get('/v1/audit-entries?type=gateway.frozen');
    expect(entries.body['data']).toMatchObject([
      { body: { actor: story.personId('Ada'), detail: { reason: 'The signing page looks odd' } } },
    ]);
  });
});

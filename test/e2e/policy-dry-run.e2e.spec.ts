import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { made, refusalOf } from './answers.js';
import { DryRuns, limitedFounding } from './dry-runs.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;
let runs: DryRuns;

beforeAll(async () => {
  story = await openStory({ safes: 10, founding: limitedFounding });
  runs = new DryRuns(story);
});

afterAll(() => story.close());

const eth = (whole: number): string => `${String(whole)}000000000000000000`;

describe('a dry run', () => {
  // First, while no transfer is on its way.
  it('reserves and decides nothing, and is in the log without what it was about', async () => {
    const safe = story.freshSafe();
    const tables = ['transfer', 'decision', 'reservation', 'limit_scope', 'limit_entry', 'finding', 'freeze'];
    const counts = async () => {
      const sums = tables.map((table) => `(SELECT count(*) FROM "${table}")::int AS "${table}"`);
      return story.sql(`SELECT ${sums.join(', ')}`);
    };
    const before = await counts();
    await runs.evaluated({ amount: '3', safe });
    await runs.evaluated({ amount: '101', safe });
    expect(await counts()).toEqual(before);
    await story.integrated();
    const { body } = await story.person('Audrey').get('/v1/audit-entries?type=policy.evaluated&limit=200');
    const entries = z.array(z.looseObject({ body: z.looseObject({ safe: z.string() }) })).parse(body['data']);
    const own = entries.filter((entry) => entry.body.safe === safe.id);
    expect(own.map((entry) => entry.body)).toEqual([
      expect.objectContaining({
        actor: story.personId('Tessa'),
        detail: expect.objectContaining({ outcome: 'permit', codes: [], isDraft: false }) as unknown,
      }),
      expect.objectContaining({
        detail: expect.objectContaining({ outcome: 'deny', codes: ['NO_TIER', 'LIMIT_PER_TX'] }) as unknown,
      }),
    ]);
    expect(JSON.stringify(own)).not.toContain(story.destination().id);
  });

  it.each([
    ['permits', '7', 'permit', 'queued'],
    ['holds for an exception', '60', 'needs-exception', 'needs-exception'],
    ['denies', '101', 'deny', 'refused'],
  ])('%s exactly what a request is then answered', async (_name, amount, outcome, state) => {
    const safe = story.freshSafe();
    const before = await runs.evaluated({ amount, safe });
    const id = z.looseObject({ id: z.string() }).parse(made(await story.request({ amount, safe }))).id;
    expect(await story.show(id)).toMatchObject(state === 'queued' ? {} : { state });
    expect(before.decision.outcome).toBe(outcome);
    expect(before.decision).toEqual(await runs.decisionOf(id));
  });

  it('says who would have to confirm, what is free, and what it takes for granted', async () => {
    const safe = story.freshSafe();
    await story.requested({ amount: '40', safe });
    const answer = await runs.evaluated(
      { amount: '30', safe },
      { requester: story.personId('Tessa') },
      'Audrey',
    );
    expect(answer.decision.tier).toMatchObject({ name: 'eth-large', rekey: true });
    expect(answer.confirmers.map(({ group }) => group)).toEqual(['treasury', 'risk']);
    expect(answer.confirmers[0]?.people.map(({ name }) => name)).toContain('Ada');
    expect(answer.windows.find(({ rule }) => rule === 'eth-per-day')).toMatchObject({
      ...{ used: eth(40), max: eth(200), free: eth(160), fits: true, fitsAt: null },
      ...{ unit: 'asset', symbol: 'ETH', display: { used: '40', max: '200', free: '160' } },
    });
    expect(answer).toMatchObject({ isPast: false, missing: [], sources: [] });
    expect(answer.assumed).toContain('The requester signs the intent.');
  });

  it('asks a draft as a whole, and any version by its number', async () => {
    const document = await runs.inForce();
    const safe = story.freshSafe();
    const rules = document.rules.map((rule) => (rule.id === 'floor' ? { ...rule, minShare: '0.999' } : rule));
    const draft = await runs.evaluated({ amount: '2', safe }, { policy: { ...document, rules } });
    expect(draft.policy).toMatchObject({ version: 2, isDraft: true });
    expect(draft.decision.reasons.filter(({ outcome }) => outcome === 'deny')).toEqual([
      expect.objectContaining({ rule: 'floor', code: 'LIMIT_SAFE_FLOOR' }),
    ]);
    const first = await runs.evaluated({ amount: '2', safe }, { policy: 1 });
    expect([first.policy.isDraft, first.decision.outcome]).toEqual([false, 'permit']);
  });

  it('refuses what it does not know, with the place of it', async () => {
    const document = await runs.inForce();
    const wish = { amount: '1' };
    const rules = document.rules.map((rule) => ({ ...rule, maximum: '1' }));
    expect(refusalOf(await runs.ask(wish, { policy: { ...document, rules } }))).toEqual(
      expect.arrayContaining([422, 'BODY_SCHEMA', '/policy/rules/0/maximum']),
    );
    for (const [more, refusal] of [
      [{ amount: '1.0000000000000000001' }, [422, 'AMOUNT_FORMAT', '/amount']],
      [{ policy: 99 }, [404, 'POLICY_NOT_FOUND', '/policy']],
      [{ policy: 0 }, [422, 'BODY_SCHEMA', '/policy']],
      [{ at: '2001-01-01T00:00:00Z' }, [422, 'BODY_SCHEMA', '/at']],
      [{ salt: `0x${'00'.repeat(32)}` }, [422, 'BODY_SCHEMA', '/salt']],
      [{ requester: story.safes[0]?.id }, [422, 'BODY_SCHEMA', '/requester']],
    ] as const) {
      expect(refusalOf(await runs.ask(wish, more))).toEqual(refusal);
    }
    expect(refusalOf(await runs.ask(wish, {}, 'Otto'))).toEqual([403, 'FORBIDDEN']);
  });
});

describe('what is to be entered from the ticket first', () => {
  it('is not found by asking what would be decided', async () => {
    const id = await story.awaiting({ amount: '11', safe: story.freshSafe() });
    const ada = story.person('Ada');
    expect(refusalOf(await runs.ask({ amount: '1' }, {}, 'Ada'))).toEqual([403, 'REKEY_REQUIRED']);
    expect(refusalOf(await ada.get(`/v1/transfers/${id}/decisions`))).toEqual([403, 'REKEY_REQUIRED']);
    const destinationEnding = story.destination().address.slice(-8).toLowerCase();
    made(await ada.rekey(id, { destinationEnding, amount: '11' }));
    const { status } = await ada.get(`/v1/transfers/${id}/decisions`);
    expect(status).toBe(200);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { DecisionRecordSchema } from '../../src/domain/policies/decision-record.js';
import { wireTime } from '../../sandbox/founding.js';
import { made, refusalOf } from './answers.js';
import { DryRuns, limitedFounding } from './dry-runs.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;
let runs: DryRuns;
let foundedAt: number;

beforeAll(async () => {
  story = await openStory({ safes: 10, founding: limitedFounding });
  runs = new DryRuns(story);
  foundedAt = Date.now();
  // So that no transfer comes in within the second of the founding.
  await nextSecond();
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
      [{ at: wireTime(Date.now() + 60_000) }, [422, 'BODY_SCHEMA', '/at']],
      [{ at: '2001-01-01T00:00:00Z' }, [422, 'BODY_SCHEMA', '/at']],
      [{ salt: `0x${'00'.repeat(32)}` }, [422, 'BODY_SCHEMA', '/salt']],
      [{ requester: story.safes[0]?.id }, [422, 'BODY_SCHEMA', '/requester']],
    ] as const) {
      expect(refusalOf(await runs.ask(wish, more))).toEqual(refusal);
    }
    expect(refusalOf(await runs.ask(wish, {}, 'Otto'))).toEqual([403, 'FORBIDDEN']);
  });
});

describe('a dry run in the past', () => {
  it('knows what was used then, and takes of the chain what a decision has kept', async () => {
    const safe = story.freshSafe();
    const before = wireTime(Date.now());
    await nextSecond();
    const first = await story.requested({ amount: '50', safe });
    await nextSecond();
    const between = wireTime(Date.now() - 1_000);
    for (let count = 1; count < 4; count += 1) await story.requested({ amount: '50', safe });
    const answers = await Promise.all(
      [before, between, undefined].map((at) =>
        runs.evaluated({ amount: '1', safe }, at === undefined ? {} : { at }),
      ),
    );
    expect(answers.map(({ decision }) => decision.outcome)).toEqual(['permit', 'permit', 'needs-exception']);
    expect(answers.map((each) => each.windows.find(({ rule }) => rule === 'eth-per-day')?.used)).toEqual([
      ...['0', eth(50), eth(200)],
    ]);
    const [then] = answers;
    expect(then).toMatchObject({ isPast: true, missing: [], policy: { version: 1 } });
    const [{ id: decision }] = z
      .tuple([DecisionRecordSchema])
      .rest(z.unknown())
      .parse(await runs.recordsOf(first));
    expect(then?.sources.filter((each) => each.fact.includes('Safe'))).toEqual([
      expect.objectContaining({ fact: 'the Safe on chain', decision }),
      expect.objectContaining({ fact: "the Safe's balance", decision }),
    ]);
  });

  it('counts what was settled and what was freed as it stood', async () => {
    const safe = story.firstSafe;
    const paid = await story.relayed({ amount: '5', safe });
    await story.signed(paid);
    await story.settled(paid);
    const dropped = await story.requested({ amount: '6', safe });
    await nextSecond();
    const held = wireTime(Date.now() - 1_000);
    await runs.cancel(dropped);
    await nextSecond();
    const used = async (at?: string) => {
      const { windows } = await runs.evaluated({ amount: '1', safe }, at === undefined ? {} : { at });
      return windows.find(({ rule }) => rule === 'eth-per-day')?.used;
    };
    expect(await used(held)).toBe(eth(11));
    expect(await used(wireTime(Date.now() - 1_000))).toBe(eth(5));
    expect(await used()).toBe(eth(5));
  });

  it('invariant 6: makes nothing up of what nobody kept', async () => {
    const answer = await runs.evaluated(
      { amount: '1', safe: story.freshSafe() },
      { at: wireTime(foundedAt) },
    );
    expect(answer.missing).toEqual(['No decision has kept what this Safe was on chain.']);
    const denied = answer.decision.reasons.filter(({ outcome }) => outcome === 'deny');
    expect(denied.map(({ rule, code }) => [rule, code])).toEqual([
      ['safe-as-pinned', 'WORLD_UNAVAILABLE'],
      ['floor', 'BALANCE_UNAVAILABLE'],
    ]);
  });
});

describe('what is to be entered from the ticket first', () => {
  it('is not found by asking what would be decided', async () => {
    const id = await story.awaiting({ amount: '11', safe: story.freshSafe() });
    const ada = story.person('Ada');
    expect(refusalOf(await runs.ask({ amount: '1' }, {}, 'Ada'))).toEqual([403, 'REKEY_REQUIRED']);
    expect(refusalOf(await ada.get(`/v1/transfers/${id}/decisions`))).toEqual([403, 'REKEY_REQUIRED']);
    // Before it came in there was nothing to tell about it.
    await runs.evaluated({ amount: '1' }, { at: wireTime(foundedAt) }, 'Ada');
    const destinationEnding = story.destination().address.slice(-8).toLowerCase();
    made(await ada.rekey(id, { destinationEnding, amount: '11' }));
    const { status } = await ada.get(`/v1/transfers/${id}/decisions`);
    expect(status).toBe(200);
  });
});

/** Moments are asked for by the second: what comes after this is of another one. */
async function nextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1_000);
  await until('another second', () => Promise.resolve(Math.floor(Date.now() / 1_000) > second + 1));
}

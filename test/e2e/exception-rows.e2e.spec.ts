import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { wireTime } from '../../sandbox/founding.js';
import { made, refusalOf } from './answers.js';
import { ExceptionStory, given } from './exception-story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let world: ExceptionStory;
let story: StorySteps;

beforeAll(async () => {
  world = await ExceptionStory.open();
  story = world.story;
});

afterAll(() => story.close());

beforeEach(() => world.holdOne());

describe('an exception', () => {
  it('can be signed anew once it has expired, and both are kept', async () => {
    // Long enough to be looked at before it is over.
    made(await world.except('Clara', given({ expiresAt: wireTime(Date.now() + 12_000) })));
    expect(await world.statuses(world.held)).toEqual(['open']);
    expect(refusalOf(await world.except('Clara', given({ reason: 'Again' })))).toEqual([
      409,
      'ALREADY_EXCEPTED',
    ]);
    await until('the expiry', async () => (await world.statuses(world.held))[0] === 'expired');
    expect(made(await world.except('Clara', given()))).toMatchObject({ state: 'needs-exception' });
    expect(await world.statuses(world.held)).toEqual(['superseded', 'open']);
    expect(made(await world.except('Carlos', given()))).toMatchObject({ state: 'queued' });
  });

  it('invariant 8: is refused when something else was signed', async () => {
    const binding = [422, 'APPROVAL_BINDING', '/signature'];
    const other = await story.requested({ amount: '80' }, 'needs-exception');
    expect(refusalOf(await world.except('Clara', given(), { signs: given({ ceiling: '90' }) }))).toEqual(
      binding,
    );
    expect(refusalOf(await world.except('Clara', given(), { signs: given({ reason: 'x' }) }))).toEqual(
      binding,
    );
    expect(refusalOf(await world.except('Clara', given(), { key: 'Carlos' }))).toEqual(binding);
    expect(refusalOf(await world.except('Clara', given(), { transfer: other }))).toEqual(binding);
  });

  it('invariant 8: counts zero as a row that nobody signed', async () => {
    const columns =
      'id, transfer_id, rule, person_id, key_id, statement, digest, signature, created_at, expires_at';
    made(await world.except('Clara', given()));
    await story.sql(
      `INSERT INTO policy_exception (${columns})
       SELECT 'exc_forged_' || id, transfer_id, rule, $2, $3, statement, digest, signature, created_at, expires_at
       FROM policy_exception WHERE transfer_id = $1`,
      [world.held, story.personId('Carlos'), story.account('Carlos').address],
    );
    const other = await story.requested({ amount: '80' }, 'needs-exception');
    await story.sql(
      `INSERT INTO policy_exception (${columns})
       SELECT 'exc_copied_' || id, $2, rule, person_id, key_id, statement, digest, signature, created_at, expires_at
       FROM policy_exception WHERE transfer_id = $1 AND person_id = $3`,
      [world.held, other, story.personId('Clara')],
    );
    world.held = other;
    expect(made(await world.except('Carlos', given()))).toMatchObject({ state: 'needs-exception' });
  });

  it.each<[string, string]>([
    ['with a higher ceiling', `jsonb_set(statement::jsonb, '{ceiling}', '"90000000000000000000"')`],
    ['for another reason', `jsonb_set(statement::jsonb, '{reason}', '"Another"')`],
    ['with another ticket', `jsonb_set(statement::jsonb, '{ticket}', '"OPS-8"')`],
    ['that says something else', `jsonb_set(statement::jsonb, '{words}', '"Waive nothing"')`],
    ['that measured less', `jsonb_set(statement::jsonb, '{measured}', '"1"')`],
    ['with a later end', `jsonb_set(statement::jsonb, '{expiresAt}', '1999999999')`],
  ])('invariant 8: counts zero as a row made into one %s', async (_case, statement) => {
    made(await world.except('Clara', given()));
    await story.sql(`UPDATE policy_exception SET statement = ${statement} WHERE transfer_id = $1`, [
      world.held,
    ]);
    expect(made(await world.except('Carlos', given()))).toMatchObject({ state: 'needs-exception' });
    expect(await world.statuses(world.held)).toEqual(['invalid', 'open']);
  });

  it.each<[string, string, () => string]>([
    ['person', 'person_id', () => story.personId('Carlos')],
    ['signature', 'signature', () => `0x${'11'.repeat(64)}1b`],
  ])('invariant 8: counts zero as a row with another %s', async (_case, column, value) => {
    made(await world.except('Clara', given()));
    await story.sql(`UPDATE policy_exception SET ${column} = $2 WHERE transfer_id = $1`, [
      world.held,
      value(),
    ]);
    expect(made(await world.except('Carlos', given()))).toMatchObject({ state: 'needs-exception' });
    expect(await world.statuses(world.held)).toEqual(['invalid', 'open']);
  });

  it('invariant 8: counts zero for another transfer that it was pointed to', async () => {
    made(await world.except('Clara', given()));
    const other = await story.requested({ amount: '80' }, 'needs-exception');
    await story.sql('UPDATE policy_exception SET transfer_id = $2 WHERE transfer_id = $1', [
      world.held,
      other,
    ]);
    world.held = other;
    expect(made(await world.except('Carlos', given()))).toMatchObject({ state: 'needs-exception' });
    expect(await world.statuses(world.held)).toEqual(['invalid', 'open']);
  });
});

describe('the list of exceptions', () => {
  const Page = z.object({
    data: z.array(z.looseObject({ id: z.string(), transfer: z.string() })),
    nextCursor: z.string().nullable(),
  });
  const page = async (query: string, name = 'Audrey') =>
    Page.parse((await story.person(name).get(`/v1/exceptions?${query}`)).body);

  it('is all that were ever given, newest first, each with what it waives and what became of it', async () => {
    const safe = story.freshSafe();
    world.held = await story.requested({ amount: '80', safe }, 'needs-exception');
    for (const name of ['Clara', 'Carlos']) made(await world.except(name, given({ ceiling: '90' })));
    await story.until(world.held, 'awaiting-confirmation');
    await story.confirmed(world.held, ['Ada', 'Rita']);
    await story.until(world.held, 'relayed');
    const all: z.output<typeof Page>['data'] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { data, nextCursor } = await page(cursor === '' ? 'limit=7' : `limit=7&cursor=${cursor}`);
      all.push(...data);
      cursor = nextCursor;
    }
    const [row] = await story.sql('SELECT count(*)::int AS count FROM policy_exception');
    expect(new Set(all.map(({ id }) => id)).size).toBe(row?.['count']);
    const own = all.filter(({ transfer }) => transfer === world.held);
    expect(own).toMatchObject([{ person: story.personId('Carlos') }, { person: story.personId('Clara') }]);
    const { address } = story.destination();
    const label = story.founding.safes.find(({ id }) => id === safe.id)?.label ?? '';
    expect(own[0]).toMatchObject({
      ...{ rule: 'eth-per-transfer', measured: '80', bound: '50', ceiling: '90' },
      ...{ reason: 'Settlement', ticket: 'OPS-7', status: 'used' },
      words: `Waive the rule eth-per-transfer once: it measures 80 ETH and allows 50 ETH; up to 90 ETH is excepted. Send 80 ETH from ${label} (${safe.address}) to Hot wallet 1 (${address}) on chain 31337, reference: Refill hot wallet 1`,
    });
  });

  it.each(['Clara', 'Audrey', 'Adam'])('is read by %s', async (name) => {
    expect((await page('limit=1', name)).data).toHaveLength(1);
  });

  it.each(['Tessa', 'Ada', 'Otto'])('is not read by %s', async (name) => {
    expect(refusalOf(await story.person(name).get('/v1/exceptions'))).toEqual([403, 'FORBIDDEN']);
  });
});

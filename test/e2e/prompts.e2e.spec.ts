import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { withoutDelays } from '../builders/founding.js';
import { made, reasonsOf } from './answers.js';
import { RegisterEdits } from './register-edits.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({
    safes: 9,
    founding: (document) =>
      withoutDelays({ ...document, policy: { ...document.policy, maxPromptsPerHour: 3 } }),
  });
});

afterAll(() => story.close());

const Shown = z.looseObject({ state: z.string(), revision: z.int() });
const shown = async (id: string) => Shown.parse(await story.show(id));

/** Asked for at once, each out of a Safe of its own, so that all are cleared at the same time. */
async function requestedAtOnce(count: number, by: string): Promise<readonly string[]> {
  const person = story.person(by);
  const signed = [];
  for (let index = 0; index < count; index += 1)
    signed.push(await person.signedRequest(story.wish({ amount: '1', safe: story.freshSafe() })));
  const replies = await Promise.all(signed.map((each) => person.post('/v1/transfers', each)));
  return replies.map((each) => String(made(each)['id']));
}

async function answered(id: string): Promise<string> {
  await until(`an answer to ${id}`, async () =>
    ['awaiting-confirmation', 'refused'].includes((await shown(id)).state),
  );
  return (await shown(id)).state;
}

describe('people are asked', () => {
  it('three times an hour for one requester, however many requests race, and later again', async () => {
    const ids = await requestedAtOnce(5, 'Tessa');
    const states = await Promise.all(ids.map(answered));
    expect(states.filter((each) => each === 'awaiting-confirmation')).toHaveLength(3);
    const refused = ids[states.indexOf('refused')] ?? '';
    const body = await story.show(refused);
    expect(reasonsOf(body)).toEqual(['PROMPT_LIMIT']);
    const { evidence } = z
      .looseObject({ evidence: z.object({ reasons: z.array(z.looseObject({ reason: z.string() })) }) })
      .parse(body);
    const again = / it is possible again at (.+Z)$/.exec(evidence.reasons[0]?.reason ?? '')?.[1] ?? '';
    expect(Date.parse(again) - Date.now()).toBeGreaterThan(3_000_000);
    expect(Date.parse(again) - Date.now()).toBeLessThanOrEqual(3_600_000);

    const [others] = await requestedAtOnce(1, 'Tariq');
    expect(await answered(others ?? '')).toBe('awaiting-confirmation');

    // The hour is over for the first of them.
    const text = `UPDATE revision SET cleared_at = cleared_at - interval '1 hour' WHERE transfer_id = $1`;
    await story.sql(text, [ids[states.indexOf('awaiting-confirmation')]]);
    const safe = story.firstSafe;
    const [one, other] = [
      await story.requested({ amount: '1', safe }),
      await story.requested({ amount: '1', safe }),
    ];
    expect(await answered(one)).toBe('awaiting-confirmation');
    await story.person('Tessa').post(`/v1/transfers/${one}/cancel`, { reason: 'The next, please' });
    expect(await answered(other)).toBe('refused');
  });

  it('about one transfer eleven times at most: then it is refused', async () => {
    const edits = new RegisterEdits(story);
    const change = () => edits.policy((document) => ({ ...document, maxPromptsPerHour: 100 }));
    await change();
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    for (let revision = 1; revision < 11; revision += 1) {
      await change();
      await story.hurry('recheck', id);
      await until(`revision ${String(revision + 1)}`, async () => {
        const { state, revision: now } = await shown(id);
        return state === 'awaiting-confirmation' && now === revision + 1;
      });
    }
    await change();
    await story.hurry('recheck', id);
    const body = await story.until(id, 'refused');
    expect(reasonsOf(body)).toEqual(['PROMPT_LIMIT']);
    expect(body['revision']).toBe(11);
  });
});

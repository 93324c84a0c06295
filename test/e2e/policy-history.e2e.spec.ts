import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { replayDecision } from '../../src/domain/policies/replay-decision.js';
import { Folder, sluice } from '../builders/sluice-command.js';
import { ReviewView } from '../../src/changes/policy-reviews/policy-review.contract.js';
import { made, refusalOf } from './answers.js';
import { DryRuns, limitedFounding } from './dry-runs.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;
let runs: DryRuns;

beforeAll(async () => {
  story = await openStory({ safes: 5, founding: limitedFounding });
  runs = new DryRuns(story);
  for (const amount of ['50', '46', '7']) await story.requested({ amount, safe: story.freshSafe() });
  await story.requested({ amount: '60', safe: story.freshSafe() }, 'needs-exception');
});

afterAll(() => story.close());

describe('a stored decision', () => {
  it('invariant 17: is decided again from what leaves Sluice, at every stage and offline', async () => {
    const id = await story.awaiting({ amount: '4', safe: story.firstSafe });
    const records = await runs.recordsOf(id);
    expect(records.map(({ facts }) => (facts as { stage: string }).stage)).toEqual(['request', 'relay']);
    for (const record of records) {
      expect(replayDecision(record).filter(({ isProved }) => !isProved)).toEqual([]);
    }
    const folder = new Folder();
    const { out, passed } = await sluice('verify', 'decision', folder.file({ data: records }));
    folder.remove();
    expect([passed, out.split('\n').at(-1)]).toEqual([true, '2 of 2 decisions are reproduced']);
    await runs.cancel(id);
  });

  it('is part of a history that a draft is tried on', async () => {
    const auditor = story.person('Audrey');
    const pages: unknown[] = [];
    let next = '/v1/decisions?limit=3';
    while (next !== '') {
      const { body } = await auditor.get(next);
      pages.push(...z.array(z.unknown()).parse(body['data']));
      const cursor = z.string().nullable().parse(body['nextCursor']);
      next = cursor === null ? '' : `/v1/decisions?limit=3&cursor=${cursor}`;
    }
    const document = await runs.inForce();
    const rules = document.rules.filter(({ id }) => id !== 'eth-per-transfer');
    const folder = new Folder();
    const same = await sluice(
      'policy',
      'test',
      folder.file(document),
      '--history',
      folder.file({ data: pages }),
    );
    const draft = folder.file({ ...document, rules });
    const none = await sluice('policy', 'test', draft, '--history', folder.file(pages), '--json');
    folder.remove();
    expect(same.out.split('\n').at(-1)).toMatch(/^None of the last 90 days' [0-9]+ transfers would/);
    const { otherwise } = z.looseObject({ otherwise: z.array(z.unknown()) }).parse(JSON.parse(none.out));
    expect(otherwise.length).toBeGreaterThan(0);
  });

  it('comes with a policy by its number, and with the schema of all', async () => {
    const tessa = story.person('Tessa');
    const { body } = await tessa.get('/v1/policies/1');
    expect(body).toMatchObject({
      version: 1,
      hash: expect.stringMatching(/^0x/) as unknown,
      document: await runs.inForce(),
    });
    expect((await tessa.get('/v1/policies/schema')).body).toMatchObject({
      type: 'object',
      additionalProperties: false,
    });
  });
});

describe('a change of the policy', () => {
  it('is shown with what it would have done, and signed without', async () => {
    const document = await runs.inForce();
    const rules = document.rules.map((rule) =>
      rule.id === 'eth-per-transfer' && 'max' in rule ? { ...rule, max: '45' } : rule,
    );
    const content = { ...document, rules, maxExpirySeconds: document.maxExpirySeconds + 1 };
    const reply = await story.person('Clara').post('/v1/changes/drafts', { kind: 'policy', content });
    const { change, statement } = z
      .object({
        change: z.looseObject({
          review: z.looseObject({ replay: z.looseObject({ otherwise: z.array(Otherwise) }) }),
        }),
        statement: z.unknown(),
      })
      .parse(made(reply));
    // The same without a draft, for whoever may read it.
    const asked = await story.person('Audrey').post('/v1/policies/reviews', { content });
    expect(asked.status).toBe(200);
    expect(ReviewView.parse(asked.body)).toEqual(change.review);
    const broken = { ...content, maxExpirySeconds: 1, tiers: [{ ...content.tiers[0], require: [] }] };
    const refused = await story.person('Clara').post('/v1/policies/reviews', { content: broken });
    expect([refused.status, refused.body['errors']]).toEqual([
      422,
      expect.arrayContaining([
        expect.objectContaining({ pointer: '/content/tiers/0/require' }),
        expect.objectContaining({ pointer: '/content/maxExpirySeconds' }),
      ]),
    ]);
    const unmet = { ...content.tiers[0], require: [{ group: 'nobody', count: 1 }] };
    const stranger = { ...content, tiers: [unmet, { ...unmet, name: 'again' }] };
    expect(
      refusalOf(await story.person('Clara').post('/v1/policies/reviews', { content: stranger })),
    ).toEqual([
      ...[422, 'CHANGE_INVALID', '/content/tiers/1/upTo'],
      ...['/content/tiers/0/require/0', '/content/tiers/1/require/0'],
    ]);
    const zone = { id: 'office', kind: 'business-hours', timeZone: 'Etc/GMT+2', days: ['mon'] };
    const hours = { ...zone, from: '09:00', to: '17:00', waivable: false };
    const offset = { ...content, rules: [...rules, hours] };
    const drafted = { kind: 'policy', content: offset };
    expect(refusalOf(await story.person('Clara').post('/v1/changes/drafts', drafted))).toEqual([
      422,
      'BODY_SCHEMA',
      `/content/rules/${String(rules.length)}/timeZone`,
    ]);
    const tessa = await story.person('Tessa').post('/v1/policies/reviews', { content });
    expect(refusalOf(tessa)).toEqual([403, 'FORBIDDEN']);
    expect(change.review).toMatchObject({
      direction: 'loosens',
      loosened: ['the longest expiry'],
      tightened: ['rule eth-per-transfer'],
    });
    const { replay } = change.review;
    expect(replay).toMatchObject({
      days: 90,
      isComplete: true,
      veiled: 0,
      summary: expect.stringMatching(/^[1-9][0-9]* of the last 90 days' [0-9]+ transfers would/) as unknown,
    });
    expect(replay.otherwise).toEqual(
      replay.otherwise.map(() =>
        expect.objectContaining({ was: expect.objectContaining({ outcome: 'permit' }) as unknown }),
      ),
    );
    expect(replay.otherwise[0]?.because[0]).toContain('eth-per-transfer');
    expect(JSON.stringify(statement)).not.toContain('would have ended');
  });

  it('of anything else has no review', async () => {
    const { body } = await story.person('Clara').get('/v1/destinations');
    const [entry] = z.array(z.looseObject({ id: z.string() })).parse(body['data']);
    const wish = { kind: 'destination', subject: entry?.id, content: null };
    expect(made(await story.person('Clara').post('/v1/changes/drafts', wish))).toMatchObject({
      change: { review: null },
    });
  });
});

const Otherwise = z.looseObject({ was: z.looseObject({}), because: z.array(z.string()) });

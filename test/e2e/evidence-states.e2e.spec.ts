import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withPerson } from '../builders/founding.js';
import { made, refusalOf } from './answers.js';
import { evidenceOf as evidence } from './evidence-of.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({
    safes: 12,
    founding: (document) => {
      const { policy, ...rest } = withPerson(document, 'Ada', { roles: ['approver'] });
      const tiers = policy.tiers.map((tier) => (tier.name === 'eth-large' ? { ...tier, rekey: true } : tier));
      return { ...rest, policy: { ...policy, tiers } };
    },
  });
});

afterAll(() => story.close());

const evidenceOf = (id: string, name?: string) => evidence(story, id, name);

const SOUND = { holds: true, isRooted: true, failed: [] };

describe('the evidence of a transfer that has not settled', () => {
  it('invariant 18: of a refused one shows the policy that refused it', async () => {
    const id = await story.requested({ amount: '101', safe: story.freshSafe() }, 'refused');
    const evidence = await evidenceOf(id);
    expect(evidence).toMatchObject({ state: 'refused', ...SOUND });
    expect(evidence.bundle.safeTransaction).toBeNull();
  });

  it('invariant 18: of one that waits for an exception, a confirmation, or its lane, shows how far it has come', async () => {
    const safe = story.freshSafe();
    const held = await story.requested({ amount: '80', safe }, 'needs-exception');
    expect(await evidenceOf(held)).toMatchObject({ state: 'needs-exception', ...SOUND });
    const waiting = await story.awaiting({ amount: '1', safe });
    const evidence = await evidenceOf(waiting);
    expect(evidence).toMatchObject({ state: 'awaiting-confirmation', ...SOUND });
    // What an approver compares on two devices before they confirm.
    const { body } = await story.person('Ada').get(`/v1/transfers/${waiting}/clearance`);
    expect(body['text']).toMatch(/^sluice-clearance:1[?]chain=31337&safe=0x[0-9a-fA-F]{40}&transfer=tr_/);
    expect(evidence.lines.flatMap(({ code }) => (code === undefined ? [] : [code]))).toEqual([body['text']]);
    expect(body).toMatchObject({
      confirm: { digest: new URLSearchParams(String(body['text']).split('?')[1]).get('digest') },
    });
    const queued = await story.requested({ amount: '1', safe });
    expect(await evidenceOf(queued)).toMatchObject({ state: 'queued', ...SOUND });
  });

  it('invariant 18: of a rejected and of a cancelled one shows by whom', async () => {
    const rejected = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    made(await story.person('Ada').reject(rejected, 'I do not know this transfer'));
    const answer = await evidenceOf(rejected);
    expect(answer).toMatchObject({ state: 'rejected', ...SOUND });
    expect(answer.bundle.confirmations.map(({ decision, person }) => [decision, person])).toEqual([
      ['reject', story.personId('Ada')],
    ]);
    const cancelled = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    await story.person('Tessa').post(`/v1/transfers/${cancelled}/cancel`, { reason: 'x' });
    expect(await evidenceOf(cancelled)).toMatchObject({ state: 'cancelled', ...SOUND });
  });

  it('is kept from who is still to enter destination and amount, and from nobody else', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '40', safe });
    const asked = await story.person('Ada').get(`/v1/transfers/${id}/evidence`);
    expect(refusalOf(asked)).toEqual([403, 'REKEY_REQUIRED']);
    const masked = (await story.person('Ada').get(`/v1/transfers/${id}/clearance`)).body;
    expect([masked['masked'], masked['text']]).toEqual([true, null]);
    expect(await evidenceOf(id)).toMatchObject({ state: 'awaiting-confirmation', ...SOUND });
  });

  it('invariant 16: its reading is in the log', async () => {
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    await evidenceOf(id);
    const last = (await story.audited(id)).findLast(({ type }) => type === 'evidence.read');
    expect(last).toMatchObject({ actor: story.personId('Audrey') });
  });
});

describe('a database administrator', () => {
  it.each([
    ['the amount', `UPDATE transfer SET intent = jsonb_set(intent, '{amount}', '"2"') WHERE id = $1`],
    [
      'who answered',
      `UPDATE confirmation SET person_id = (SELECT requester_id FROM transfer WHERE id = $1) WHERE transfer_id = $1`,
    ],
    [
      'what was decided',
      `UPDATE decision SET outcome = replace(outcome::text, 'permit', 'deny')::jsonb WHERE transfer_id = $1`,
    ],
  ])('invariant 18: who changes %s finds no bundle that holds', async (_what, sql) => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    expect(await evidenceOf(id)).toMatchObject({ state: 'relayed', ...SOUND });
    await asSuperuser(sql, id);
    const changed = await evidenceOf(id).catch((error: unknown) => ({ holds: false, failed: [error] }));
    expect(changed.holds).toBe(false);
    expect(changed.failed).not.toEqual([]);
  });
});

/** Past the triggers, as somebody does who owns the tables. */
function asSuperuser(sql: string, id: string): Promise<unknown> {
  return story.sql(`SET session_replication_role = replica; ${sql.replaceAll('$1', `'${id}'`)};
    SET session_replication_role = DEFAULT`);
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { InboxCounts, InboxPage } from '../../src/inbox/inbox.contract.js';
import { newId } from '../../src/infra/database/new-id.js';
import { withoutDelays } from '../builders/founding.js';
import { made, refusalOf } from './answers.js';
import { given } from './exception-story.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

const PEOPLE = [
  'Tessa',
  'Tariq',
  'Ada',
  'Amos',
  'Rita',
  'Clara',
  'Carlos',
  'Audrey',
  'Adam',
  'Otto',
  'Orson',
];

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({
    safes: 5,
    founding: (document) => {
      const { policy } = document;
      const tiers = policy.tiers.map((tier) => (tier.name === 'eth-large' ? { ...tier, rekey: true } : tier));
      return withoutDelays({ ...document, policy: { ...policy, tiers } });
    },
  });
});

afterAll(() => story.close());

const Listed = z.object({ status: z.literal(200), body: InboxPage });

async function inboxOf(name: string): Promise<InboxPage['data']> {
  return Listed.parse(await story.person(name).get('/v1/inbox')).body.data;
}

/** Who has this in their inbox, and as what. */
async function askedFor(id: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const name of PEOPLE)
    for (const { subject, kind } of await inboxOf(name)) if (subject.id === id) found[name] = kind;
  return found;
}

/** The same of changes, by the route that there was before. */
async function waitingFor(name: string): Promise<readonly string[]> {
  const { body } = await story.person(name).get('/v1/changes?waitingFor=me');
  return z
    .looseObject({ data: z.array(z.looseObject({ id: z.string() })) })
    .parse(body)
    .data.map(({ id }) => id);
}

describe('an inbox', () => {
  it('has a confirmation in it for those whose confirmation is taken and counts, and for nobody else', async () => {
    const id = await story.awaiting({ amount: '2', safe: story.freshSafe(), by: 'Tariq' });
    expect(await askedFor(id)).toEqual({ Ada: 'confirm', Amos: 'confirm' });
    const [item] = await inboxOf('Ada');
    const { id: safe } = z
      .looseObject({ safe: z.looseObject({ id: z.string() }) })
      .parse(await story.show(id)).safe;
    expect(item).toMatchObject({
      ...{ masked: false, amount: '2', requesterName: 'Tariq', safe: { id: safe } },
      words: expect.stringMatching(/^Send 2 ETH from /),
      progress: [{ group: 'treasury', needed: 1, have: 0 }],
    });
    expect(refusalOf(await story.person('Tariq').confirm(id))).toEqual([403, 'SOD']);
    const counts = await story.person('Ada').get('/v1/inbox/counts');
    expect(InboxCounts.parse(counts.body)).toMatchObject({ total: 1, kinds: { confirm: 1, sign: 0 } });
    await story.confirmed(id);
    await story.until(id, 'relayed');
    expect(await askedFor(id)).toEqual({ Otto: 'sign', Orson: 'sign' });
    await story.signed(id, ['Otto']);
    expect(await askedFor(id)).toEqual({ Orson: 'sign' });
  });

  it('asks to re-key first and shows nothing of it, then to confirm', async () => {
    const id = await story.awaiting({ amount: '11', safe: story.freshSafe() });
    expect(await askedFor(id)).toEqual({ Tariq: 'rekey', Ada: 'rekey', Amos: 'rekey', Rita: 'rekey' });
    const found = (await inboxOf('Rita')).find(({ subject }) => subject.id === id);
    expect(found).toMatchObject({
      masked: true,
      words: null,
      amount: null,
      destination: null,
      reference: null,
    });
    expect(JSON.stringify(found)).not.toMatch(/Hot wallet|"11"|Send /);
    const ticket = { destinationEnding: story.destination().address.slice(-8).toLowerCase(), amount: '11' };
    made(await story.person('Rita').rekey(id, ticket));
    expect(await askedFor(id)).toMatchObject({ Rita: 'confirm', Ada: 'rekey' });
    await story.confirmed(id, ['Rita']);
    expect(await askedFor(id)).toEqual({ Tariq: 'rekey', Ada: 'rekey', Amos: 'rekey' });
    expect(refusalOf(await story.person('Rita').confirm(id))).toEqual([409, 'ALREADY_CONFIRMED']);
  });

  it('has an exception in it for officers until it is given', async () => {
    const id = await story.requested({ amount: '80', safe: story.freshSafe() }, 'needs-exception');
    expect(await askedFor(id)).toEqual({ Clara: 'except', Carlos: 'except' });
    made(await story.person('Carlos').except(id, given()));
    expect(await askedFor(id)).not.toHaveProperty('Carlos');
  });

  it('is empty of what a freeze has stopped, as the act is refused', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '2', safe });
    expect(await askedFor(id)).toMatchObject({ Ada: 'confirm' });
    made(await story.person('Adam').post('/v1/freezes', { scope: safe.id, reason: 'to be looked at' }));
    expect(await askedFor(id)).toEqual({});
    expect(refusalOf(await story.person('Ada').confirm(id))).toEqual([409, 'SAFE_FROZEN']);
  });

  it('has a change in it for those who may still answer, never for its proposer', async () => {
    const governance = await story.governance();
    const [, clara] = governance.governors;
    if (!clara) throw new Error('Clara does not govern');
    const auditor = { name: 'Anna', roles: ['auditor'], groups: [], accounts: [] };
    const change = await governance.propose('person', newId('per'), auditor);
    expect(await askedFor(change.id)).toEqual({ Clara: 'answer', Carlos: 'answer', Rita: 'answer' });
    const found = (await inboxOf('Rita')).find(({ subject }) => subject.id === change.id);
    expect(found).toMatchObject({ requesterName: 'Adam', words: change.sentences.join('\n'), safe: null });
    for (const name of ['Adam', 'Clara', 'Ada'])
      expect(await waitingFor(name)).toEqual(name === 'Clara' ? [change.id] : []);
    await governance.answer(change, clara, 'approve');
    expect(await askedFor(change.id)).not.toHaveProperty('Clara');
  });
});

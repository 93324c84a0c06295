import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TypedDataDefinition } from 'viem';
import { parseEther } from 'viem';
import { z } from 'zod';
import { INTEGRITY } from '../../src/domain/policies/decide.js';
import { wireTime } from '../../src/sandbox/founding.js';
import type { Reply } from '../../src/sandbox/person-client.js';
import { withPerson, withPrompts } from '../builders/founding.js';
import { made, refusalOf } from './answers.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

const DAY = 86_400;
let story: StorySteps;
let held: string;

beforeAll(async () => {
  // Clara may ask for transfers as well, so that separation of duties has something to refuse.
  const founding = (document: Parameters<typeof withPerson>[0]) =>
    withPrompts(withPerson(document, 'Clara', { roles: ['compliance', 'operator'] }));
  const lasting = (document: Parameters<typeof withPerson>[0]) => {
    const { policy, ...rest } = founding(document);
    return { ...rest, policy: { ...policy, maxExpirySeconds: 31 * DAY } };
  };
  story = await openStory({ safes: 4, founding: lasting });
});

afterAll(() => story.close());

beforeEach(async () => {
  held = await story.requested({ amount: '80' }, 'needs-exception');
});

interface Given {
  readonly rule: string;
  readonly ceiling: string;
  readonly reason: string;
  readonly ticket: string;
  readonly expiresAt: string;
}

function given(change: Partial<Given> = {}): Given {
  const expiresAt = wireTime(Date.now() + 1_800_000);
  const named = { rule: 'eth-per-transfer', ceiling: '80', reason: 'Settlement', ticket: 'OPS-7' };
  return { ...named, expiresAt, ...change };
}

/** Brings an exception that may be another than the one that was signed, by somebody else's key. */
async function except(
  name: string,
  sent: Given,
  { signs = sent, key = name, transfer = held }: { signs?: Given; key?: string; transfer?: string } = {},
): Promise<Reply> {
  const statement = async (of: Given) => {
    const query = new URLSearchParams({ ...of }).toString();
    return story.person('Carlos').get(`/v1/transfers/${transfer}/exception-statement?${query}`);
  };
  const wanted = await statement(signs);
  // What has no statement can still be sent, with a signature over another one.
  const { body } = wanted.status === 200 ? wanted : await statement(given());
  if (!body['typedData']) throw new Error(JSON.stringify([wanted.body, body]));
  const signature = await story.account(key).signTypedData(body['typedData'] as TypedDataDefinition);
  return story.person(name).post(`/v1/transfers/${held}/exceptions`, { ...sent, signature });
}

async function statuses(id: string): Promise<readonly string[]> {
  const Detail = z.looseObject({ exceptions: z.array(z.looseObject({ status: z.string() })) });
  return Detail.parse(await story.show(id)).exceptions.map(({ status }) => status);
}

describe('an exception', () => {
  it('takes two of compliance, and then the transfer settles', async () => {
    const safe = story.freshSafe();
    held = await story.requested({ amount: '80', safe }, 'needs-exception');
    expect(await story.budget(held)).toEqual([]);
    expect(made(await except('Clara', given()))).toMatchObject({ state: 'needs-exception' });
    expect(made(await except('Carlos', given()))).toMatchObject({ state: 'queued' });
    expect(await story.budget(held)).toEqual(['held']);
    await story.until(held, 'awaiting-confirmation');
    await story.confirmed(held, ['Ada', 'Rita']);
    await story.until(held, 'relayed');
    await story.signed(held);
    await story.settled(held);
    expect(await story.balance('eth', safe.address)).toBe(parseEther('920'));
  });

  it('counts one person once', async () => {
    made(await except('Clara', given()));
    expect(refusalOf(await except('Clara', given({ reason: 'Once more' })))).toEqual([
      409,
      'ALREADY_EXCEPTED',
    ]);
    expect(await story.state(held)).toBe('needs-exception');
  });

  it('invariant 10: is not made by whoever asked for the transfer', async () => {
    held = await story.requested({ amount: '80', by: 'Clara' }, 'needs-exception');
    expect(refusalOf(await except('Clara', given()))).toEqual([403, 'SOD']);
  });

  it.each(['Tessa', 'Ada', 'Adam', 'Audrey'])('is not made by %s, who is not compliance', async (name) => {
    expect(refusalOf(await except(name, given()))).toEqual([403, 'FORBIDDEN']);
  });

  it.each([
    ...Object.keys(INTEGRITY),
    'usd-per-transfer',
    'eth-per-day',
    'destination-allowed',
    'no-such-rule',
  ])('is refused for %s, which does not hold the transfer', async (rule) => {
    expect(refusalOf(await except('Clara', given({ rule })))).toEqual([422, 'RULE_NOT_WAIVABLE', '/rule']);
  });

  it.each(['100.000000000000000001', '1000000'])(
    'is refused up to %s, over the ceiling of the rule',
    async (ceiling) => {
      const reply = await except('Clara', given({ ceiling }));
      expect(refusalOf(reply)).toEqual([422, 'EXCEPTION_CEILING', '/ceiling']);
      // A slip of the pen must not use up the officer's one exception.
      made(await except('Clara', given()));
    },
  );

  it('is refused up to less than the transfer needs', async () => {
    expect((await except('Clara', given({ ceiling: '79' }))).status).toBe(422);
    made(await except('Clara', given()));
  });

  it('ends with its transfer, and after seven days at the latest', async () => {
    const after = (seconds: number) => given({ expiresAt: wireTime(Date.now() + seconds * 1000) });
    expect(refusalOf(await except('Clara', after(3700)))).toEqual([422, 'EXPIRY_TOO_FAR', '/expiresAt']);
    held = await story.requested({ amount: '80', expiresIn: 20 * DAY }, 'needs-exception');
    expect(refusalOf(await except('Clara', after(7 * DAY + 60)))).toEqual([
      ...[422, 'EXPIRY_TOO_FAR', '/expiresAt'],
    ]);
    made(await except('Clara', after(7 * DAY - 60)));
  });

  it.each([
    ['', 'LABEL_CONFUSABLE'],
    ['Ticket 7\u202e', 'LABEL_CONFUSABLE'],
    ['Тicket', 'LABEL_CONFUSABLE'],
    ['x'.repeat(65), 'LABEL_CONFUSABLE'],
  ])('is refused with the ticket %j', async (ticket, code) => {
    expect(refusalOf(await except('Clara', given({ ticket }), { signs: given() }))).toEqual([
      ...[422, code, '/ticket'],
    ]);
  });

  it('is refused without a ticket', async () => {
    const { ticket: _, ...rest } = given();
    const reply = await story.person('Clara').post(`/v1/transfers/${held}/exceptions`, {
      ...rest,
      signature: `0x${'11'.repeat(65)}`,
    });
    expect(refusalOf(reply)).toEqual([422, 'BODY_SCHEMA', '/ticket']);
  });

  it('can be signed anew once it has expired, and both are kept', async () => {
    // Long enough to be looked at before it is over.
    made(await except('Clara', given({ expiresAt: wireTime(Date.now() + 12_000) })));
    expect(await statuses(held)).toEqual(['open']);
    expect(refusalOf(await except('Clara', given({ reason: 'Again' })))).toEqual([409, 'ALREADY_EXCEPTED']);
    await until('the expiry', async () => (await statuses(held))[0] === 'expired');
    expect(made(await except('Clara', given()))).toMatchObject({ state: 'needs-exception' });
    expect(await statuses(held)).toEqual(['superseded', 'open']);
    expect(made(await except('Carlos', given()))).toMatchObject({ state: 'queued' });
  });

  it('does not cover a higher value than its ceiling later, and its officer may sign again', async () => {
    const safe = story.freshSafe();
    await story.awaiting({ amount: '50', safe });
    for (let count = 1; count < 4; count += 1) await story.requested({ amount: '50', safe });
    const [one, other] = [
      await story.requested({ amount: '10', safe }, 'needs-exception'),
      await story.requested({ amount: '10', safe }, 'needs-exception'),
    ];
    const daily = (ceiling: string) => given({ rule: 'eth-per-day', ceiling });
    held = one;
    made(await except('Clara', daily('210'), { transfer: one }));
    held = other;
    for (const name of ['Clara', 'Carlos']) made(await except(name, daily('210'), { transfer: other }));
    // The other one has taken what the first exception was measured against.
    held = one;
    const low = await except('Carlos', daily('210'), { transfer: one });
    expect(refusalOf(low)).toEqual([422, 'EXCEPTION_CEILING', '/ceiling']);
    expect(made(await except('Carlos', daily('220'), { transfer: one }))).toMatchObject({
      state: 'needs-exception',
    });
    expect(made(await except('Clara', daily('220'), { transfer: one }))).toMatchObject({ state: 'queued' });
    expect(await statuses(one)).toEqual(['superseded', 'open', 'open']);
  });

  it('is refused once it has expired', async () => {
    const expiresAt = wireTime(Date.now() - 1000);
    expect(refusalOf(await except('Clara', given({ expiresAt })))).toEqual([422, 'EXPIRED', '/expiresAt']);
  });

  it('invariant 8: is refused when something else was signed', async () => {
    const binding = [422, 'APPROVAL_BINDING', '/signature'];
    const other = await story.requested({ amount: '80' }, 'needs-exception');
    expect(refusalOf(await except('Clara', given(), { signs: given({ ceiling: '90' }) }))).toEqual(binding);
    expect(refusalOf(await except('Clara', given(), { signs: given({ reason: 'x' }) }))).toEqual(binding);
    expect(refusalOf(await except('Clara', given(), { key: 'Carlos' }))).toEqual(binding);
    expect(refusalOf(await except('Clara', given(), { transfer: other }))).toEqual(binding);
  });

  it('invariant 8: counts zero as a row that nobody signed', async () => {
    const columns =
      'id, transfer_id, rule, person_id, key_id, statement, digest, signature, created_at, expires_at';
    made(await except('Clara', given()));
    await story.sql(
      `INSERT INTO policy_exception (${columns})
       SELECT 'exc_forged_' || id, transfer_id, rule, $2, $3, statement, digest, signature, created_at, expires_at
       FROM policy_exception WHERE transfer_id = $1`,
      [held, story.personId('Carlos'), story.account('Carlos').address],
    );
    const other = await story.requested({ amount: '80' }, 'needs-exception');
    await story.sql(
      `INSERT INTO policy_exception (${columns})
       SELECT 'exc_copied_' || id, $2, rule, person_id, key_id, statement, digest, signature, created_at, expires_at
       FROM policy_exception WHERE transfer_id = $1 AND person_id = $3`,
      [held, other, story.personId('Clara')],
    );
    held = other;
    expect(made(await except('Carlos', given()))).toMatchObject({ state: 'needs-exception' });
  });

  it.each<[string, string]>([
    ['with a higher ceiling', `jsonb_set(statement::jsonb, '{ceiling}', '"90000000000000000000"')`],
    ['for another reason', `jsonb_set(statement::jsonb, '{reason}', '"Another"')`],
    ['with another ticket', `jsonb_set(statement::jsonb, '{ticket}', '"OPS-8"')`],
    ['that says something else', `jsonb_set(statement::jsonb, '{words}', '"Waive nothing"')`],
    ['that measured less', `jsonb_set(statement::jsonb, '{measured}', '"1"')`],
    ['with a later end', `jsonb_set(statement::jsonb, '{expiresAt}', '1999999999')`],
  ])('invariant 8: counts zero as a row made into one %s', async (_case, statement) => {
    made(await except('Clara', given()));
    await story.sql(`UPDATE policy_exception SET statement = ${statement} WHERE transfer_id = $1`, [held]);
    expect(made(await except('Carlos', given()))).toMatchObject({ state: 'needs-exception' });
    expect(await statuses(held)).toEqual(['invalid', 'open']);
  });

  it.each<[string, string, () => string]>([
    ['person', 'person_id', () => story.personId('Carlos')],
    ['signature', 'signature', () => `0x${'11'.repeat(64)}1b`],
  ])('invariant 8: counts zero as a row with another %s', async (_case, column, value) => {
    made(await except('Clara', given()));
    await story.sql(`UPDATE policy_exception SET ${column} = $2 WHERE transfer_id = $1`, [held, value()]);
    expect(made(await except('Carlos', given()))).toMatchObject({ state: 'needs-exception' });
    expect(await statuses(held)).toEqual(['invalid', 'open']);
  });

  it('invariant 8: counts zero for another transfer that it was pointed to', async () => {
    made(await except('Clara', given()));
    const other = await story.requested({ amount: '80' }, 'needs-exception');
    await story.sql('UPDATE policy_exception SET transfer_id = $2 WHERE transfer_id = $1', [held, other]);
    held = other;
    expect(made(await except('Carlos', given()))).toMatchObject({ state: 'needs-exception' });
    expect(await statuses(held)).toEqual(['invalid', 'open']);
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
    held = await story.requested({ amount: '80', safe }, 'needs-exception');
    for (const name of ['Clara', 'Carlos']) made(await except(name, given({ ceiling: '90' })));
    await story.until(held, 'awaiting-confirmation');
    await story.confirmed(held, ['Ada', 'Rita']);
    await story.until(held, 'relayed');
    const all: z.output<typeof Page>['data'] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { data, nextCursor } = await page(cursor === '' ? 'limit=7' : `limit=7&cursor=${cursor}`);
      all.push(...data);
      cursor = nextCursor;
    }
    const [row] = await story.sql('SELECT count(*)::int AS count FROM policy_exception');
    expect(new Set(all.map(({ id }) => id)).size).toBe(row?.['count']);
    const own = all.filter(({ transfer }) => transfer === held);
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

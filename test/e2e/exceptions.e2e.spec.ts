import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TypedDataDefinition } from 'viem';
import { parseEther } from 'viem';
import { wireTime } from '../../src/sandbox/founding.js';
import type { Reply } from '../../src/sandbox/person-client.js';
import { withPerson } from '../builders/founding.js';
import { made, refusalOf } from './answers.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;
let held: string;

beforeAll(async () => {
  // Clara may ask for transfers as well, so that separation of duties has something to refuse.
  const founding = (document: Parameters<typeof withPerson>[0]) =>
    withPerson(document, 'Clara', { roles: ['compliance', 'operator'] });
  story = await openStory({ safes: 2, founding });
});

afterAll(() => story.close());

beforeEach(async () => {
  held = await story.requested({ amount: '80' }, 'needs-exception');
});

interface Given {
  readonly rule: string;
  readonly ceiling: string;
  readonly reason: string;
  readonly expiresAt: string;
}

function given(change: Partial<Given> = {}): Given {
  const expiresAt = wireTime(Date.now() + 3_600_000);
  return { rule: 'eth-per-transfer', ceiling: '80', reason: 'Settlement', expiresAt, ...change };
}

/** Brings an exception that may be another than the one that was signed, by somebody else's key. */
async function except(
  name: string,
  sent: Given,
  { signs = sent, key = name, transfer = held }: { signs?: Given; key?: string; transfer?: string } = {},
): Promise<Reply> {
  const query = new URLSearchParams({ ...signs }).toString();
  const { body } = await story.person('Carlos').get(`/v1/transfers/${transfer}/exception-statement?${query}`);
  const signature = await story.account(key).signTypedData(body['typedData'] as TypedDataDefinition);
  return story.person(name).post(`/v1/transfers/${held}/exceptions`, { ...sent, signature });
}

describe('an exception', () => {
  it('takes two of compliance, and then the transfer settles', async () => {
    const safe = story.freshSafe();
    held = await story.requested({ amount: '80', safe }, 'needs-exception');
    expect(await story.budget(held)).toEqual([]);
    expect(made(await except('Clara', given()))).toMatchObject({ state: 'needs-exception' });
    expect(made(await except('Carlos', given()))).toMatchObject({ state: 'queued' });
    expect(await story.budget(held)).toEqual(['held', 'held', 'held']);
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

  it.each(['usd-per-transfer', 'eth-per-day', 'destination-allowed', 'safe-as-pinned', 'no-such-rule'])(
    'is refused for %s, which does not hold the transfer',
    async (rule) => {
      expect(refusalOf(await except('Clara', given({ rule })))).toEqual([422, 'RULE_NOT_WAIVABLE', '/rule']);
    },
  );

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
    made(await except('Clara', given()));
    await story.sql(
      `INSERT INTO policy_exception
       SELECT 'exc_forged_' || id, transfer_id, rule, $2, $3, statement, digest, signature, created_at, expires_at
       FROM policy_exception WHERE transfer_id = $1`,
      [held, story.personId('Carlos'), story.account('Carlos').address],
    );
    const other = await story.requested({ amount: '80' }, 'needs-exception');
    await story.sql(
      `INSERT INTO policy_exception
       SELECT 'exc_copied_' || id, $2, rule, person_id, key_address, statement, digest, signature, created_at, expires_at
       FROM policy_exception WHERE transfer_id = $1 AND person_id = $3`,
      [held, other, story.personId('Clara')],
    );
    held = other;
    expect(made(await except('Carlos', given()))).toMatchObject({ state: 'needs-exception' });
  });
});

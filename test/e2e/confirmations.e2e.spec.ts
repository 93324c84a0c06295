import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TypedDataDefinition } from 'viem';
import { z } from 'zod';
import { withPerson, withPrompts, withoutDelays } from '../builders/founding.js';
import { executeWithOwners, foreignTransaction } from '../builders/safe-execution.js';
import { made, refusalOf } from './answers.js';
import { RegisterEdits } from './register-edits.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;
let edits: RegisterEdits;

beforeAll(async () => {
  // Amos is in both groups, and still one person.
  const founding = (document: Parameters<typeof withPerson>[0]) =>
    withoutDelays(withPrompts(withPerson(document, 'Amos', { groups: ['treasury', 'risk'] })));
  story = await openStory({ safes: 26, founding });
  edits = new RegisterEdits(story);
});

afterAll(() => story.close());

const Shown = z.looseObject({
  state: z.string(),
  revision: z.int(),
  confirmations: z.array(z.looseObject({ person: z.string(), revision: z.int(), status: z.string() })),
});

async function counted(id: string): Promise<readonly (readonly [string, number, string])[]> {
  const { confirmations } = Shown.parse(await story.show(id));
  return confirmations.map(({ person, revision, status }) => [person, revision, status] as const);
}

/** A transfer that needs one of the treasury and one of risk. */
const largeOne = () => story.awaiting({ amount: '11', safe: story.freshSafe() });

const waits = async (id: string): Promise<void> => {
  expect(await story.state(id)).toBe('awaiting-confirmation');
};

const ROW =
  'id, transfer_id, revision, person_id, key_id, decision, clearance, digest, signature, created_at';

/** What a database administrator can do: copy a row, with other words in some of its columns. */
async function forge(from: string, change: Readonly<Record<string, unknown>>): Promise<void> {
  const columns = { id: `cnf_forged_${String(Math.random())}`, ...change };
  const names = Object.keys(columns);
  const picked = ROW.split(', ').map((name) => {
    const index = names.indexOf(name);
    return index < 0 ? name : `$${String(index + 2)}`;
  });
  await story.sql(
    `INSERT INTO confirmation (${ROW}) SELECT ${picked.join(', ')} FROM confirmation
     WHERE transfer_id = $1 ORDER BY id LIMIT 1`,
    [from, ...Object.values(columns)],
  );
}

describe('a confirmation', () => {
  it('invariant 8: counts zero as a row without a valid signature', async () => {
    const id = await largeOne();
    await story.confirmed(id, ['Ada']);
    const [rita, key] = [story.personId('Rita'), story.account('Rita').address];
    await forge(id, { person_id: rita, key_id: key });
    await forge(id, { person_id: story.personId('Amos'), signature: `0x${'11'.repeat(64)}1b` });
    await story.confirmed(id, ['Tariq']);
    await waits(id);
    expect(await counted(id)).toEqual(
      expect.arrayContaining([
        [story.personId('Ada'), 1, 'counts'],
        [rita, 1, 'invalid'],
        [story.personId('Amos'), 1, 'invalid'],
      ]),
    );
  });

  it('invariant 8: counts zero as a copy from another transfer', async () => {
    const [one, other] = [await largeOne(), await largeOne()];
    await story.confirmed(one, ['Rita']);
    await forge(one, { transfer_id: other });
    await story.confirmed(other, ['Ada']);
    await waits(other);
    expect(await counted(other)).toContainEqual([story.personId('Rita'), 1, 'invalid']);
  });

  it.each<[string, string, () => unknown]>([
    ['a no', 'decision', () => 'reject'],
    ["another person's", 'person_id', () => story.personId('Rita')],
    ["another key's", 'key_id', () => story.account('Rita').address],
    ['of another revision', 'revision', () => 2],
    ['signed otherwise', 'signature', () => `0x${'11'.repeat(64)}1b`],
  ])(
    'invariant 8: counts zero once somebody has made it %s in the database',
    async (_case, column, value) => {
      const id = await largeOne();
      await story.confirmed(id, ['Ada']);
      await story.sql(`UPDATE confirmation SET ${column} = $2 WHERE transfer_id = $1`, [id, value()]);
      await story.confirmed(id, column === 'person_id' ? ['Tariq'] : ['Rita']);
      await waits(id);
      expect((await counted(id)).map(([, , status]) => status).sort()).toEqual(
        column === 'revision' ? ['counts', 'stale'] : ['counts', 'invalid'],
      );
    },
  );

  it('invariant 8: counts zero for another transfer that it was pointed to', async () => {
    const [one, other] = [await largeOne(), await largeOne()];
    await story.confirmed(one, ['Ada']);
    await story.sql('UPDATE confirmation SET transfer_id = $2 WHERE transfer_id = $1', [one, other]);
    await story.confirmed(other, ['Rita']);
    await waits(other);
    expect(await counted(other)).toContainEqual([story.personId('Ada'), 1, 'invalid']);
    expect(await counted(one)).toEqual([]);
  });

  it('invariant 8: is refused for another Safe and another chain', async () => {
    const id = await largeOne();
    const { body } = await story.person('Ada').get(`/v1/transfers/${id}/clearance`);
    const { typedData } = z
      .looseObject({ confirm: z.looseObject({ typedData: z.custom<TypedDataDefinition>() }) })
      .parse(body).confirm;
    for (const domain of [{ verifyingContract: story.firstSafe.address }, { chainId: 1 }]) {
      const signature = await story
        .account('Ada')
        .signTypedData({ ...typedData, domain: { ...typedData.domain, ...domain } });
      const sent = { decision: 'confirm', revision: 1, signature };
      const reply = await story.person('Ada').post(`/v1/transfers/${id}/confirmations`, sent);
      expect(refusalOf(reply)).toEqual([422, 'APPROVAL_BINDING', '/signature']);
    }
  });

  it('invariant 8: is refused when it is over something else, or by another key', async () => {
    const [id, other] = [await largeOne(), await largeOne()];
    const statements = async (of: string) => {
      const { body } = await story.person('Ada').get(`/v1/transfers/${of}/clearance?reason=no`);
      const Both = z.object({ confirm: z.looseObject({}), reject: z.looseObject({}) }).loose();
      const { confirm, reject } = Both.parse(body);
      return { confirm: confirm['typedData'], reject: reject['typedData'] } as Record<
        string,
        TypedDataDefinition
      >;
    };
    const post = async (typedData: TypedDataDefinition | undefined, key = 'Ada', revision = 1) => {
      if (!typedData) throw new Error('there is no statement');
      const signature = await story.account(key).signTypedData(typedData);
      const body = { decision: 'confirm', revision, signature };
      return refusalOf(await story.person('Ada').post(`/v1/transfers/${id}/confirmations`, body));
    };
    const binding = [422, 'APPROVAL_BINDING', '/signature'];
    const [own, others] = [await statements(id), await statements(other)];
    expect(await post(own['reject'])).toEqual(binding);
    expect(await post(others['confirm'])).toEqual(binding);
    expect(await post(own['confirm'], 'Rita')).toEqual(binding);
    expect(await post(own['confirm'], 'Ada', 2)).toEqual([409, 'REVISION_STALE', '/revision']);
    expect(await counted(id)).toEqual([]);
  });
});

describe('the quorum', () => {
  it('invariant 10: never takes the requester', async () => {
    const id = await story.requested({ amount: '1', safe: story.freshSafe(), by: 'Tariq' });
    await story.until(id, 'awaiting-confirmation');
    expect(refusalOf(await story.person('Tariq').confirm(id))).toEqual([403, 'SOD']);
    await waits(id);
  });

  it('invariant 10: counts one person once, and two of one group for one group', async () => {
    const id = await largeOne();
    await story.confirmed(id, ['Ada']);
    expect(refusalOf(await story.person('Ada').confirm(id))).toEqual([409, 'ALREADY_CONFIRMED']);
    await story.confirmed(id, ['Tariq']);
    await waits(id);
    await story.confirmed(id, ['Rita']);
    await story.until(id, 'relayed');
  });

  it('invariant 10: is not made by one person in both groups', async () => {
    const id = await largeOne();
    await story.confirmed(id, ['Amos']);
    await waits(id);
    await story.confirmed(id, ['Ada']);
    await story.until(id, 'relayed');
  });

  it('is not made by a group that was not asked', async () => {
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    await story.confirmed(id, ['Rita']);
    await waits(id);
    expect(refusalOf(await story.person('Clara').confirm(id))).toEqual([403, 'FORBIDDEN']);
  });

  it('ends at the first no, whose reason is signed', async () => {
    const id = await largeOne();
    await story.confirmed(id, ['Ada']);
    expect(made(await story.person('Rita').reject(id, 'Not the usual amount'))).toMatchObject({
      state: 'rejected',
      evidence: { by: story.personId('Rita'), why: 'Not the usual amount' },
    });
    expect(await story.budget(id)).toEqual(['released']);
    expect((await story.person('Amos').get(`/v1/transfers/${id}/clearance`)).status).toBe(409);
  });
});

describe('a changed precondition', () => {
  it('invariant 9: found at the gate makes a new revision, and the old confirmations are stale', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '1', safe });
    await story.postpone('recheck', id);
    await executeWithOwners(story.chain, safe.address, foreignTransaction(safe.address, 0n));
    await story.confirmed(id, ['Ada']);
    await story.askedAnew(id, 2);
    expect(await story.cleared(id)).toMatchObject({ nonce: 1n });
    expect(await counted(id)).toEqual([[story.personId('Ada'), 1, 'stale']]);
    // A confirmation that is carried over to the new revision is over the old one still (invariant 8).
    await forge(id, { revision: 2 });
    expect(await counted(id)).toContainEqual([story.personId('Ada'), 2, 'invalid']);
    await story.confirmed(id, ['Tariq']);
    await story.until(id, 'relayed');
  });

  it('invariant 9: makes a new revision when another policy version is in force', async () => {
    const id = await largeOne();
    await story.confirmed(id, ['Rita']);
    await edits.policy((document) => document);
    expect(refusalOf(await story.person('Ada').confirm(id)).slice(0, 2)).toEqual([409, 'REVISION_STALE']);
    await story.askedAnew(id, 2);
    expect(await counted(id)).toEqual([[story.personId('Rita'), 1, 'stale']]);
    const entry = (await story.audited(id)).find(({ type }) => type === 'transfer.revised');
    expect(entry?.actor).toBe('system');
    await story.confirmed(id, ['Ada']);
    await waits(id);
    await story.confirmed(id, ['Rita']);
    await story.until(id, 'relayed');
  });

  it('invariant 13: holds a confirmed transfer at the gate when its limit was tightened', async () => {
    const id = await stoppedAtTheGate();
    await edits.policy((document) => ({
      ...document,
      rules: document.rules.map((each) =>
        each.id === 'eth-per-transfer' && each.kind === 'amount-per-transfer' ? { ...each, max: '5' } : each,
      ),
    }));
    // The gate looks again in its own time.
    story.chain.proxy.mode = 'pass';
    await story.until(id, 'refused');
    await edits.policy((document) => document, 1);
  });

  it('invariant 8: counts again at the gate, without whoever was removed meanwhile', async () => {
    const id = await stoppedAtTheGate(['Amos', 'Rita']);
    await edits.removePerson('Amos');
    story.chain.proxy.mode = 'pass';
    await story.askedAnew(id, 2);
    const entry = (await story.audited(id)).find(({ type }) => type === 'transfer.revised');
    expect(entry?.detail['evidence']).toMatchObject({
      because: 'QUORUM: the confirmations no longer make the quorum, now 0 of 1 of treasury',
    });
    expect(await counted(id)).toContainEqual([story.personId('Amos'), 1, 'stale']);
    expect(refusalOf(await story.person('Amos').get(`/v1/transfers/${id}`))).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
  });
});

/** Confirmed by everyone, and not relayed, because a provider cannot be reached. */
async function stoppedAtTheGate(names = ['Ada', 'Rita']): Promise<string> {
  const id = await largeOne();
  story.chain.proxy.mode = 'down';
  await story.confirmed(id, names);
  await story.awaitJob('relay', id, 'waiting');
  await story.postpone('recheck', id);
  expect(await story.state(id)).toBe('confirmed');
  return id;
}

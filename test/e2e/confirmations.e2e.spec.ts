import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TypedDataDefinition } from 'viem';
import { z } from 'zod';
import { ClearanceView } from '../../src/transfer-api/views/transfers.contract.js';
import { made, refusalOf } from './answers.js';
import { ConfirmationStory } from './confirmation-story.js';
import type { StorySteps } from './story-steps.js';

let world: ConfirmationStory;
let story: StorySteps;

beforeAll(async () => {
  world = await ConfirmationStory.open(23);
  story = world.story;
});

afterAll(() => story.close());

/** Why a confirmation is not expected of somebody; null if it is. */
async function mayAnswer(id: string, name: string): Promise<string | null> {
  const { body } = await story.person(name).get(`/v1/transfers/${id}/clearance`);
  const { mayAnswer, because } = ClearanceView.parse(body);
  expect(mayAnswer).toBe(because === null);
  return because?.code ?? null;
}

describe('a confirmation', () => {
  it('invariant 8: counts zero as a row without a valid signature', async () => {
    const [id, from] = [await world.largeOne(), await world.largeOne()];
    await story.confirmed(from, ['Ada']);
    const [rita, key] = [story.personId('Rita'), story.account('Rita').address];
    const [forged, amos] = [{ transfer_id: id }, story.personId('Amos')];
    await world.forge(from, { ...forged, person_id: rita, key_id: key });
    await world.forge(from, { ...forged, person_id: amos, signature: `0x${'11'.repeat(64)}1b` });
    await story.confirmed(id, ['Ada']);
    await world.waits(id);
    expect(await world.counted(id)).toEqual(
      expect.arrayContaining([
        [story.personId('Ada'), 1, 'counts'],
        [rita, 1, 'invalid'],
        [amos, 1, 'invalid'],
      ]),
    );
  });

  it('invariant 8: counts zero as a copy from another transfer', async () => {
    const [one, other] = [await world.largeOne(), await world.largeOne()];
    await story.confirmed(one, ['Rita']);
    await world.forge(one, { transfer_id: other });
    await story.confirmed(other, ['Ada']);
    await world.waits(other);
    expect(await world.counted(other)).toContainEqual([story.personId('Rita'), 1, 'invalid']);
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
      const id = await world.largeOne();
      await story.confirmed(id, ['Ada']);
      await story.sql(`UPDATE confirmation SET ${column} = $2 WHERE transfer_id = $1`, [id, value()]);
      await story.confirmed(id, column === 'person_id' ? ['Tariq'] : ['Rita']);
      await world.waits(id);
      expect((await world.counted(id)).map(([, , status]) => status).sort()).toEqual(
        column === 'revision' ? ['counts', 'stale'] : ['counts', 'invalid'],
      );
    },
  );

  it('invariant 8: counts zero for another transfer that it was pointed to', async () => {
    const [one, other] = [await world.largeOne(), await world.largeOne()];
    await story.confirmed(one, ['Ada']);
    await story.sql('UPDATE confirmation SET transfer_id = $2 WHERE transfer_id = $1', [one, other]);
    await story.confirmed(other, ['Rita']);
    await world.waits(other);
    expect(await world.counted(other)).toContainEqual([story.personId('Ada'), 1, 'invalid']);
    expect(await world.counted(one)).toEqual([]);
  });

  it('invariant 8: is refused for another Safe and another chain', async () => {
    const id = await world.largeOne();
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
    const [id, other] = [await world.largeOne(), await world.largeOne()];
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
    expect(await world.counted(id)).toEqual([]);
  });
});

describe('the quorum', () => {
  it('invariant 10: never takes the requester', async () => {
    const id = await story.requested({ amount: '1', safe: story.freshSafe(), by: 'Tariq' });
    await story.until(id, 'awaiting-confirmation');
    expect(refusalOf(await story.person('Tariq').confirm(id))).toEqual([403, 'SOD']);
    await world.waits(id);
  });

  it('invariant 10: counts one person once, and two of one group for one group', async () => {
    const id = await world.largeOne();
    await story.confirmed(id, ['Ada']);
    expect(refusalOf(await story.person('Ada').confirm(id))).toEqual([409, 'ALREADY_CONFIRMED']);
    expect(await mayAnswer(id, 'Tariq')).toBe('QUORUM');
    expect(refusalOf(await story.person('Tariq').confirm(id))).toEqual([409, 'QUORUM']);
    await world.waits(id);
    await story.confirmed(id, ['Rita']);
    await story.until(id, 'relayed');
  });

  it('invariant 10: is not made by one person in both groups', async () => {
    const id = await world.largeOne();
    await story.confirmed(id, ['Amos']);
    await world.waits(id);
    await story.confirmed(id, ['Ada']);
    await story.until(id, 'relayed');
  });

  it('is not made by a group that was not asked, of which anybody may still say no', async () => {
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    expect([await mayAnswer(id, 'Rita'), await mayAnswer(id, 'Ada')]).toEqual(['FORBIDDEN', null]);
    expect(refusalOf(await story.person('Rita').confirm(id))).toEqual([403, 'FORBIDDEN']);
    expect(await world.counted(id)).toEqual([]);
    await world.waits(id);
    expect(refusalOf(await story.person('Clara').confirm(id))).toEqual([403, 'FORBIDDEN']);
    expect(made(await story.person('Rita').reject(id, 'Not today'))).toMatchObject({ state: 'rejected' });
  });

  it('ends at the first no, whose reason is signed', async () => {
    const id = await world.largeOne();
    await story.confirmed(id, ['Ada']);
    expect(made(await story.person('Rita').reject(id, 'Not the usual amount'))).toMatchObject({
      state: 'rejected',
      evidence: { by: story.personId('Rita'), why: 'Not the usual amount' },
    });
    expect(await story.budget(id)).toEqual(['released']);
    expect((await story.person('Amos').get(`/v1/transfers/${id}/clearance`)).status).toBe(409);
  });
});

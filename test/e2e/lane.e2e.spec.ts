import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther } from 'viem';
import { playTransfer } from '../../sandbox/play.js';
import { executeWithOwners, foreignTransaction } from '../builders/safe-execution.js';
import { refusalOf } from './answers.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({ safes: 7 });
});

afterAll(() => story.close());

const cancel = (id: string, by = 'Tessa') =>
  story.person(by).post(`/v1/transfers/${id}/cancel`, { reason: 'not needed any more' });

describe('the lane of a Safe', () => {
  it('invariant 12: lets the second transfer in when the first has ended, with the next nonce', async () => {
    const safe = story.freshSafe();
    const first = await story.awaiting({ amount: '1', safe });
    const second = await story.requested({ amount: '2', safe });
    const third = await story.requested({ amount: '3', safe });
    await story.confirmed(first);
    await story.until(first, 'relayed');
    await story.signed(first);
    expect([await story.state(second), await story.state(third)]).toEqual(['queued', 'queued']);
    await story.settled(first);
    await story.until(second, 'awaiting-confirmation');
    expect((await story.cleared(second)).nonce).toBe(1n);
    expect(await story.state(third)).toBe('queued');
    await cancel(second);
    await story.until(third, 'awaiting-confirmation');
    expect((await story.cleared(third)).nonce).toBe(1n);
  });

  it('is left to whoever is in it by the demonstration of the sandbox, which says who that is', async () => {
    const first = await story.awaiting({ amount: '1', safe: story.firstSafe, reference: 'my own' });
    const second = await story.requested({ amount: '2', safe: story.firstSafe });
    const said: string[] = [];
    await playTransfer(story, (line) => said.push(line));
    const [requested = '', withdrawn, words, sentence, ...more] = said;
    expect(more).toEqual([]);
    expect(withdrawn).toContain(`another transfer waits for the same Safe: ${first}, awaiting-confirmation`);
    expect(words).toMatch(/ Send 1 ETH from Cold 1 .* my own$/);
    expect(sentence).toMatch(/\btreasury\b/);
    const [own = ''] = /tr_[0-9a-f-]{36}/.exec(requested) ?? [];
    expect(await story.state(own)).toBe('cancelled');
    for (const id of [first, second]) await cancel(id);
  });

  it('does not make the transfers of another Safe wait', async () => {
    const [one, other] = [story.freshSafe(), story.freshSafe()];
    const [first, second] = [
      await story.relayed({ amount: '1', safe: one }),
      await story.relayed({ amount: '1', safe: other }),
    ];
    for (const id of [first, second]) await story.signed(id, ['Otto', 'Omar']);
    // At the same moment: the relayer has one account, and its transactions must not push each other out.
    await Promise.all([first, second].map((id) => story.signed(id, ['Orson'])));
    await Promise.all([first, second].map((id) => story.settled(id)));
    expect(await Promise.all([one, other].map(({ address }) => story.balance('eth', address)))).toEqual([
      ...[parseEther('999'), parseEther('999')],
    ]);
  });
});

describe('a nonce that is used by something else after the relay', () => {
  it('invariant 11: ends the transfer, frees its budget and freezes the Safe once that is final', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '2', safe });
    const { nonce } = await story.cleared(id);
    await executeWithOwners(story.chain, safe.address, foreignTransaction(safe.address, nonce));
    await story.chain.mine(3);
    await story.until(id, 'superseded');
    expect(await story.freeze(safe)).toBe('NONCE_SUPERSEDED');
    expect(await story.findings(safe)).toContain('NONCE_SUPERSEDED');
    expect(await story.budget(id)).toEqual(['released']);
    expect(refusalOf(await story.bringSignature(id))).toEqual([409, 'STATE_CONFLICT']);
  });

  it('invariant 11: holds the budget while a reorganisation could still give the nonce back', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '2', safe });
    await story.signed(id, ['Otto', 'Omar']);
    const { nonce } = await story.cleared(id);
    await executeWithOwners(story.chain, safe.address, foreignTransaction(safe.address, nonce));
    await story.watched(id);
    expect([await story.state(id), await story.budget(id)]).toEqual(['relayed', ['held']]);
  });
});

describe('withdrawing', () => {
  it('works before the relay, for the requester only', async () => {
    const safe = story.freshSafe();
    const waiting = await story.awaiting({ amount: '1', safe });
    const queued = await story.requested({ amount: '1', safe });
    const held = await story.requested({ amount: '80', safe }, 'needs-exception');
    expect(refusalOf(await cancel(queued, 'Tariq'))).toEqual([403, 'FORBIDDEN']);
    for (const id of [held, queued, waiting]) {
      expect(await cancel(id)).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    }
    expect(await story.budget(waiting)).toEqual(['released']);
    expect(refusalOf(await cancel(waiting))).toEqual([409, 'STATE_CONFLICT']);
  });

  it('invariant 12: ends nothing after the relay, because owner signatures do not expire', async () => {
    const id = await story.relayed({ amount: '1' });
    expect(refusalOf(await cancel(id, 'Tariq'))).toEqual([403, 'FORBIDDEN']);
    await story.signed(id, ['Otto', 'Omar']);
    expect(refusalOf(await story.person('Ada').reject(id, 'too late'))).toEqual([409, 'STATE_CONFLICT']);
    expect(await cancel(id)).toMatchObject({ status: 200, body: { state: 'cancelling' } });
    expect(await story.budget(id)).toEqual(['held']);
    // Another confirmer finds that it is right, so it goes on.
    await until('the cancel to be examined', async () => {
      const { body } = await story.person('Amos').get(`/v1/transfers/${id}/cancel`);
      return body['stage'] === 'cleared';
    });
    const refused = { decision: 'reject', reason: 'it is right' } as const;
    expect(await story.person('Amos').answerCancel(id, refused)).toMatchObject({ status: 201 });
    await story.signed(id, ['Orson']);
    await story.settled(id);
  });
});

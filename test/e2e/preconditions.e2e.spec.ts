import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { executeWithOwners, foreignTransaction } from '../builders/safe-execution.js';
import { refusalOf } from './answers.js';
import { ConfirmationStory } from './confirmation-story.js';
import { RegisterEdits } from './register-edits.js';
import type { StorySteps } from './story-steps.js';

let world: ConfirmationStory;
let story: StorySteps;
let edits: RegisterEdits;

beforeAll(async () => {
  world = await ConfirmationStory.open(6);
  story = world.story;
  edits = new RegisterEdits(story);
});

afterAll(() => story.close());

describe('a changed precondition', () => {
  it('invariant 9: found at the gate makes a new revision, and the old confirmations are stale', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '1', safe });
    await story.postpone('recheck', id);
    await executeWithOwners(story.chain, safe.address, foreignTransaction(safe.address, 0n));
    await story.confirmed(id, ['Ada']);
    await story.askedAnew(id, 2);
    expect(await story.cleared(id)).toMatchObject({ nonce: 1n });
    expect(await world.counted(id)).toEqual([[story.personId('Ada'), 1, 'stale']]);
    // A confirmation that is carried over to the new revision is over the old one still (invariant 8).
    await world.forge(id, { revision: 2 });
    expect(await world.counted(id)).toContainEqual([story.personId('Ada'), 2, 'invalid']);
    await story.confirmed(id, ['Tariq']);
    await story.until(id, 'relayed');
  });

  it('invariant 9: makes a new revision when another policy version is in force', async () => {
    const id = await world.largeOne();
    await story.confirmed(id, ['Rita']);
    await edits.policy((document) => document);
    expect(refusalOf(await story.person('Ada').confirm(id)).slice(0, 2)).toEqual([409, 'REVISION_STALE']);
    await story.askedAnew(id, 2);
    expect(await world.counted(id)).toEqual([[story.personId('Rita'), 1, 'stale']]);
    const entry = (await story.audited(id)).find(({ type }) => type === 'transfer.revised');
    expect(entry?.actor).toBe('system');
    await story.confirmed(id, ['Ada']);
    await world.waits(id);
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
    expect(await world.counted(id)).toContainEqual([story.personId('Amos'), 1, 'stale']);
    expect(refusalOf(await story.person('Amos').get(`/v1/transfers/${id}`))).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
  });
});

/** Confirmed by everyone, and not relayed, because a provider cannot be reached. */
async function stoppedAtTheGate(names = ['Ada', 'Rita']): Promise<string> {
  const id = await world.largeOne();
  story.chain.proxy.mode = 'down';
  await story.confirmed(id, names);
  await story.awaitJob('relay', id, 'waiting');
  await story.postpone('recheck', id);
  expect(await story.state(id)).toBe('confirmed');
  return id;
}

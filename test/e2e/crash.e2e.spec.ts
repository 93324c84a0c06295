import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Hex } from 'viem';
import { z } from 'zod';
import { CrashStory } from './crash-story.js';
import { Mempool } from './mempool.js';
import type { StorySteps } from './story-steps.js';

let world: CrashStory;
let story: StorySteps;

beforeAll(async () => {
  world = await CrashStory.open(3);
  story = world.story;
});

afterAll(() => story.close());

describe('a gateway that is killed', () => {
  it('goes on with a transfer that was just taken in, and again after its last confirmation', async () => {
    const safe = story.freshSafe();
    const id = await story.requested({ amount: '2', safe });
    await world.crash();
    await story.until(id, 'awaiting-confirmation');
    await story.confirmed(id);
    await world.crash();
    await world.finished(id);
    await world.expectPaidOnce(id, safe);
  });

  it('keeps the signatures that it had taken, and sends the very bytes again that it had signed', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '2', safe });
    await story.signed(id, ['Otto']);
    await world.crash();
    const mempool = new Mempool(story);
    await mempool.hold();
    await story.signed(id, ['Omar', 'Orson']);
    const submitted = await story.until(id, 'submitted');
    await world.crash(() => mempool.dropAll());
    const settled = await story.settled(id);
    expect(Executed.parse(settled).evidence.execution.transactionHash).toBe(
      Submitted.parse(submitted).evidence.submissions[0]?.transactionHash,
    );
    await world.expectPaidOnce(id, safe);
  });
});

const hash = z.custom<Hex>((value) => typeof value === 'string');
const Executed = z.looseObject({
  evidence: z.looseObject({ execution: z.looseObject({ transactionHash: hash }) }),
});
const Submitted = z.looseObject({
  evidence: z.looseObject({ submissions: z.array(z.looseObject({ transactionHash: hash })) }),
});

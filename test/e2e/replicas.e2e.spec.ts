import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { startGateway } from '../../sandbox/gateway.js';
import { claimPort } from '../../sandbox/ports.js';
import { CrashStory } from './crash-story.js';
import type { StorySteps } from './story-steps.js';

let world: CrashStory;
let story: StorySteps;

beforeAll(async () => {
  world = await CrashStory.open(4);
  story = world.story;
});

afterAll(() => story.close());

describe('a gateway that is killed', () => {
  it('takes up again a simulation that it was in the middle of', async () => {
    const safe = story.freshSafe();
    const id = await story.requested({ amount: '2', safe });
    story.chain.proxy.mode = 'silent';
    await story.awaitJob('simulate', id, 'running');
    await world.crash(() => {
      story.chain.proxy.mode = 'pass';
      return Promise.resolve();
    });
    await story.until(id, 'awaiting-confirmation');
    await story.confirmed(id);
    await world.finished(id);
    await world.expectPaidOnce(id, safe);
  });
});

describe('two gateways on one database', () => {
  it('do everything once between them, and one goes on when the other is killed', async () => {
    const port = String(await claimPort(undefined, 'the second API'));
    const other = await startGateway({ ...story.environment, PORT: port });
    const safes = [story.freshSafe(), story.freshSafe()];
    const ids = await Promise.all(safes.map((safe) => story.relayed({ amount: '2', safe })));
    for (const id of ids) await story.signed(id, ['Otto', 'Omar']);
    await other.kill();
    // At start, which is what the half-minute look at what the dead have left does as well.
    await world.crash();
    for (const [index, id] of ids.entries()) {
      await story.signed(id, ['Orson']);
      await story.settled(id);
      await world.expectPaidOnce(id, safes[index] ?? story.firstSafe);
    }
  });
});

import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { describeInBrowser } from '../chromium.js';
import { ConsoleWorld } from './console-world.js';
import { doorStories } from './door-stories.js';
import { keysStory } from './keys-story.js';
import { passkeyStory } from './passkey-story.js';
import { sandboxStories } from './sandbox-stories.js';

// One world for all stories that need none of their own: to open one takes longer than most stories.
describeInBrowser('the console', () => {
  let world: ConsoleWorld;

  beforeAll(async () => {
    world = await ConsoleWorld.open({ safes: 7 });
  });
  afterEach(() => world.endTest());
  afterAll(() => world.close());

  passkeyStory(() => world);
  doorStories(() => world);
  sandboxStories(() => world);
  keysStory(() => world);
});

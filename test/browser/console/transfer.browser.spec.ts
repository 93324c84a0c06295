import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { describeInBrowser } from '../chromium.js';
import { ConsoleWorld } from './console-world.js';
import { keyboardStory } from './keyboard-story.js';

describeInBrowser('a transfer in the console', () => {
  let world: ConsoleWorld;

  beforeAll(async () => {
    world = await ConsoleWorld.open({ safes: 5 });
  });
  afterEach(() => world.endTest());
  afterAll(() => world.close());

  keyboardStory(() => world);
});

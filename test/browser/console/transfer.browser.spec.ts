import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { describeInBrowser } from '../chromium.js';
import { ConsoleWorld } from './console-world.js';
import { keyboardStory } from './keyboard-story.js';
import { previewStory } from './preview-story.js';
import { wholeTransferStory } from './whole-transfer-story.js';

describeInBrowser('a transfer in the console', () => {
  let world: ConsoleWorld;

  beforeAll(async () => {
    world = await ConsoleWorld.open({ safes: 3 });
  });
  afterEach(() => world.endTest());
  afterAll(() => world.close());

  wholeTransferStory(() => world);
  previewStory(() => world);
  keyboardStory(() => world);
});

import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { describeInBrowser } from '../chromium.js';
import { ConsoleWorld } from './console-world.js';
import { outageStories } from './hostile/outage-stories.js';
import { signerStories } from './hostile/signer-stories.js';

describeInBrowser('a console', () => {
  let world: ConsoleWorld;

  beforeAll(async () => {
    world = await ConsoleWorld.open({ safes: 8 });
  });
  afterEach(() => world.endTest());
  afterAll(() => world.close());

  signerStories(() => world);
  outageStories(() => world);
});

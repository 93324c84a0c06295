import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { describeInBrowser } from '../chromium.js';
import { ConsoleWorld } from './console-world.js';
import { liesStories } from './lies-stories.js';

describeInBrowser('a console that is lied to', () => {
  let world: ConsoleWorld;

  beforeAll(async () => {
    world = await ConsoleWorld.open({ safes: 15 });
  });
  afterEach(() => world.endTest());
  afterAll(() => world.close());

  liesStories(() => world);
});

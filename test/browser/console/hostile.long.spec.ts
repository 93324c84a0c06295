import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { describeInBrowser } from '../chromium.js';
import { ConsoleWorld } from './console-world.js';
import { brokenAnswers } from './hostile/broken-answers.js';
import { confirmLies } from './hostile/confirm-lies.js';
import { namesStories, oddlyNamed } from './hostile/names-stories.js';
import { otherLies } from './hostile/other-lies.js';
import { ownerLies } from './hostile/owner-lies.js';
import { uncheckedStories } from './hostile/unchecked-stories.js';

describeInBrowser('a console that is lied to', () => {
  let world: ConsoleWorld;

  beforeAll(async () => {
    world = await ConsoleWorld.open({ safes: 23, founding: oddlyNamed });
  });
  afterEach(() => world.endTest());
  afterAll(() => world.close());

  confirmLies(() => world);
  ownerLies(() => world);
  otherLies(() => world);
  brokenAnswers(() => world);
  uncheckedStories(() => world);
  namesStories(() => world);
});

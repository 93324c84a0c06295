import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Founding } from '../../../sandbox/founding.js';
import { mnemonicAccount } from '../../../sandbox/mnemonic.js';
import { parseAddress } from '../../../src/domain/values/address.js';
import { withDestination, withPrompts } from '../../builders/founding.js';
import { describeInBrowser } from '../chromium.js';
import { ConsoleWorld } from './console-world.js';
import { changeStory } from './change-story.js';
import { exceptionStories } from './exception-stories.js';
import { freezeStories } from './freeze-stories.js';
import { gatesByKeys } from './gates-by-keys.js';
import { rekeyingStories } from './rekeying-stories.js';
import { staleStory } from './stale-story.js';

// One world for all stories of what stops a transfer on its way.
describeInBrowser('the gates that a transfer passes', () => {
  let world: ConsoleWorld;

  beforeAll(async () => {
    world = await ConsoleWorld.open({ safes: 12, founding: gated });
  });
  afterEach(() => world.endTest());
  afterAll(() => world.close());

  exceptionStories(() => world);
  rekeyingStories(() => world);
  staleStory(() => world);
  changeStory(() => world);
  freezeStories(() => world);
  gatesByKeys(() => world);
});

/** With a tier in between that is entered from the ticket, and a second destination that no other story pays. */
function gated(founding: Founding): Founding {
  const more = withDestination(withPrompts(founding), {
    label: 'Hot wallet 2',
    address: parseAddress(mnemonicAccount(60).address),
  });
  const { policy } = more;
  const tiers = policy.tiers.flatMap((tier) =>
    tier.name === 'eth-large'
      ? [
          {
            ...tier,
            name: 'eth-rekeyed',
            upTo: '20',
            require: [{ group: 'treasury', count: 1 }],
            rekey: true,
          },
          tier,
        ]
      : [tier],
  );
  return { ...more, policy: { ...policy, tiers } };
}

import { made } from '../../../e2e/answers.js';
import type { ConsoleWorld } from '../console-world.js';

/** Something that every open page hears of, and that is about none of them. */
export async function somethingHappens({ story }: ConsoleWorld): Promise<void> {
  const scope = story.safes.at(-1)?.id;
  made(await story.person('Rita').post('/v1/freezes', { scope, reason: 'looked odd' }));
}

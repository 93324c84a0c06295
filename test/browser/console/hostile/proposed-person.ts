import { z } from 'zod';
import { made } from '../../../e2e/answers.js';
import type { ConsoleWorld } from '../console-world.js';

const Change = z.looseObject({ id: z.string() });

/** A change that waits for Clara and Carlos: somebody new who asks for transfers. */
export async function proposedPerson({ story }: ConsoleWorld, name: string): Promise<string> {
  const content = { name, roles: ['operator'], groups: [], accounts: [] };
  return Change.parse(made(await story.person('Adam').changes.propose({ kind: 'person', content }))).id;
}

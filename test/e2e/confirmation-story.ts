import { expect } from '@jest/globals';
import { z } from 'zod';
import { withPerson, withPrompts, withoutDelays } from '../builders/founding.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

const Shown = z.looseObject({
  confirmations: z.array(z.looseObject({ person: z.string(), revision: z.int(), status: z.string() })),
});

const ROW =
  'id, transfer_id, revision, person_id, key_id, decision, clearance, digest, signature, created_at';

/** A story about who has confirmed what. Amos is in both groups, and still one person. */
export class ConfirmationStory {
  private constructor(readonly story: StorySteps) {}

  static async open(safes: number): Promise<ConfirmationStory> {
    const founding = (document: Parameters<typeof withPerson>[0]) =>
      withoutDelays(withPrompts(withPerson(document, 'Amos', { groups: ['treasury', 'risk'] })));
    return new ConfirmationStory(await openStory({ safes, founding }));
  }

  /** Who confirmed which revision, and what that counts. */
  async counted(id: string): Promise<readonly (readonly [string, number, string])[]> {
    const { confirmations } = Shown.parse(await this.story.show(id));
    return confirmations.map(({ person, revision, status }) => [person, revision, status] as const);
  }

  /** A transfer that needs one of the treasury and one of risk. */
  largeOne(): Promise<string> {
    return this.story.awaiting({ amount: '11', safe: this.story.freshSafe() });
  }

  async waits(id: string): Promise<void> {
    expect(await this.story.state(id)).toBe('awaiting-confirmation');
  }

  /** What a database administrator can do: copy a row, with other words in some of its columns. */
  async forge(from: string, change: Readonly<Record<string, unknown>>): Promise<void> {
    const columns = { id: `cnf_forged_${String(Math.random())}`, ...change };
    const names = Object.keys(columns);
    const picked = ROW.split(', ').map((name) => {
      const index = names.indexOf(name);
      return index < 0 ? name : `$${String(index + 2)}`;
    });
    await this.story.sql(
      `INSERT INTO confirmation (${ROW}) SELECT ${picked.join(', ')} FROM confirmation
       WHERE transfer_id = $1 ORDER BY id LIMIT 1`,
      [from, ...Object.values(columns)],
    );
  }
}

import { z } from 'zod';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

const Shown = z.looseObject({
  state: z.string(),
  revision: z.int(),
  revisions: z.array(z.looseObject({ revision: z.int(), because: z.string().nullable() })),
  confirmations: z.array(
    z.looseObject({
      revision: z.int(),
      status: z.string(),
      staleBecause: z.object({ reason: z.string(), at: z.string(), by: z.string() }).nullable(),
    }),
  ),
});

/** Transfers that people are asked about, and how they come to be asked again. */
export class Asked {
  constructor(private readonly story: StorySteps) {}

  async shown(id: string): Promise<z.output<typeof Shown>> {
    return Shown.parse(await this.story.show(id));
  }

  /** Waits for one of the treasury and one of risk; Ada of the treasury has confirmed. */
  async halfConfirmed(destination?: string): Promise<string> {
    const { story } = this;
    const wish = { amount: '11', safe: story.freshSafe(), ...(destination !== undefined && { destination }) };
    const id = await story.awaiting(wish);
    await story.confirmed(id, ['Ada']);
    return id;
  }

  /** Why the first revision no longer stands, once the regular look has found that. */
  async becauseOf(id: string): Promise<string | null | undefined> {
    await this.story.hurry('recheck', id);
    const text = 'SELECT FROM revision WHERE transfer_id = $1 AND revision = 1 AND because IS NOT NULL';
    await until(`a reason of ${id}`, async () => (await this.story.sql(text, [id])).length > 0);
    return (await this.shown(id)).revisions[0]?.because;
  }

  /** Ends what a test leaves behind: the changes of the next one would ask people again. */
  async endAll(): Promise<void> {
    for (const name of ['Tessa', 'Tariq']) {
      const text = `SELECT id FROM transfer WHERE requester_id = $1
        AND state IN ('needs-exception', 'queued', 'simulating', 'awaiting-confirmation')`;
      for (const { id } of await this.story.sql(text, [this.story.personId(name)]))
        await this.story
          .person(name)
          .post(`/v1/transfers/${String(id)}/cancel`, { reason: 'The test is over' });
    }
  }
}

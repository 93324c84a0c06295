import type { StorySteps } from '../../e2e/story-steps.js';

/** As if somebody had last used their sessions so long ago. */
export async function lastSeen(story: StorySteps, name: string, ago: string): Promise<void> {
  await story.sql(`UPDATE person_session SET last_seen_at = now() - $1::interval WHERE person_id = $2`, [
    ago,
    story.personId(name),
  ]);
}

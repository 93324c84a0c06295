import { expect } from '@jest/globals';
import { CancelStory, cancelled } from './cancel-story.js';
import { type Home, sluiceHere } from './command-line.js';
import type { Named, StorySteps } from './story-steps.js';

/** A transfer that was relayed is cancelled, each step by one command, until its nonce is burnt for good. */
export async function burntByCommands(
  story: StorySteps,
  home: Home,
  { id, safe }: { readonly id: string; readonly safe: Named },
): Promise<void> {
  const here = (...args: readonly string[]) => sluiceHere(home, args);
  const asked = await here('transfer', 'cancel', id, '--reason', 'typed wrongly', '--as', 'Tessa', '--yes');
  expect([asked.out, asked.err]).toEqual([
    expect.stringMatching(/^State +cancelling, /m),
    expect.stringContaining('somebody confirms the burn of its nonce'),
  ]);
  const early = await here('sign', id, '--as', 'Omar', '--yes');
  expect([early.code, early.err]).toEqual([5, expect.stringContaining('STATE_CONFLICT')]);
  const confirmed = await sluiceHere(home, ['confirm', id, '--as', 'Amos', '--wait', '2m'], ['y']);
  const { nonce } = await story.cleared(id);
  expect([confirmed.code, confirmed.err]).toEqual([
    0,
    expect.stringMatching(new RegExp(`^Burns +nonce ${String(nonce)} of .*; it moves nothing$`, 'm')),
  ]);
  const waiting = (await here('inbox', '--as', 'Otto')).out;
  expect(waiting).toContain(`sluice sign ${id}`);
  expect(waiting).toContain(`Sign the CANCEL of ${id}, which burns nonce ${String(nonce)}, moves nothing`);
  for (const name of ['Otto', 'Omar', 'Orson']) {
    const signed = await here('sign', id, '--as', name, '--yes', '--wait', '2m');
    expect([signed.code, signed.err]).toEqual([0, expect.stringMatching(/burns nonce \d+, moves nothing/)]);
  }
  await cancelled(story, new CancelStory(story, safe, id, nonce));
  const ended = await here('transfer', 'watch', id, '--as', 'Tessa');
  expect([ended.code, ended.out]).toEqual([1, expect.stringMatching(/ cancelled +typed wrongly$/)]);
}

import { expect } from '@jest/globals';
import { z } from 'zod';
import { type Home, sluiceHere, sluiceProcess } from './command-line.js';
import type { StorySteps } from './story-steps.js';

const Id = z.looseObject({ id: z.string() });
const State = z.looseObject({ state: z.string() });

/** A Safe is frozen and freed, an entry tightened, limits read, and the log taken out, each by one command. */
export async function governedByCommands(story: StorySteps, home: Home, folder: string) {
  const here = (...args: readonly string[]) => sluiceHere(home, args);
  const safe = story.freshSafe();
  const frozen = await here('freeze', safe.id, '--reason', 'an odd call', '--as', 'Tessa', '--yes', '--json');
  const { id } = Id.parse(JSON.parse(frozen.out));
  expect((await here('safe', 'show', safe.id, '--as', 'Audrey')).out).toMatch(/^FROZEN .*an odd call/m);
  const unfreeze = ['change', 'propose', 'unfreeze', id, '--reason', 'explained'];
  const proposed = await here(...unfreeze, '--as', 'Clara', '--yes', '--json');
  expect(State.parse(JSON.parse(proposed.out)).state).toBe('proposed');
  const { code, err: lifted } = await sluiceHere(home, ['change', 'approve', '--as', 'Rita'], ['y']);
  const last = await here('change', 'approve', '--as', 'Adam', '--yes', '--json');
  const { out: standing } = await here('freeze', 'list', '--standing', '--as', 'Audrey');
  const terms = ['--of', 'Hot wallet 1', '--limit', '90 ETH', '--as', 'Tessa', '--yes', '--json'];
  const tighter = await here('change', 'propose', 'destination', ...terms);
  expect((await here('limits', '--safe', safe.id, '--as', 'Tessa')).out).toMatch(/^eth-per-day .* ETH /m);
  const file = `${folder}/log.jsonl`;
  const exported = await here('audit', 'export', '--out', file, '--as', 'Audrey', '--json');
  const { verify } = z.looseObject({ verify: z.string() }).parse(JSON.parse(exported.out));
  return {
    ...{ code, lifted, standing },
    active: [last, tighter].map(({ out }) => State.parse(JSON.parse(out)).state),
    verified: (await sluiceProcess(home, verify.split(' ').slice(1))).code,
  };
}

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { firstTransferCommands } from '../../sandbox/first-transfer.js';
import type { Home } from './command-line.js';
import type { StorySteps } from './story-steps.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where the pages have the sandbox. */
const ORIGIN = 'http://localhost:3000';

interface Said {
  readonly code: number;
  /** What the commands answered, or why they failed. */
  readonly said: string;
}

const Changes = z.looseObject({ data: z.array(z.looseObject({ state: z.string() })) });

/** Runs the README's commands as they stand there, but for the port, while blocks come. It says what reached the hot wallet. */
export async function movedByTheReadme(story: StorySteps, home: Home): Promise<Said & { moved: bigint }> {
  const commands = commandsUnder('README.md', 'Move money by five commands');
  if (commands.join('\n') !== firstTransferCommands(ORIGIN).join('\n'))
    throw new Error('npm start prints other commands than the README has');
  const hot = story.destination().address;
  const before = await story.balance('eth', hot);
  const running = pasted(commands.join('\n').replace(ORIGIN, story.origin), home);
  await Promise.race([running, mined(story)]);
  const ended = await running;
  return { ...ended, moved: (await story.balance('eth', hot)) - before };
}

/** In the sandbox blocks come by themselves; in a story when they are asked for. */
async function mined(story: StorySteps): Promise<void> {
  const id = await story.calledBy('My first transfer');
  await story.until(id, 'relayed');
  await story.settled(id);
}

/** The change that the commands of the sandbox's page bring to its delay, by the state that it is in. */
export async function approvedByItsPage(story: StorySteps, home: Home): Promise<Said & { state: string }> {
  const commands = commandsUnder('docs/sandbox.md', 'Live through a delay')
    .join('\n')
    .replace(ORIGIN, story.origin);
  const ended = await pasted(commands, home);
  const { body } = await story.person('Tessa').get('/v1/changes?kind=destination');
  const [newest] = Changes.parse(body).data;
  return { ...ended, state: newest?.state ?? 'none' };
}

/** The lines of the shell block under a heading of a page. */
function commandsUnder(page: string, heading: string): readonly string[] {
  const [, section = ''] = readFileSync(`${ROOT}${page}`, 'utf8').split(`\n## ${heading}\n`);
  const block = /^```sh\n(.*?)^```$/ms.exec(section.split('\n## ', 1)[0] ?? '')?.[1];
  if (block === undefined) throw new Error(`${page} has no commands under "${heading}"`);
  return block.trimEnd().split('\n');
}

/** In one shell in the checkout, at whose terminal nobody sits. It stops at the first fault. */
async function pasted(commands: string, home: Home): Promise<Said> {
  const child = spawn('sh', ['-e', '-c', commands], {
    cwd: ROOT,
    // What the tests were started with is no part of what a reader has.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? -1);
    });
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, said: code === 0 ? out : err };
}

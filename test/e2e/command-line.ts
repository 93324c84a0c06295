import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { type Hex, bytesToHex } from 'viem';
import type { HDAccount } from 'viem/accounts';
import { ProgramFailure } from '../../src/cli/program-failure.js';
import { onlineCommands } from '../../src/client/online-commands.js';
import { DomainError } from '../../src/domain/errors.js';
import { FakeDesk } from '../builders/fake-desk.js';

const PROGRAM = fileURLToPath(new URL('../../dist/sluice-main.js', import.meta.url));

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Where a client keeps its files, and what else is in its environment. */
export type Home = Readonly<Record<string, string>>;

/** What a keystore of a story's person has in it. */
export function keyOf(account: HDAccount): Hex {
  const { privateKey } = account.getHdKey();
  if (!privateKey) throw new Error('the account has no key');
  return bytesToHex(privateKey);
}

/** The built program, as a process of its own. Standard input is empty; a file may be open as descriptor 3. */
export async function sluiceProcess(home: Home, args: readonly string[], third?: string): Promise<Ended> {
  const descriptor = third === undefined ? undefined : openSync(third, 'r');
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', ...(descriptor === undefined ? [] : [descriptor])],
    env: { PATH: process.env['PATH'], ...home },
  });
  if (descriptor !== undefined) closeSync(descriptor);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? -1);
    });
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the process has no output');
  const [out, err, code] = await Promise.all([text(stdout), text(stderr), ended]);
  return { code, out, err };
}

/** The built program, which goes on by itself until it is ended. */
export function startSluice(home: Home, args: readonly string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: 'ignore',
    env: { PATH: process.env['PATH'], ...home },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  return { child, ended };
}

/** The same commands in this process, at a desk where somebody answers, or nobody. */
export async function sluiceHere(
  home: Home,
  args: readonly string[],
  answers: readonly string[] = [],
): Promise<Ended> {
  const desk = new FakeDesk(home, answers);
  const quiet = { writeErr: (words: string) => void desk.told.push(words) };
  const program = new Command('sluice').exitOverride().enablePositionalOptions();
  for (const command of onlineCommands(desk)) program.addCommand(command);
  const silenced = (command: Command): void => {
    command.exitOverride().configureOutput(quiet);
    command.commands.forEach(silenced);
  };
  program.commands.forEach(silenced);
  const code = await program.parseAsync(args, { from: 'user' }).then(
    () => 0,
    (error: unknown) => {
      if (error instanceof CommanderError) return 2;
      if (error instanceof DomainError) return 1;
      if (!(error instanceof ProgramFailure)) throw error;
      desk.told.push(error.message, ...error.lines);
      return error.exitCode;
    },
  );
  return { code, out: desk.said.join('\n'), err: desk.told.join('\n') };
}

import { Command } from 'commander';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { offlineCommands } from '../../src/cli/offline-commands.js';

/** The path of a file of vectors. */
export const corpus = (name: string): string => fileURLToPath(new URL(`../vectors/${name}`, import.meta.url));

const Case = z.looseObject({
  id: z.string(),
  tx: z.record(z.string(), z.unknown()),
  expect: z.looseObject({}),
});
const Corpus = z.looseObject({
  world: z.looseObject({ safe: z.string(), allowlist: z.array(z.looseObject({})) }),
  safeTx: z.array(Case),
  historic: z.array(Case),
  signatures: z.array(z.looseObject({ id: z.string(), signatures: z.string() })),
});

/** The attack corpus as it is written, for tests that hand parts of it on. */
export const rawAttacks = Corpus.parse(JSON.parse(readFileSync(corpus('attacks.json'), 'utf8')));

export function caseOf<T extends { id: string }>(list: readonly T[], id: string): T {
  const found = list.find((each) => each.id === id);
  if (!found) throw new Error(`the corpus lacks ${id}`);
  return found;
}

/** Files that are gone after the tests. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'sluice-cli-'));
  private count = 0;

  file(content: unknown): string {
    this.count += 1;
    const path = join(this.path, `${String(this.count)}.json`);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  bytes(content: Uint8Array): string {
    const path = this.file('');
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** Runs the command line as the program does, but for the process around it. */
export async function sluice(
  ...args: readonly string[]
): Promise<{ out: string; passed: boolean; exit: number }> {
  const said: string[] = [];
  let exit = 0;
  const terminal = {
    say: (text: string) => {
      said.push(text);
    },
    fail: (exitCode = 1) => {
      exit = exitCode;
    },
  };
  const quiet = { writeErr: () => undefined };
  const program = new Command().exitOverride().configureOutput(quiet);
  const silenced = (command: Command): void => {
    command.exitOverride().configureOutput(quiet);
    command.commands.forEach(silenced);
  };
  for (const command of offlineCommands(terminal)) program.addCommand(command);
  program.commands.forEach(silenced);
  await program.parseAsync(args, { from: 'user' });
  return { out: said.join('\n'), passed: exit === 0, exit };
}

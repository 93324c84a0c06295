import { Command } from 'commander';
import { ownPackage } from './version.js';

const REFUSED_USAGE = 2;

/**
 * A program that knows --help and --version. What it is given and does not know ends it with one line and exit code 2,
 * before it does anything.
 */
export function programOf(name: string, description: string, examples: readonly string[]): Command {
  return answering(new Command(name).description(description))
    .version(ownPackage().version)
    .addHelpText('after', ['', 'Examples:', ...examples.map((each) => `  ${each}`)].join('\n'));
}

/** A command of such a program. */
export function addCommand(program: Command, name: string, description: string): Command {
  return answering(program.command(name).description(description));
}

function answering(command: Command): Command {
  return command
    .showSuggestionAfterError(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : REFUSED_USAGE));
}

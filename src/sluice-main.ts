import { Command, CommanderError } from 'commander';
import { DomainError } from './domain/errors.js';
import type { Terminal } from './cli/inspect-command.js';
import { offlineCommands } from './cli/offline-commands.js';
import { ownVersion } from './cli/own-version.js';
import { ProgramFailure } from './cli/program-failure.js';
import { shown } from './domain/values/shown.js';
import { uncheckedTls } from './domain/values/unchecked-tls.js';
import { faultLine, unsaid } from './cli/print.js';
import { UnreadableFile } from './cli/reading/source.js';

const EXAMPLES = `
Examples:
  npm run --silent sluice -- transfer list --as Tessa --url http://localhost:3000
  npm run --silent sluice -- inspect transaction.json
  npm run --silent sluice -- policy check policy.json`;

const REFUSED = 1;
const USAGE = 2;

const terminal: Terminal = {
  say: (text) => process.stdout.write(`${text}\n`),
  fail: (exitCode = REFUSED) => {
    process.exitCode = exitCode;
  },
};

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/**
 * The command line. Results go to stdout, everything else to stderr. What asks a gateway is loaded only for a command
 * that is not offline, so that those have no code that could open a socket.
 */
async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('sluice')
    .description('The gate between a cold Safe and its hot wallets, for the command line')
    .version(ownVersion())
    .addHelpText('after', EXAMPLES)
    .configureOutput({ writeOut: (text) => process.stdout.write(text) });
  const offline = offlineCommands(terminal);
  for (const command of offline) program.addCommand(command);
  const asked = argv.slice(2).find((word) => !word.startsWith('-'));
  if (!offline.some((command) => command.name() === asked)) {
    const weakening = uncheckedTls(process.env);
    if (asked !== undefined && weakening !== undefined) throw new ProgramFailure(REFUSED, weakening);
    const { doctorCommand } = await import('./doctor/doctor-command.js');
    program.addCommand(doctorCommand(terminal));
    const { addOnlineCommands } = await import('./client/online-commands.js');
    addOnlineCommands(program, process.env);
  }
  throwing(program);
  await program.parseAsync(argv);
}

/** Makes commander throw on wrong usage, also of a nested command, so that it is handled like every other error. */
function throwing(command: Command): void {
  command.exitOverride().configureOutput({
    // As every other error is said.
    outputError: (text, write) => {
      write(text.replace(/^error: /, 'sluice: '));
    },
  });
  command.commands.forEach(throwing);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof UnreadableFile) {
    complain(`sluice: ${error.message}`);
    return USAGE;
  }
  if (error instanceof ProgramFailure) {
    complain([`sluice: ${error.message}`, ...error.lines].map(shown).join('\n'));
    return error.exitCode;
  }
  if (error instanceof DomainError) {
    complain(
      [
        shown(`sluice: ${error.code}: ${error.message}`),
        ...unsaid(error.message, error.faults).map(faultLine),
      ].join('\n'),
    );
    return REFUSED;
  }
  throw error;
}

try {
  await main(process.argv);
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

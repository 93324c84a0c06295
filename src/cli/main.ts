#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { DomainError } from '../domain/errors.js';
import { type Terminal, hashCommand, inspectCommand } from './inspect-command.js';
import { policyCommand } from './policy-command.js';
import { shown } from '../domain/values/shown.js';
import { ownVersion } from './own-version.js';
import { faultLine } from './print.js';
import { UnreadableFile } from './reading/source.js';
import { verifyCommand } from './verify-command.js';

const EXAMPLES = `
Examples:
  npm run --silent sluice -- inspect transaction.json
  npm run --silent sluice -- policy check policy.json`;

const REFUSED = 1;
const USAGE = 2;

const terminal: Terminal = {
  say: (text) => process.stdout.write(`${text}\n`),
  fail: () => {
    process.exitCode = REFUSED;
  },
};

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The command line. Results go to stdout, everything else to stderr; nothing here opens a socket. */
async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('sluice')
    .description('The gate between a cold Safe and its hot wallets, for the command line')
    .version(ownVersion())
    .addHelpText('after', EXAMPLES)
    .configureOutput({ writeOut: (text) => process.stdout.write(text) });
  for (const command of [inspectCommand, hashCommand, policyCommand, verifyCommand])
    program.addCommand(command(terminal));
  program.commands.forEach(throwing);
  program.exitOverride().showSuggestionAfterError(false);
  await program.parseAsync(argv);
}

/** Makes commander throw on wrong usage, also of a nested command, so that it is handled like every other error. */
function throwing(command: Command): void {
  command.exitOverride().showSuggestionAfterError(false);
  command.commands.forEach(throwing);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof UnreadableFile) {
    complain(`sluice: ${error.message}`);
    return USAGE;
  }
  if (error instanceof DomainError) {
    complain([shown(`sluice: ${error.code}: ${error.message}`), ...error.faults.map(faultLine)].join('\n'));
    return REFUSED;
  }
  throw error;
}

try {
  await main(process.argv);
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

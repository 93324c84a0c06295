import type { Command } from 'commander';

/** What every command that asks a gateway takes. */
export interface OnlineOptions {
  readonly url?: string;
  readonly as?: string;
  readonly person?: string;
  readonly json?: boolean;
  /** False after --no-input. */
  readonly input: boolean;
}

export function withOnlineOptions(command: Command): Command {
  return command
    .option('--url <address>', 'the gateway; or SLUICE_URL, or where you signed in last')
    .option('--person <name>', 'of several people who are signed in there, this one')
    .option('--as <name>', 'be this demo person; in the sandbox only')
    .option('--json', 'print JSON')
    .option('--no-input', 'ask nothing');
}

import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { shown } from '../domain/values/shown.js';
import type { Finding } from './finding.js';

/** Where results go. */
interface Terminal {
  say(text: string): void;
  fail(): void;
}

interface DoctorOptions {
  readonly settings?: string;
  readonly json?: boolean;
}

const SETTINGS_FILE = '.env';

/** `sluice doctor`: looks, before a start, whether the gateway could start and do its work by these settings. */
export function doctorCommand(terminal: Terminal): Command {
  return new Command('doctor')
    .description(
      'Look, before a start, whether settings, providers, witnesses, relayer and database are as they must be',
    )
    .option(
      '--settings <file>',
      `the file of the settings, beside the environment (default: ${SETTINGS_FILE}, if it is there)`,
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      [
        ...[
          '',
          'It writes nothing, and prints no secret. The settings are those of the gateway (.env.example).',
        ],
        ...[
          '',
          'Examples:',
          '  npm run --silent sluice -- doctor',
          '  sluice doctor --settings /etc/sluice/env --json',
        ],
        ...['', 'Exit codes: 0 nothing failed, 1 something did, 2 wrong usage.'],
      ].join('\n'),
    )
    .action(async ({ settings, json }: DoctorOptions) => {
      const file = settings ?? (existsSync(SETTINGS_FILE) ? SETTINGS_FILE : undefined);
      // It has the database's client and all that follows, which --help need not wait for.
      const { examined } = await import('./doctor.js');
      const findings = await examined(file);
      const isWell = findings.every(({ status }) => status !== 'fail');
      terminal.say(json === true ? JSON.stringify({ ok: isWell, findings }, null, 2) : text(findings));
      if (!isWell) terminal.fail();
    });
}

function text(findings: readonly Finding[]): string {
  const lines = findings.map(({ check, status, words, todo }) =>
    shown(`${status.padEnd(4)}  ${check}: ${words}${todo === null ? '' : ` ${todo}`}`),
  );
  const count = (status: Finding['status']): string =>
    String(findings.filter((each) => each.status === status).length);
  return [...lines, `${count('ok')} ok, ${count('warn')} warn, ${count('fail')} fail`].join('\n');
}

import { Command } from 'commander';
import { type ToldBundle, tellBundle } from '../domain/evidence/verify-bundle.js';
import { bundleSummary, storyWords } from '../domain/evidence/verdict-words.js';
import type { Terminal } from './inspect-command.js';
import { evidenceLine, qrCode } from './print.js';
import { verdictExit } from './verdict-exit.js';
import { type RootsOptions, rootsOf, withRootsOptions } from './reading/roots-options.js';
import { readSource } from './reading/source.js';

interface BundleOptions extends RootsOptions {
  readonly json?: boolean;
  readonly qr?: boolean;
}

/**
 * `sluice verify bundle`: verifies all the evidence of a transfer from the file and from what the reader trusts.
 * Without a founding hash and a log key from elsewhere nothing is proven, and the exit code says so.
 */
export function bundleCommand(terminal: Terminal): Command {
  return withRootsOptions(new Command('bundle'))
    .description('Verify the evidence bundle of a transfer')
    .argument('<file>', 'an answer of GET /v1/transfers/:id/evidence, byte for byte; "-" is standard input')
    .option('--json', 'print JSON')
    .option('--qr', 'show a QR code of what a waiting transfer has people sign; only of what is proven')
    .addHelpText('after', EXIT_CODES)
    .action(async function (this: Command, file: string, options: BundleOptions) {
      const roots = rootsOf(options, this);
      const verdict = await tellBundle(readSource(file), roots);
      const proven = verdict.holds && verdict.isRooted;
      terminal.say(
        options.json === true
          ? JSON.stringify({ ...verdict, proven }, null, 2)
          : textOf(verdict, options.qr === true),
      );
      if (!proven) terminal.fail(verdictExit(verdict));
    });
}

const EXIT_CODES = `
Exit codes: 0 proven, 2 wrong usage, 3 it does not hold, 4 nothing in it is wrong, but without --founding and --log-key
it proves nothing.`;

function textOf(verdict: ToldBundle, withCode: boolean): string {
  const isProven = verdict.holds && verdict.isRooted;
  const codes =
    withCode && isProven ? verdict.lines.flatMap(({ code }) => (code === undefined ? [] : [code])) : [];
  return [
    storyWords(verdict),
    '',
    ...verdict.lines.map(evidenceLine),
    ...codes.flatMap((code) => ['', qrCode(code)]),
    '',
    bundleSummary(verdict, '--founding and --log-key'),
  ].join('\n');
}

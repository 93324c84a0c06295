import { Command } from 'commander';
import { MalformedLogText } from '../domain/audit-log/malformed.js';
import { parseTlogPolicy } from '../domain/audit-log/tlog-policy.js';
import { parseVerifierKey } from '../domain/audit-log/verifier-key.js';
import type { Line } from '../domain/evidence/line.js';
import type { Roots } from '../domain/evidence/roots.js';
import { type BundleVerdict, verifyBundle } from '../domain/evidence/verify-bundle.js';
import { parseBytes32 } from '../domain/values/hex.js';
import type { Terminal } from './inspect-command.js';
import { shown } from './print.js';
import { readSource } from './source.js';

interface BundleOptions {
  readonly founding?: string;
  readonly chain?: string;
  readonly logKey?: string;
  readonly witnessPolicy?: string;
  readonly json?: boolean;
}

/** `sluice verify bundle`: everything in the evidence of a transfer, from its bytes and what the reader trusts. */
export function bundleCommand(terminal: Terminal): Command {
  return new Command('bundle')
    .description('Verify the evidence bundle of a transfer')
    .argument('<file>', 'an answer of GET /v1/transfers/:id/evidence, byte for byte; "-" is standard input')
    .option(
      '--founding <digest>',
      'the founding digest of the installation, from a source that is not the bundle',
    )
    .option('--chain <id>', 'the chain id that it has to be about')
    .option('--log-key <key>', "the log's verifier key, name+id+base64, from a source that is not the log")
    .option('--witness-policy <file>', 'whose cosignatures are needed (c2sp.org/tlog-policy)')
    .option('--json', 'print JSON')
    .action(async function (this: Command, file: string, options: BundleOptions) {
      const roots = rootsOf(options, this);
      const verdict = await verifyBundle(readSource(file), roots);
      terminal.say(options.json === true ? JSON.stringify(verdict, null, 2) : textOf(verdict));
      if (!verdict.holds) terminal.fail();
    });
}

/** What the user trusts has to be readable, or nothing was asked: a fault of the usage, not of the bundle. */
function rootsOf({ founding, chain, logKey, witnessPolicy }: BundleOptions, command: Command): Roots {
  try {
    return {
      ...(founding !== undefined && { founding: parseBytes32(founding) }),
      ...(chain !== undefined && { chainId: chainIdOf(chain, command) }),
      ...(logKey !== undefined && { logKey: parseVerifierKey(logKey) }),
      ...(witnessPolicy !== undefined && { witnessPolicy: parseTlogPolicy(readSource(witnessPolicy)) }),
    };
  } catch (error) {
    if (error instanceof MalformedLogText || error instanceof TypeError)
      command.error(`error: ${shown(error.message)}`, { exitCode: 2 });
    throw error;
  }
}

function chainIdOf(text: string, command: Command): number {
  if (!/^[1-9][0-9]{0,9}$/.test(text)) command.error('error: --chain is a number', { exitCode: 2 });
  return Number(text);
}

function textOf({ lines, holds, isRooted }: BundleVerdict): string {
  const summary = !holds
    ? 'It does not hold.'
    : isRooted
      ? 'It holds, against the founding and the key of the log that you gave.'
      : 'It agrees with itself. Without --founding and --log-key that is no proof: somebody may have made all of it up.';
  return [...lines.map(lineOf), '', summary].join('\n');
}

function lineOf({ check, ok, words, part }: Line): string {
  const mark = ok === true ? 'proved    ' : ok === false ? 'FAILED    ' : 'not proved';
  return shown(`${mark}  ${check.padEnd(13)}  ${words}${ok === true || part === '' ? '' : ` (${part})`}`);
}

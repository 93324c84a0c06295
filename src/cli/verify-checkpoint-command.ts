import { Command } from 'commander';
import { stringToBytes } from 'viem';
import { printBase64 } from '../domain/audit-log/base64.js';
import {
  type Findings,
  checkpointFindings,
  receiptFindings,
  refusingMalformed,
} from '../domain/audit-log/findings.js';
import type { Cosigner } from '../domain/audit-log/verify-checkpoint.js';
import { shown } from '../domain/values/shown.js';
import type { Terminal } from './inspect-command.js';
import { trustOf } from './reading/log-trust.js';
import { readSource } from './reading/source.js';

interface TrustOptions {
  readonly key: string;
  readonly policy?: string;
  readonly json?: boolean;
}

interface ProofOptions extends TrustOptions {
  readonly entry: string;
}

/** `sluice verify checkpoint`: trusts nothing but the keys that the options name. */
export function checkpointCommand(terminal: Terminal): Command {
  return withTrust(new Command('checkpoint'))
    .description('Verify that a checkpoint is signed by the log and cosigned by the witnesses of a policy')
    .argument('<file>', 'the checkpoint (c2sp.org/tlog-checkpoint); "-" is standard input')
    .action(function (this: Command, file: string, options: TrustOptions) {
      const trust = trustOf({ logKey: options.key, witnessPolicy: options.policy }, this);
      report(terminal, options, () => checkpointFindings(readSource(file), trust));
    });
}

/** `sluice verify proof`: verifies that an entry is in the log, by its receipt. */
export function proofCommand(terminal: Terminal): Command {
  return withTrust(new Command('proof'))
    .description('Verify that an entry is in the log')
    .argument('<file>', 'the receipt (c2sp.org/tlog-proof); "-" is standard input')
    .requiredOption(
      '--entry <file>',
      "the entry's canonical text; one line break at its end is not part of it",
    )
    .action(function (this: Command, file: string, options: ProofOptions) {
      const trust = trustOf({ logKey: options.key, witnessPolicy: options.policy }, this);
      const entry = stringToBytes(readSource(options.entry).replace(/\r?\n$/, ''));
      report(terminal, options, () => receiptFindings(readSource(file), entry, trust));
    });
}

function withTrust(command: Command): Command {
  return command
    .requiredOption(
      '--key <key>',
      "the log's verifier key, name+id+base64, from a source that is not the log",
    )
    .option('--policy <file>', 'whose cosignatures are needed (c2sp.org/tlog-policy)')
    .option('--json', 'print JSON');
}

function report(terminal: Terminal, { json }: TrustOptions, verify: () => Findings): void {
  const findings = refusingMalformed(verify);
  terminal.say(json === true ? JSON.stringify(jsonOf(findings), null, 2) : textOf(findings));
  if (!findings.verdict.isValid) terminal.fail();
}

function textOf({ verdict, proved, notProved: open }: Findings): string {
  if (!verdict.isValid) return `refused\n${shown(verdict.reason)}`;
  const listed = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  - ${shown(line)}`)];
  return ['valid', ...listed('Proved:', proved), ...listed('Not proved:', open)].join('\n');
}

function jsonOf({ verdict, proved, notProved: open }: Findings): object {
  if (!verdict.isValid) return { isValid: false, reason: verdict.reason };
  const { origin, size, root } = verdict.checkpoint;
  return {
    isValid: true,
    checkpoint: { origin, size: size.toString(), root: printBase64(root) },
    cosigners: verdict.cosigners.map(({ witness, time }: Cosigner) => ({ witness, time: time.toString() })),
    proved,
    notProved: open,
  };
}

import { Command } from 'commander';
import type { Terminal } from './inspect-command.js';
import { bundleCommand } from './verify-bundle-command.js';
import { checkpointCommand, proofCommand } from './verify-checkpoint-command.js';
import { decisionCommand } from './verify-decision-command.js';
import { logCommand } from './verify-log-command.js';
import { requestCommand } from './verify-request-command.js';

/** `sluice verify`: verifies what a gateway handed out, offline, by what the reader trusts. */
export function verifyCommand(terminal: Terminal): Command {
  return new Command('verify')
    .description('Verify offline what a gateway gave out')
    .addCommand(bundleCommand(terminal))
    .addCommand(requestCommand(terminal))
    .addCommand(checkpointCommand(terminal))
    .addCommand(proofCommand(terminal))
    .addCommand(decisionCommand(terminal))
    .addCommand(logCommand(terminal))
    .addHelpText('after', EXAMPLES);
}

const EXAMPLES = `
Examples:
  sluice verify bundle evidence.json --founding 0x… --log-key gate.example/log+1a2b3c4d+AS…
  sluice verify request request.json --founding 0x… --log-key gate.example/log+1a2b3c4d+AS… --qr --card card.pdf
  sluice verify checkpoint checkpoint --key gate.example/log+1a2b3c4d+AS… --policy witnesses.policy
  sluice verify proof entry.tlog-proof --entry entry.json --key gate.example/log+1a2b3c4d+AS… --json
  sluice verify decision decisions.json
  sluice verify log export.jsonl --log-key gate.example/log+1a2b3c4d+AS… --witness-policy witnesses.policy --checkpoint old

Exit codes: 0 it holds, 1 refused, not proven or not of its form, 2 wrong usage or a file, key or policy that cannot be read.`;

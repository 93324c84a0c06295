import type { Command } from 'commander';
import { Readable } from 'node:stream';
import { requireFree, writeWhole } from './whole-file.js';
import { evidencePath, signedFilePath } from '../evidence/evidence-paths.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { type Session, openSession } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { quoted } from '../terminal/quoted.js';
import { TRANSFER, transferAt, transferCalled } from '../transfers/which-transfer.js';

interface FileOptions extends OnlineOptions {
  readonly out: string;
  readonly force?: boolean;
}

/** A file about a transfer that a gateway gives out, and what verifies it. */
interface Fetched {
  readonly pathOf: (session: Session, id: string) => Promise<string>;
  readonly verifier: 'bundle' | 'request';
}

export function evidenceCommand(desk: Desk): Command {
  return fileCommand(desk, onlineCommand('evidence', 'Write the evidence of a transfer into a file'), {
    pathOf: (_session, id) => Promise.resolve(evidencePath(id)),
    verifier: 'bundle',
  });
}

export function requestFileCommand(desk: Desk): Command {
  const command = onlineCommand('request-file', 'Write what owners are asked to sign into a file');
  return fileCommand(desk, command, {
    pathOf: async ({ gateway }, id) => {
      const { state } = await transferAt(gateway, id);
      return signedFilePath(id, state === 'cancelling');
    },
    verifier: 'request',
  });
}

function fileCommand(desk: Desk, command: Command, { pathOf, verifier }: Fetched): Command {
  return command
    .argument('<transfer>', TRANSFER)
    .requiredOption('--out <file>', 'where it is written')
    .option('--force', 'write over a file that is there')
    .addHelpText('after', examplesOf(command.name(), verifier))
    .action(async (wanted: string, { out, force, ...options }: FileOptions) => {
      const isForced = force === true;
      requireFree(out, isForced);
      const session = await openSession(options, desk);
      const transfer = await transferCalled(session.gateway, wanted);
      const content = Buffer.from(await session.gateway.text(await pathOf(session, transfer)));
      await writeWhole(out, Readable.from([content]), { isForced, isSound: () => undefined });
      const { foundingDigest, logKey } = session.installation;
      const roots = `--founding ${quoted(foundingDigest)} --log-key ${quoted(logKey)}`;
      const verify = `sluice verify ${verifier} ${quoted(out)} ${roots}`;
      const text = [
        `${out}: ${String(content.length)} bytes`,
        'Verify it offline, with the founding digest and the log key that you know from elsewhere:',
        `  ${verify}`,
      ].join('\n');
      sayAnswer(desk, options, { text, json: { transfer, file: out, bytes: content.length, verify } });
    });
}

function examplesOf(name: string, verifier: Fetched['verifier']): string {
  return `
Examples:
  sluice transfer ${name} "Refill, TICKET-1" --out ${verifier}.json
  sluice verify ${verifier} ${verifier}.json --founding 0x… --log-key …

It is written as the gateway serves it, whole or not at all, and proves nothing before it is verified.`;
}

import { Command, Option } from 'commander';
import { trustOf } from '../../cli/reading/log-trust.js';
import { FOLLOW_FORMATS, type FollowFormat } from '../../domain/reports/follow-lines.js';
import { onlineCommand } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { openSession } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { misused } from '../terminal/failures.js';
import { StateFile, beginning } from './follow-state.js';
import { followedHere } from './followed.js';
import { Following } from './following.js';
import { LogSource } from './log-source.js';
import { type Sink, deskSink, fileSink } from './sink.js';
import { syslogSink, syslogTarget } from './syslog-sink.js';

interface FollowOptions extends OnlineOptions {
  readonly format: FollowFormat;
  readonly to?: string;
  readonly ca?: string;
  readonly output?: string;
  readonly state?: string;
  readonly from?: string;
  readonly witnessPolicy?: string;
  readonly once?: boolean;
}

export function logCommand(desk: Desk): Command {
  return new Command('log').description('Read the audit log').addCommand(followCommand(desk));
}

function followCommand(desk: Desk): Command {
  return onlineCommand('follow', 'Give out new entries of the log with their checkpoints, verified')
    .addOption(new Option('--format <format>', 'what each line is').choices(FOLLOW_FORMATS).default('jsonl'))
    .option('--to <target>', 'a syslog server: tls://host:6514, tcp://host:601 or udp://host:514')
    .option('--ca <file>', 'of --to tls: who signs for the server (PEM)')
    .addOption(new Option('--output <file>', 'append to this file').conflicts('to'))
    .option('--state <file>', 'where it notes how far it is, to go on there')
    .option('--from <index>', 'begin at this entry if there is no state yet (default: the first)')
    .option('--witness-policy <file>', 'whose cosignatures are needed (c2sp.org/tlog-policy)')
    .option('--once', 'end when there is nothing more now')
    .addHelpText('after', EXAMPLES)
    .action(async function (this: Command, options: FollowOptions) {
      const from = indexOf(options.from ?? '0');
      const session = await openSession(options, desk);
      const { logKey } = session.installation;
      const trust = trustOf({ logKey, witnessPolicy: options.witnessPolicy }, this);
      const state = new StateFile(options.state, logKey);
      const found = state.read() ?? beginning();
      const sink = await sinkOf(options, desk, found.bytes);
      const written = { format: options.format, inSyslog: options.to !== undefined };
      const source = new LogSource(session.gateway, async () => (await openSession(options, desk)).gateway);
      const next = (index: bigint) => source.next(index, following.size > from);
      const following = new Following({ next, sink, state, trust }, written, found, from);
      try {
        await (options.once === true ? following.drain() : followedHere(following, source, desk));
      } finally {
        sink.close();
      }
    });
}

const EXAMPLES = `
Examples:
  sluice log follow --state siem.state --output sluice.jsonl
  sluice log follow --state siem.state --format ocsf --to tls://siem.example:6514
  sluice log follow --once --format syslog --from 1200

Of every part it verifies the log's signature, that it begins with exactly what was given out before, and that every
entry is in the tree of its checkpoint. It ends with 8 if that does not hold. A service follows by SLUICE_API_KEY with
the role auditor; the session of a person ends when they are idle. One entry of the log stands for an hour of following.

A gateway or a syslog server that is lost is waited for, and it goes on where it was. With --once it ends with 1.`;

function indexOf(written: string): bigint {
  if (!/^(0|[1-9][0-9]{0,17})$/.test(written)) throw misused(`${written} is no index of an entry`);
  return BigInt(written);
}

function sinkOf({ to, ca, output }: FollowOptions, desk: Desk, bytes: number | null): Sink | Promise<Sink> {
  if (to !== undefined) return syslogSink(syslogTarget(to, ca));
  if (ca !== undefined) throw misused('--ca is for --to tls://…');
  return output === undefined ? deskSink(desk) : fileSink(output, bytes);
}

import type { Command } from 'commander';
import { FreezePage, FreezeView } from '../../safes/freezes.contract.js';
import { parsePlainText } from '../../domain/values/text.js';
import { safeCalled } from '../naming/names.js';
import { listed, readLimit } from '../naming/pages.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { openSession } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { misused } from '../terminal/failures.js';
import { requireMeant } from '../terminal/meant.js';
import { freezeLines, freezeText, scopeNames } from './freeze-text.js';

interface FreezeOptions extends OnlineOptions {
  readonly all?: boolean;
  readonly reason?: string;
  readonly yes?: boolean;
}

const REASON_MAX = 280;

export function freezeCommand(desk: Desk): Command {
  return (
    onlineCommand('freeze', 'Freeze one Safe or all of them, at once')
      .argument('[safe]', 'the Safe, by its name, address or id')
      .option('--all', 'all Safes, also those to come')
      .option('--reason <text>', 'why; everybody reads it')
      .option('--yes', 'freeze without being asked')
      .addHelpText('after', EXAMPLES)
      // Otherwise the options of "list" would be taken as its own.
      .enablePositionalOptions()
      .addCommand(listCommand(desk))
      .action((wanted: string | undefined, options: FreezeOptions) => freeze(desk, wanted, options))
  );
}

const EXAMPLES = `
Examples:
  sluice freeze "Cold 1" --reason "an owner's key is lost"
  sluice freeze --all --reason "somebody is in our network" --yes
  sluice freeze list --standing

It needs no signature, because it only takes room away: nothing is cleared, relayed or sent any more. What owners have
signed already can still be executed; sluice safe show says what that is. Only a change that a quorum approves lifts a
freeze: sluice change propose unfreeze.`;

async function freeze(desk: Desk, wanted: string | undefined, options: FreezeOptions): Promise<void> {
  const { all, reason } = options;
  if (wanted !== undefined && all === true) throw misused('name a Safe, or --all, and not both');
  if (wanted === undefined && all !== true) throw misused('freeze what? name a Safe, or --all');
  if (reason === undefined) throw misused('why? say it by --reason');
  const why = parsePlainText(reason, REASON_MAX);
  const { gateway } = await openSession(options, desk);
  const safe = wanted === undefined ? null : await safeCalled(gateway, wanted);
  const what = safe === null ? 'all Safes' : `${safe.name} (${safe.address})`;
  const question = `Freeze ${what}? Only a quorum lifts it.`;
  await requireMeant(desk, { what, question, vain: 'nothing was frozen' }, options);
  const body = { scope: safe?.id ?? 'all', reason: why };
  const made = await gateway.post('/v1/freezes', body, FreezeView);
  sayAnswer(desk, options, { text: freezeText(made, await scopeNames(gateway)), json: made });
}

interface ListOptions extends OnlineOptions {
  readonly safe?: string;
  readonly standing?: boolean;
  readonly limit: string;
}

function listCommand(desk: Desk): Command {
  return onlineCommand('list', 'List freezes, the newest first')
    .option('--safe <name>', 'what stops this Safe: its own and those of all')
    .option('--standing', 'only those that are not lifted')
    .option('--limit <number>', 'how many at most', '50')
    .addHelpText(
      'after',
      '\nExamples:\n  sluice freeze list --standing\n  sluice freeze list --safe "Cold 1" --json',
    )
    .action(async ({ safe, standing, ...options }: ListOptions) => {
      const limit = readLimit(options.limit);
      const { gateway } = await openSession(options, desk);
      const query = {
        safe: safe === undefined ? undefined : (await safeCalled(gateway, safe)).id,
        standing: standing === true ? 'true' : undefined,
      };
      const data = await listed(gateway, desk, { path: '/v1/freezes', schema: FreezePage, query, limit });
      sayAnswer(desk, options, {
        text: freezeLines(data, await scopeNames(gateway), desk.columns.out),
        json: { data },
      });
    });
}

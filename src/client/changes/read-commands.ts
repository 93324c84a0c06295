import { type Command, Option } from 'commander';
import { ChangePage } from '../../changes/changes.contract.js';
import { CHANGE_KINDS } from '../../domain/changes/change.js';
import { liftedRows } from '../freezes/lifted-freezes.js';
import { listed, readLimit } from '../naming/pages.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { openSession } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { rowsText } from '../terminal/tables.js';
import { changeLines, changeText } from './drafts/change-text.js';
import { CHANGE, changeAt, changeCalled } from './which-change.js';

const STATES = ['proposed', 'approved', 'active', 'rejected', 'withdrawn', 'expired', 'superseded'];

interface ListOptions extends OnlineOptions {
  readonly state?: string;
  readonly kind?: string;
  readonly mine?: boolean;
  readonly limit: string;
}

export function listCommand(desk: Desk): Command {
  return onlineCommand('list', 'List changes, the newest first')
    .addOption(new Option('--state <state>', 'in this state').choices(STATES))
    .addOption(new Option('--kind <kind>', 'of this kind').choices(CHANGE_KINDS))
    .option('--mine', 'that wait for your answer')
    .option('--limit <number>', 'how many at most', '50')
    .addHelpText(
      'after',
      '\nExamples:\n  sluice change list --state proposed\n  sluice change list --mine\n  sluice change list --kind destination --json | jq -r ".data[].id"',
    )
    .action(async ({ state, kind, mine, ...options }: ListOptions) => {
      const limit = readLimit(options.limit);
      const { gateway } = await openSession(options, desk);
      const query = { state, kind, waitingFor: mine === true ? 'me' : undefined };
      const data = await listed(gateway, desk, { path: '/v1/changes', schema: ChangePage, query, limit });
      sayAnswer(desk, options, { text: changeLines(data, desk.columns.out), json: { data } });
    });
}

export function showCommand(desk: Desk): Command {
  return onlineCommand('show', 'Show a change: what it says, who answered, who is missing')
    .argument('<change>', CHANGE)
    .addHelpText(
      'after',
      '\nExamples:\n  sluice change show chg_…\n  sluice change show "Hot wallet 3"\n  sluice change show policy --json | jq .review.remarks',
    )
    .action(async (wanted: string, options: OnlineOptions) => {
      const { gateway } = await openSession(options, desk);
      const change = await changeAt(gateway, await changeCalled(gateway, wanted));
      const lifted = rowsText(await liftedRows(gateway, change));
      const text = [changeText(change), ...(lifted === '' ? [] : ['', lifted])].join('\n');
      sayAnswer(desk, options, { text, json: change });
    });
}

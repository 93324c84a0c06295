import { Command } from 'commander';
import { SafeDetail } from '../../safe-api/safe-detail.contract.js';
import { ExposureView, SafePage } from '../../safe-api/safes.contract.js';
import { safeCalled } from '../naming/names.js';
import { onlineCommand, sayAnswer, showing } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { openSession } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { safeLines, safeText } from './safe-text.js';

export function safeCommand(desk: Desk): Command {
  return new Command('safe')
    .description('Read the Safes: balances, nonce, owners, checks, and what is exposed')
    .addCommand(listCommand(desk))
    .addCommand(showCommand(desk));
}

function listCommand(desk: Desk): Command {
  return onlineCommand('list', 'List the Safes as they are pinned')
    .addHelpText(
      'after',
      '\nExamples:\n  sluice safe list\n  sluice safe list --json | jq -r ".data[].address"',
    )
    .action(
      showing(desk, async ({ gateway }) => {
        const page = await gateway.get('/v1/safes', SafePage);
        return { text: safeLines(page.data, desk.columns.out), json: page };
      }),
    );
}

function showCommand(desk: Desk): Command {
  return onlineCommand('show', 'Show a Safe as the chain has it now, and what may leave it')
    .argument('[safe]', 'its name, address or id; not needed where there is only one')
    .addHelpText(
      'after',
      `
Examples:
  sluice safe show
  sluice safe show "Cold 1" --json | jq .safe.nonce

Exposed is what may leave the Safe by what its owners have signed already: that stands until the nonce is used. As pinned
compares owners, threshold, modules, guard and code with what a quorum approved.`,
    )
    .action(async (wanted: string | undefined, options: OnlineOptions) => {
      const { gateway } = await openSession(options, desk);
      const { id } = await safeCalled(gateway, wanted);
      const [safe, exposure] = await Promise.all([
        gateway.get(`/v1/safes/${id}`, SafeDetail),
        gateway.get(`/v1/safes/${id}/exposure`, ExposureView),
      ]);
      sayAnswer(desk, options, { text: safeText(safe, exposure), json: { safe, exposure } });
    });
}

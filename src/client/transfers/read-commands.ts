import type { Command } from 'commander';
import { TransferPage } from '../../transfer-api/views/transfer-row.contract.js';
import type { Gateway, Query } from '../gateway/gateway.js';
import { assetCalled, destinationCalled, safeCalled } from '../naming/names.js';
import { listed, readLimit } from '../naming/pages.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { openSession } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { transferLines, transferText } from './transfer-text.js';
import { TRANSFER, transferAt, transferCalled } from './which-transfer.js';

export function showCommand(desk: Desk): Command {
  return onlineCommand('show', 'Show a transfer, and what it waits for')
    .argument('<transfer>', TRANSFER)
    .addHelpText(
      'after',
      '\nExamples:\n  sluice transfer show tr_…\n  sluice transfer show "Refill, TICKET-1" --json | jq .digests',
    )
    .action(async (wanted: string, options: OnlineOptions) => {
      const { gateway } = await openSession(options, desk);
      const transfer = await transferAt(gateway, await transferCalled(gateway, wanted));
      sayAnswer(desk, options, { text: transferText(transfer), json: transfer });
    });
}

interface ListOptions extends OnlineOptions {
  readonly state?: string;
  readonly safe?: string;
  readonly asset?: string;
  readonly to?: string;
  readonly by?: string;
  readonly search?: string;
  readonly limit: string;
}

export function listCommand(desk: Desk): Command {
  return onlineCommand('list', 'List transfers, the newest first')
    .option('--state <states>', 'in these states, separated by commas; live, or ended')
    .option('--safe <name>', 'out of this Safe')
    .option('--asset <symbol>', 'of this asset')
    .option('--to <destination>', 'to this destination')
    .option('--by <person>', 'asked for by this person')
    .option('--search <text>', 'by a part of the reference, a hash, or an address')
    .option('--limit <number>', 'how many at most', '50')
    .addHelpText(
      'after',
      '\nExamples:\n  sluice transfer list --state live\n  sluice transfer list --by Tessa --to "Hot wallet 1" --json',
    )
    .action(async (options: ListOptions) => {
      const limit = readLimit(options.limit);
      const { gateway } = await openSession(options, desk);
      const query = await filtersOf(gateway, options);
      const data = await listed(gateway, desk, {
        ...{ path: '/v1/transfers', schema: TransferPage },
        ...{ query, limit },
      });
      sayAnswer(desk, options, { text: transferLines(data, desk.columns.out), json: { data } });
    });
}

async function filtersOf(
  gateway: Gateway,
  { state, safe, asset, to, by, search }: ListOptions,
): Promise<Query> {
  const idOf = async (found: Promise<{ readonly id: string }>) => (await found).id;
  return {
    ...{ state, requester: by, q: search },
    ...(safe !== undefined && { safe: await idOf(safeCalled(gateway, safe)) }),
    ...(asset !== undefined && { asset: await idOf(assetCalled(gateway, asset)) }),
    ...(to !== undefined && { destination: await idOf(destinationCalled(gateway, to)) }),
  };
}

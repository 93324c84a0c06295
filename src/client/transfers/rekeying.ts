import type { Command } from 'commander';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { TransferView } from '../../transfer-api/views/transfer-row.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import type { Desk } from '../terminal/desk.js';
import { misused } from '../terminal/failures.js';
import { transferAt } from './which-transfer.js';

/** Destination and amount from the ticket, for a transfer that is not shown before they are entered. */
export interface TicketOptions {
  readonly destinationEnding?: string;
  readonly amount?: string;
  readonly input: boolean;
}

export function withTicketOptions(command: Command): Command {
  return command
    .option(
      '--destination-ending <8 characters>',
      'where it must be entered first: the end of the address, from the ticket',
    )
    .option('--amount <amount>', 'likewise: the amount in whole units, from the ticket');
}

/** Enters them, and gives the transfer as it is shown then. */
export async function rekeyed(
  { id, revision }: TransferDetail,
  {
    gateway,
    desk,
    options,
  }: { readonly gateway: Gateway; readonly desk: Desk; readonly options: TicketOptions },
): Promise<TransferDetail> {
  const mayAsk = options.input && desk.canAsk;
  const { destinationEnding, amount } = options;
  if (!mayAsk && (destinationEnding === undefined || amount === undefined))
    throw misused('enter what the ticket says before it is shown: --destination-ending and --amount');
  const entered = {
    destinationEnding:
      destinationEnding ?? (await desk.ask('Last 8 characters of the destination, from the ticket: ')).trim(),
    amount: amount ?? (await desk.ask('Amount in whole units, from the ticket: ')).trim(),
  };
  await gateway.post(`/v1/transfers/${id}/rekeyings`, { revision, ...entered }, TransferView);
  return transferAt(gateway, id);
}

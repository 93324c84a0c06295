import type { Command } from 'commander';
import { type Rekeyed, rekeyMatches } from '../../domain/confirmations/rekeying.js';
import { parseAddress } from '../../domain/values/address.js';
import { parseUnits } from '../../domain/values/amount.js';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { TransferView } from '../../transfer-api/views/transfer-row.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import type { Desk } from '../terminal/desk.js';
import { type WholeTransfer, isWhole } from '../evidence/shown-as-proven.js';
import { misused, mismatched } from '../terminal/failures.js';
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

/** Enters them, and gives the transfer as it is shown then: whole, and as the ticket says. */
export async function rekeyed(
  { id, revision }: TransferDetail,
  {
    gateway,
    desk,
    options,
  }: { readonly gateway: Gateway; readonly desk: Desk; readonly options: TicketOptions },
): Promise<WholeTransfer> {
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
  const shown = await transferAt(gateway, id);
  if (!isWhole(shown)) throw mismatched(`nothing was signed: ${id} is not shown, though it was entered`);
  if (!isAsEntered(shown, entered))
    throw mismatched(
      `nothing was signed: ${id} is shown otherwise than the ticket says`,
      `  entered  ${entered.amount}, to an address that ends in ${entered.destinationEnding}`,
      `  shown    ${shown.amount ?? ''} ${shown.asset.symbol}, to ${shown.destination.address}`,
    );
  return shown;
}

/** Not the gateway's word alone: what was entered is held against what is going to be signed. */
function isAsEntered({ destination, asset, amountUnits }: WholeTransfer, entered: Rekeyed): boolean {
  return rekeyMatches(entered, {
    destination: parseAddress(destination.address),
    ...{ amount: parseUnits(amountUnits ?? ''), decimals: asset.decimals },
  });
}

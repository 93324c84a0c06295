import type { Command } from 'commander';
import { type Rekeyed, rekeyMatches } from '../../domain/confirmations/rekeying.js';
import { parseAddress } from '../../domain/values/address.js';
import { parseUnits } from '../../domain/values/amount.js';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { TransferView } from '../../transfer-api/views/transfer-row.contract.js';
import { ClearanceView } from '../../transfer-api/views/transfers.contract.js';
import { type Gateway, GatewayRefusal } from '../gateway/gateway.js';
import type { Desk } from '../terminal/desk.js';
import { type WholeTransfer, isWhole } from '../evidence/shown-as-proven.js';
import { misused, mismatched, refused, refusedFor } from '../terminal/failures.js';
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
  const { rekeying, because } = await gateway.get(`/v1/transfers/${id}/clearance`, ClearanceView);
  // Whoever could not confirm it anyway is not asked.
  if (because !== null && because.code !== 'REKEY_REQUIRED') throw refusedFor(because);
  const left = rekeying?.standing === 'open' ? rekeying.attemptsLeft : 0;
  const mayAsk = options.input && desk.canAsk;
  const { destinationEnding, amount } = options;
  if (!mayAsk && (destinationEnding === undefined || amount === undefined))
    throw misused(
      'enter what the ticket says before it is shown: --destination-ending and --amount',
      `  attempts left: ${String(left)}`,
    );
  desk.tell(`It is shown once you have entered what the ticket says; attempts left: ${String(left)}`);
  const entered = {
    destinationEnding:
      destinationEnding ?? (await desk.ask('Last 8 characters of the destination, from the ticket: ')).trim(),
    amount: amount ?? (await desk.ask('Amount in whole units, from the ticket: ')).trim(),
  };
  await gateway
    .post(`/v1/transfers/${id}/rekeyings`, { revision, ...entered }, TransferView)
    .catch((error: unknown) => {
      if (!(error instanceof GatewayRefusal) || error.problem.code !== 'REKEY_MISMATCH') throw error;
      throw refused(error.message, ...error.lines, `  attempts left: ${String(left - 1)}`);
    });
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

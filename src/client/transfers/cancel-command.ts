import type { Command } from 'commander';
import { BEFORE_RELAY } from '../../domain/transfers/transfer.js';
import { parsePlainText } from '../../domain/values/text.js';
import { TransferView } from '../../transfer-api/views/transfer-row.contract.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { openSession } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { requireMeant } from '../terminal/meant.js';
import { transferText } from './transfer-text.js';
import { TRANSFER, transferAt, transferCalled } from './which-transfer.js';

interface CancelOptions extends OnlineOptions {
  readonly reason: string;
  readonly yes?: boolean;
}

const REASON_MAX = 280;

export function cancelCommand(desk: Desk): Command {
  return onlineCommand('cancel', 'Cancel a transfer; after the relay, begin to burn its nonce')
    .argument('<transfer>', TRANSFER)
    .requiredOption('--reason <text>', 'why')
    .option('--yes', 'cancel without being asked')
    .addHelpText('after', EXAMPLES)
    .action(async (wanted: string, options: CancelOptions) => {
      const reason = parsePlainText(options.reason, REASON_MAX);
      const { gateway } = await openSession(options, desk);
      const id = await transferCalled(gateway, wanted);
      if (options.yes !== true) await requireCancelMeant(await transferAt(gateway, id), desk, options);
      const after = await gateway.postOnce(`/v1/transfers/${id}/cancel`, { reason }, TransferView);
      if (after.state === 'cancelling')
        desk.tell(
          'Its owners may have signed it: somebody confirms the burn of its nonce, and owners sign that.',
        );
      sayAnswer(desk, options, { text: transferText(after), json: after });
    });
}

const EXAMPLES = `
Examples:
  sluice transfer cancel "Refill, TICKET-1" --reason "asked for twice"
  sluice transfer cancel tr_… --reason "asked for twice" --yes`;

function requireCancelMeant(
  { id, words, state }: TransferView,
  desk: Desk,
  options: CancelOptions,
): Promise<void> {
  const what = words === null ? id : `${id}: ${words}`;
  const isBefore = BEFORE_RELAY.some((each) => each === state);
  const relayed = isBefore ? '' : ' It went to its owners: its nonce has to be burnt.';
  const question = `Cancel ${what}?${relayed}`;
  return requireMeant(desk, { what, question, vain: 'nothing was cancelled' }, options);
}

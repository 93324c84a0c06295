import type { Command } from 'commander';
import { cancellationStatement } from '../../domain/confirmations/cancellation-statement.js';
import { type Verdict, clearanceStatement } from '../../domain/confirmations/clearance.js';
import type { ProvenTransfer } from '../../domain/evidence/verify-transfer.js';
import { CancelView } from '../../signature-relay/cancels.contract.js';
import type { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { TransferView } from '../../transfer-api/views/transfer-row.contract.js';
import { ClearanceView } from '../../transfer-api/views/transfers.contract.js';
import { provenTransfer } from '../evidence/evidence-of.js';
import { type WholeTransfer, isWhole, requireShownAs } from '../evidence/shown-as-proven.js';
import { onlineCommand, sayAnswer } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { type Session, openSession } from '../session/session.js';
import { signerOf, usableKeys } from '../session/signing-session.js';
import { cancellationShown } from '../statements/cancel-statement.js';
import { clearanceProven, clearanceUnseen } from '../statements/clearance-statement.js';
import {
  type SigningOptions,
  type ToSign,
  signatureOver,
  statementToSign,
  withSigningOptions,
} from '../statements/signing.js';
import type { Desk } from '../terminal/desk.js';
import { refused, refusedFor } from '../terminal/failures.js';
import { type TicketOptions, rekeyed, withTicketOptions } from './rekeying.js';
import { transferText } from './transfer-text.js';
import { type WaitOptions, waitedFor, withWaitOption } from './waiting.js';
import { TRANSFER, transferAt, transferOrOnly } from './which-transfer.js';

interface AnswerOptions extends OnlineOptions, SigningOptions, TicketOptions, WaitOptions {
  readonly reason?: string;
}

interface Answering {
  readonly session: Session;
  readonly desk: Desk;
  readonly options: AnswerOptions;
  readonly verdict: Verdict;
}

export function confirmCommand(desk: Desk): Command {
  const signing = withSigningOptions(
    onlineCommand('confirm', 'Confirm a transfer, or its cancel, by your signature'),
  );
  return withWaitOption(withTicketOptions(signing), 'it can be confirmed')
    .argument('[transfer]', `${TRANSFER}; not needed where only one waits for you`)
    .addHelpText('after', CONFIRM_EXAMPLES)
    .action((wanted: string | undefined, options: AnswerOptions) =>
      answer(wanted, { desk, options, verdict: { decision: 'confirm', reason: '' } }),
    );
}

const CONFIRM_EXAMPLES = `
Examples:
  sluice confirm
  sluice confirm tr_01890a5d-ac96-774b-bcce-b302099a8057
  sluice confirm "Refill, TICKET-1" --keystore ada.json
  sluice confirm tr_… --signer 'cast wallet sign --ledger --data --from-file /dev/stdin'
  sluice confirm "Refill, TICKET-1" --as Ada --wait 5m --yes

All the evidence of the transfer is verified first, as by sluice verify bundle, against the founding digest and the
log key that were remembered when you signed in. What you see and sign is made from it: the intent that the requester
signed, the Safe transaction that it builds, the effects that were simulated. If anything is wrong, or the gateway
shows or asks for anything else, nothing is signed, and the exit code is 8.`;

export function rejectCommand(desk: Desk): Command {
  return withSigningOptions(onlineCommand('reject', 'Reject a transfer, or its cancel, by your signature'))
    .argument('[transfer]', `${TRANSFER}; not needed where only one waits for you`)
    .requiredOption('--reason <text>', 'why; it is signed too')
    .addHelpText('after', '\nExample:\n  sluice reject "Refill, TICKET-1" --reason "the ticket is closed"')
    .action((wanted: string | undefined, options: AnswerOptions) =>
      answer(wanted, { desk, options, verdict: { decision: 'reject', reason: options.reason ?? '' } }),
    );
}

async function answer(
  wanted: string | undefined,
  { desk, options, verdict }: Omit<Answering, 'session'>,
): Promise<void> {
  const session = await openSession(options, desk);
  const id = await transferOrOnly(session.gateway, wanted, ['confirm', 'rekey', 'answer-cancel']);
  await waitedFor(id, 'confirm', { gateway: session.gateway, desk, options });
  const transfer = await transferAt(session.gateway, id);
  const asked = { session, desk, options, verdict };
  if (transfer.state === 'cancelling') await answerCancel(transfer, asked);
  else await answerClearance(transfer, asked);
  // The whole of it says who is still missing.
  const after = await transferAt(session.gateway, id);
  sayAnswer(desk, options, { text: transferText(after), json: after });
}

async function answerClearance(shown: TransferDetail, asked: Answering): Promise<void> {
  const { session, desk, options, verdict } = asked;
  const { gateway } = session;
  const isConfirm = verdict.decision === 'confirm';
  const transfer = isConfirm && !isWhole(shown) ? await rekeyed(shown, { gateway, desk, options }) : shown;
  const query = isConfirm ? {} : { reason: verdict.reason };
  const served = await gateway.get(`/v1/transfers/${transfer.id}/clearance`, ClearanceView, query);
  if (isConfirm) requireMayAnswer(served);
  const { clearance, rows } = isWhole(transfer)
    ? clearanceProven(await provenAsShown(transfer, asked))
    : { clearance: clearanceUnseen(transfer), rows: [{ name: 'Transfer', value: transfer.id }] };
  const statement = clearanceStatement(clearance, verdict);
  const asking = isConfirm ? served.confirm : served.reject;
  const signature = await sign(
    statementToSign(statement, {
      rows: [...rows, ...reasonRows(verdict)],
      served: asking,
      keys: usableKeys(session),
    }),
    asked,
  );
  const body = { decision: verdict.decision, revision: clearance.revision, signature };
  await gateway.post(
    `/v1/transfers/${transfer.id}/confirmations`,
    isConfirm ? body : { ...body, reason: verdict.reason },
    TransferView,
  );
}

async function answerCancel(transfer: TransferDetail, asked: Answering): Promise<void> {
  const { session, verdict } = asked;
  const { gateway } = session;
  const path = `/v1/transfers/${transfer.id}/cancel`;
  const isConfirm = verdict.decision === 'confirm';
  const cancel = await gateway.get(path, CancelView, isConfirm ? {} : { reason: verdict.reason });
  if (isConfirm) requireMayAnswer(cancel);
  if (!isWhole(transfer)) throw refused(`${transfer.id} is not shown to you`);
  const served = isConfirm ? cancel.confirm : cancel.reject;
  if (served === null) throw refused('this cancel cannot be answered so: Sluice itself began it');
  const { cancellation, rows } = cancellationShown(await provenAsShown(transfer, asked), cancel);
  const statement = cancellationStatement(cancellation, verdict);
  const signature = await sign(
    statementToSign(statement, {
      rows: [...rows, ...reasonRows(verdict)],
      served,
      keys: usableKeys(session),
    }),
    asked,
  );
  const body = { decision: verdict.decision, signature };
  await gateway.post(`${path}/answers`, isConfirm ? body : { ...body, reason: verdict.reason }, TransferView);
}

/** By its evidence, which has to be what is shown. */
async function provenAsShown(
  transfer: WholeTransfer,
  { session, desk }: Pick<Answering, 'session' | 'desk'>,
): Promise<ProvenTransfer> {
  const proven = await provenTransfer(session, transfer.id, desk);
  requireShownAs(transfer, proven);
  return proven;
}

function requireMayAnswer({ mayAnswer, because }: Pick<ClearanceView, 'mayAnswer' | 'because'>): void {
  if (!mayAnswer && because !== null) throw refusedFor(because);
}

async function sign(toSign: ToSign, { session, desk, options }: Answering) {
  const signer = await signerOf(session, { desk, options });
  return signatureOver(toSign, { desk, signer, options });
}

function reasonRows({ reason }: Verdict) {
  return reason === '' ? [] : [{ name: 'You reject', value: reason }];
}

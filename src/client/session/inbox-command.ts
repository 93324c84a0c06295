import type { Command } from 'commander';
import { type InboxItem, InboxPage } from '../../inbox/inbox.contract.js';
import { unreachable } from '../../domain/errors.js';
import { CancelView } from '../../signature-relay/cancels.contract.js';
import { type Gateway, GatewayRefusal } from '../gateway/gateway.js';
import type { Desk } from '../terminal/desk.js';
import { tableText } from '../terminal/tables.js';
import { onlineCommand, showing } from './action.js';

export function inboxCommand(desk: Desk): Command {
  return onlineCommand('inbox', 'Show what waits for you, the earliest deadline first')
    .addHelpText('after', '\nExamples:\n  sluice inbox\n  sluice inbox --json | jq -r ".data[].subject.id"')
    .action(
      showing(desk, async ({ gateway }) => {
        const page = await gateway.get('/v1/inbox', InboxPage);
        const cancels = await cancelsOf(gateway, page.data);
        return { text: inboxText(page.data, cancels, desk.columns.out), json: page };
      }),
    );
}

type Cancels = ReadonlyMap<string, CancelView>;

/** The cancels among them: of a burn the inbox itself says only what it cancels. */
async function cancelsOf(gateway: Gateway, items: readonly InboxItem[]): Promise<Cancels> {
  const ids = items.filter(isCancel).map(({ subject }) => subject.id);
  const found = await Promise.all(ids.map((id) => cancelOf(gateway, id)));
  return new Map(found.flatMap((cancel) => (cancel ? [[cancel.transfer, cancel]] : [])));
}

/** Undefined if it has ended in the meantime. */
async function cancelOf(gateway: Gateway, id: string): Promise<CancelView | undefined> {
  try {
    return await gateway.get(`/v1/transfers/${id}/cancel`, CancelView);
  } catch (error) {
    if (error instanceof GatewayRefusal) return undefined;
    throw error;
  }
}

function isCancel({ kind }: InboxItem): boolean {
  return kind === 'answer-cancel' || kind === 'sign-cancel';
}

function inboxText(items: readonly InboxItem[], cancels: Cancels, columns?: number): string {
  if (items.length === 0) return 'Nothing waits for you.';
  return tableText(
    ['Do', 'Until', 'What'],
    items.map((item) => [doing(item), item.expiresAt ?? 'no end', saying(item, cancels)]),
    columns,
  );
}

function saying(item: InboxItem, cancels: Cancels): string {
  const words = wordsOf(item);
  if (!isCancel(item)) return words;
  const { kind, subject } = item;
  const act = kind === 'sign-cancel' ? 'Sign' : 'Confirm';
  const cancel = cancels.get(subject.id);
  const burns = cancel ? `burns nonce ${cancel.nonce}` : 'burns its nonce';
  const because = cancel ? `; because: ${cancel.why}` : '';
  return `${act} the CANCEL of ${subject.id}, which ${burns}, moves nothing${because}. Cancelled is: ${words}`;
}

function wordsOf({ masked, words, requesterName, requester }: InboxItem): string {
  const by = requesterName ?? requester ?? 'the system';
  if (masked || words === null) return `asked by ${by}; enter destination and amount from the ticket first`;
  return `${words.replaceAll('\n', '; ')} (asked by ${by})`;
}

/** The command that does it. */
function doing({ kind, subject: { id } }: InboxItem): string {
  switch (kind) {
    case 'confirm':
    case 'rekey':
    case 'answer-cancel':
      return `sluice confirm ${id}`;
    case 'except':
      return `sluice except ${id}`;
    case 'sign':
    case 'sign-cancel':
      return `sluice sign ${id}`;
    case 'answer':
      return `sluice change approve ${id}`;
    default:
      return unreachable(kind);
  }
}

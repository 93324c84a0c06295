import type { Command } from 'commander';
import { type InboxItem, InboxPage } from '../../inbox/inbox.contract.js';
import { unreachable } from '../../domain/errors.js';
import type { Desk } from '../terminal/desk.js';
import { tableText } from '../terminal/tables.js';
import { onlineCommand, showing } from './action.js';

export function inboxCommand(desk: Desk): Command {
  return onlineCommand('inbox', 'Show what waits for you, the earliest deadline first')
    .addHelpText('after', '\nExamples:\n  sluice inbox\n  sluice inbox --json | jq -r ".data[].subject.id"')
    .action(
      showing(desk, async ({ gateway }) => {
        const page = await gateway.get('/v1/inbox', InboxPage);
        return { text: inboxText(page.data, desk.columns.out), json: page };
      }),
    );
}

function inboxText(items: readonly InboxItem[], columns?: number): string {
  if (items.length === 0) return 'Nothing waits for you.';
  return tableText(
    ['Do', 'Until', 'What'],
    items.map((item) => [doing(item), item.expiresAt ?? 'no end', wordsOf(item)]),
    columns,
  );
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

import { DomainError } from '../domain/errors.js';
import { INBOX_KINDS } from '../domain/duties/inbox.js';
import { isGoverned } from '../domain/changes/change.js';
import { changeQuorum } from '../domain/register/judge.js';
import type { ChangeRecord } from '../domain/register/ledger.js';
import type { Registered } from '../domain/register/registered.js';
import type { Transfer } from '../domain/transfers/transfer.js';
import { intentWords } from '../domain/transfers/transfer-words.js';
import { formatAmount } from '../domain/values/amount.js';
import type { PersonId } from '../domain/values/identifier.js';
import { printTimestamp } from '../infra/http/wire.contract.js';
import type { Waiting, WaitingFor } from './inbox.js';
import type { InboxCounts, InboxItem } from './inbox.contract.js';

export function inboxView({ waiting, register }: WaitingFor): InboxItem[] {
  return waiting.map((each) =>
    each.kind === 'answer' ? changeItem(register, each) : transferItem(register, each),
  );
}

export function inboxCounts({ waiting }: WaitingFor): InboxCounts {
  const kinds = Object.fromEntries(
    INBOX_KINDS.map((kind) => [kind, waiting.filter((each) => each.kind === kind).length]),
  ) as InboxCounts['kinds'];
  return { total: waiting.length, kinds };
}

const NOTHING_SHOWN = {
  ...{ words: null, destination: null, amount: null, amountUnits: null, reference: null },
} as const;

function transferItem(
  register: Registered,
  { kind, transfer, waits, isHidden }: Exclude<Waiting, { readonly kind: 'answer' }>,
): InboxItem {
  const { id, intent } = transfer;
  const [safe, asset] = [register.safe(intent.safeId), register.asset(intent.assetId)?.asset];
  return {
    kind,
    subject: { kind: 'transfer', id },
    masked: isHidden,
    safe: safe ? { id: intent.safeId, label: safe.label } : null,
    asset: asset ? { id: asset.id, symbol: asset.symbol, decimals: asset.decimals } : null,
    ...(isHidden ? NOTHING_SHOWN : shown(register, transfer)),
    ...requesterOf(register, intent.requesterId),
    since: printTimestamp(waits.since),
    expiresAt: waits.expiresAt === null ? null : printTimestamp(waits.expiresAt),
    progress: waits.groups.map((open) => ({ ...open })),
  };
}

function shown(register: Registered, { intent }: Transfer) {
  const asset = register.asset(intent.assetId)?.asset;
  const destination = register.destination(intent.destinationId);
  return {
    words: wordsOf(register, intent),
    destination: destination ? { id: intent.destinationId, label: destination.label } : null,
    amount: asset ? formatAmount(intent.amount, asset.decimals) : null,
    amountUnits: intent.amount.toString(),
    reference: intent.reference,
  };
}

/** Null if its names are gone, or make no sentence of one line. */
function wordsOf(register: Registered, intent: Transfer['intent']): string | null {
  const [safe, asset] = [register.safe(intent.safeId), register.asset(intent.assetId)?.asset];
  const destination = register.destination(intent.destinationId);
  if (!safe || !asset || !destination) return null;
  try {
    return intentWords(intent, { safe: safe.label, destination: destination.label, asset });
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function changeItem(register: Registered, { record }: { readonly record: ChangeRecord }): InboxItem {
  const { change, answers } = record;
  if (!isGoverned(change)) throw new TypeError('the founding waits for nobody');
  const { missing } = changeQuorum(register.ledger, { ...record, change });
  return {
    kind: 'answer',
    subject: { kind: 'change', id: change.id },
    masked: false,
    ...NOTHING_SHOWN,
    words: change.sentences.join('\n'),
    ...{ safe: null, asset: null },
    ...requesterOf(register, change.proposerId),
    since: printTimestamp(answers[0]?.at ?? register.ledger.clock),
    expiresAt: printTimestamp(change.expiresAt),
    progress: missing.map((open) => ({ ...open })),
  };
}

function requesterOf(register: Registered, id: PersonId | null) {
  const requesterName = id === null ? null : (register.people.get(id)?.name ?? null);
  return { requester: id, requesterName };
}

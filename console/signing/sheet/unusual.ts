import type { DestinationView } from '../../../src/address-book/destinations.contract.js';
import { parseUnits } from '../../../src/domain/values/amount.js';
import { parseAmount } from '../../../src/domain/values/amount.js';
import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';

/** Something about a transfer that most transfers do not have: what, in bold, and how. */
export interface Unusual {
  readonly what: string;
  readonly how: string;
}

/** Whatever it is judged by. */
export interface Ground {
  readonly transfer: Pick<
    TransferDetail,
    'amountUnits' | 'asset' | 'usual' | 'decision' | 'revision' | 'revisions' | 'confirmations' | 'createdAt'
  >;
  readonly entry: Pick<DestinationView, 'label' | 'approvedAt' | 'control' | 'lookalikes'>;
  /** Who is asked. */
  readonly person: string;
  /** Unix time in milliseconds, by the gateway's clock. */
  readonly now: number;
}

const DAY = 86_400_000;
const NEW_ENTRY_DAYS = 7;

/** What is unusual about a transfer, worst first: who gets it, how much, what was waived, what changed, when. */
export function unusualIn(ground: Ground): readonly Unusual[] {
  return [
    ...lookalike(ground),
    ...firstTransfer(ground),
    ...unproven(ground),
    ...large(ground),
    ...freshEntry(ground),
    ...waived(ground),
    ...revised(ground),
    ...outsideHours(ground),
  ];
}

function lookalike({ entry }: Ground): readonly Unusual[] {
  return entry.lookalikes.map(({ address, difference }) => ({
    what: 'Another address looks like it:',
    how: `${address}. ${difference}`,
  }));
}

function firstTransfer({ transfer: { usual, asset }, entry }: Ground): readonly Unusual[] {
  if (!usual) return [];
  if (usual.firstToDestination)
    return [{ what: 'First transfer to this address:', how: `nothing has ever settled to ${entry.label}` }];
  if (usual.count > 0) return [];
  return [{ what: `No ${asset.symbol} in 90 days:`, how: `none has settled to ${entry.label} in this time` }];
}

function unproven({ entry }: Ground): readonly Unusual[] {
  const { control } = entry;
  if (control.kind !== 'none') return [];
  return [{ what: 'Nobody has proven control of it:', how: control.reason }];
}

function large({ transfer: { usual, amountUnits, asset }, entry }: Ground): readonly Unusual[] {
  if (usual?.largest == null || amountUnits === null) return [];
  const [amount, largest] = [parseUnits(amountUnits), parseAmount(usual.largest, asset.decimals)];
  if (largest === 0n || amount <= largest) return [];
  const tenths = (amount * 10n) / largest;
  const what =
    tenths > 10n
      ? `${String(tenths / 10n)}.${String(tenths % 10n)} times the largest`
      : 'More than the largest';
  return [
    {
      what,
      how: `transfer to ${entry.label} in 90 days, which was ${usual.largest} ${asset.symbol}`,
    },
  ];
}

function freshEntry({ entry, now }: Ground): readonly Unusual[] {
  const days = Math.floor((now - Date.parse(entry.approvedAt)) / DAY);
  if (days >= NEW_ENTRY_DAYS) return [];
  const ago = days <= 0 ? 'today' : days === 1 ? 'yesterday' : `${String(days)} days ago`;
  return [{ what: 'The entry is new:', how: `${entry.label} was approved ${ago}` }];
}

function waived({ transfer: { decision } }: Ground): readonly Unusual[] {
  return (decision?.reasons ?? [])
    .filter(({ outcome }) => outcome === 'waived')
    .map(({ rule, words }) => ({ what: 'An exception is used:', how: words ?? `of the rule ${rule}` }));
}

function revised({ transfer, person }: Ground): readonly Unusual[] {
  const { revision, revisions, confirmations } = transfer;
  if (revision <= 1) return [];
  const last = revisions
    .filter(({ because }) => because !== null)
    .toSorted((one, other) => one.revision - other.revision)
    .at(-1);
  const was = confirmations.filter(({ status, decision }) => status === 'stale' && decision === 'confirm');
  const who = was.some((each) => each.person === person)
    ? 'since you confirmed'
    : was.length === 0
      ? ''
      : `after ${listed(was.map((each) => each.personName ?? each.person))} had confirmed`;
  return [
    {
      what: `Revision ${String(revision)}${who === '' ? '' : ` ${who}`}:`,
      how: last?.because ?? 'it was examined anew',
    },
  ];
}

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', hour: '2-digit', minute: '2-digit' });
const [MORNING, EVENING] = [7, 20];

/** By the clock of whoever reads it: the policy's own hours are a rule, and say so themselves. */
function outsideHours({ transfer: { createdAt } }: Ground): readonly Unusual[] {
  const at = new Date(createdAt);
  const isWeekend = at.getDay() === 0 || at.getDay() === 6;
  if (!isWeekend && at.getHours() >= MORNING && at.getHours() < EVENING) return [];
  return [{ what: 'Requested outside office hours:', how: weekday.format(at) }];
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names);
}

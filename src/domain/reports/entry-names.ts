import { timelineStep } from '../audit-log/timeline.js';
import { withoutOwnerBytes } from '../audit-log/owner-bytes.js';
import type { Person } from '../identity/person.js';
import type { Registered } from '../register/registered.js';
import { StoredIntent } from '../transfers/intent.js';
import { formatAmount } from '../values/amount.js';
import type { Json } from '../values/canonical-json.js';
import type { LoggedRegister } from './logged-register.js';
import type { SaidEntry } from '../audit-log/said-entry.js';

/** What an entry's ids were called at its moment, and what its transfer was to move. Null where nothing says so. */
export interface EntryNames {
  readonly actor: string | null;
  readonly safe: string | null;
  readonly subject: string | null;
  /** Of a transfer: as whole units of its asset. */
  readonly amount: string | null;
  readonly asset: string | null;
  readonly destination: string | null;
  readonly destinationAddress: string | null;
  readonly reference: string | null;
  /** What happened, in one sentence. */
  readonly words: string | null;
}

export const NO_NAMES: EntryNames = {
  ...{ actor: null, safe: null, subject: null, amount: null, asset: null },
  ...{ destination: null, destinationAddress: null, reference: null, words: null },
};

/** By the name of each beside the ids, where they stand flat: `actor` there is the id. */
export function besideIds({ actor, safe, subject, ...others }: EntryNames) {
  return { actorName: actor, safeName: safe, subjectName: subject, ...others };
}

type Requested = ReturnType<(typeof StoredIntent)['parse']>;

/** What a `transfer.requested` asks for; undefined for any other entry. */
export function requestIn({ type, detail }: SaidEntry): Requested | undefined {
  if (type !== 'transfer.requested') return undefined;
  try {
    return StoredIntent.parse(detail['intent']);
  } catch {
    return undefined; // it asks for nothing that could be named
  }
}

/**
 * @param register as it was at the entry
 * @param request of the transfer that the entry is about, if it is about one that the reader may see
 */
export function entryNames(
  entry: SaidEntry,
  register: LoggedRegister,
  request: Requested | undefined,
): EntryNames {
  const nameOf = (id: string): string | null => calledAt(register, id);
  const moved = request === undefined ? {} : movedNames(request, register.now);
  return {
    ...NO_NAMES,
    actor: nameOf(entry.actor),
    safe: entry.safe === null ? null : nameOf(entry.safe),
    subject: entry.subject === null ? null : nameOf(entry.subject),
    ...moved,
    words: wordsOf(entry, (id) => nameOf(id) ?? undefined),
  };
}

/** What an id was called; null for one that has no name. */
export function calledAt(register: LoggedRegister, id: string): string | null {
  const { now } = register;
  switch (id.slice(0, Math.max(0, id.indexOf('_')))) {
    case 'per':
      return (now?.people as ReadonlyMap<string, Person> | undefined)?.get(id)?.name ?? null;
    case 'key':
      return register.service(id) ?? null;
    case 'safe':
      return now?.safe(id)?.label ?? null;
    case 'dst':
      return now?.destination(id)?.label ?? null;
    case 'ast':
      return now?.asset(id)?.asset.symbol ?? null;
    default:
      return null;
  }
}

function movedNames(request: Requested, now: Registered | undefined): Partial<EntryNames> {
  const asset = now?.asset(request.assetId)?.asset;
  return {
    amount: asset ? formatAmount(request.amount, asset.decimals) : null,
    asset: asset?.symbol ?? null,
    destination: now?.destination(request.destinationId)?.label ?? null,
    destinationAddress: request.destination,
    reference: request.reference,
  };
}

/** A step of a transfer by its own sentence; a change by what it says that it does; else a reason, if there is one. */
function wordsOf(
  { type, actor, detail }: SaidEntry,
  nameOf: (id: string) => string | undefined,
): string | null {
  const step = timelineStep({ type, actor, detail }, nameOf);
  if (step) return withReason(step.sentence, detail);
  const { sentences, reason, code, change } = withoutOwnerBytes(detail) as Readonly<Record<string, Json>>;
  const said = sentences ?? memberOf(change, 'sentences');
  const words = Array.isArray(said) ? said.map(String).join(' ') : '';
  const why = [code, reason].filter((each): each is string => typeof each === 'string' && each !== '');
  return [words, why.join(': ')].filter((each) => each !== '').join(' ') || null;
}

/** An exception's sentence names its rule alone. */
function withReason(sentence: string, detail: Readonly<Record<string, Json>>): string {
  const reason = memberOf(detail['exception'], 'reason');
  return typeof reason === 'string' && reason !== '' ? `${sentence}: ${reason}` : sentence;
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as Readonly<Record<string, Json>>)[name];
}

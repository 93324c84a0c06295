import { CHANGE_KINDS, type ChangeKind } from '../../changes/change.js';
import { type AuditType, isAuditType } from '../acts/acts.js';
import { EVERYTHING, type Hint, type HintKind } from './hint.js';
import { TOLD } from './told.js';

/** What views show that no log entry tells of: tables whose triggers tell by their own name. */
const UNLOGGED = { chain_look: 'transfer', governance_act: 'access' } as const;

/** A committed act, as the database tells of it: names only. */
export interface Notice {
  /** Of the log entry, or the name of a table. */
  readonly type: string;
  readonly subject?: string | undefined;
  readonly safe?: string | undefined;
  readonly finding?: string | undefined;
  readonly freeze?: string | undefined;
  readonly invitation?: string | undefined;
  /** Of a change: its kind, and the object that it changes. */
  readonly kind?: string | undefined;
  readonly object?: string | undefined;
}

/** What follows from a notice. */
export interface Told {
  readonly hints: readonly Hint[];
  /** Whether somebody may have lost the right to watch. */
  readonly isAccess: boolean;
}

const KIND_OF_OBJECT: Readonly<Record<ChangeKind, HintKind>> = {
  person: 'person',
  key: 'person',
  destination: 'destination',
  asset: 'asset',
  safe: 'safe',
  policy: 'policy',
  quorums: 'quorums',
  unfreeze: 'freeze',
  webhook: 'webhook',
  'price-feed': 'price-feed',
  provider: 'provider',
};

/** Hints to send for a notice. A type that this version does not know, from a newer replica, may be about anything. */
export function hintsOf(notice: Notice): Told {
  const { type } = notice;
  if (isUnlogged(type)) return unlogged(UNLOGGED[type], notice);
  if (!isAuditType(type)) return { hints: [EVERYTHING], isAccess: true };
  return logged(type, notice);
}

function unlogged(told: 'transfer' | 'access', { subject }: Notice): Told {
  return told === 'access'
    ? { hints: [], isAccess: true }
    : { hints: named('transfer', subject), isAccess: false };
}

function logged(type: AuditType, notice: Notice): Told {
  const { subject, safe, finding, freeze, invitation } = notice;
  const telling = TOLD[type];
  const only = (hints: readonly Hint[]): Told => ({ hints, isAccess: false });
  switch (telling) {
    case 'nothing':
      return only([]);
    case 'access':
      return { hints: [], isAccess: true };
    case 'everything':
      return { hints: [EVERYTHING], isAccess: true };
    case 'change':
      return only([...named('change', subject), ...(type === 'change.activated' ? governed(notice) : [])]);
    case 'safety':
      return only([
        ...named('finding', finding),
        ...named('freeze', freeze),
        ...named('safe', safe),
        ...(subject?.startsWith('tr_') ? named('transfer', subject) : []),
      ]);
    case 'safe':
      return only(named('safe', safe));
    case 'health':
      return only([{ kind: 'health', id: null }]);
    case 'api-key':
      return { hints: named('api-key', subject), isAccess: true };
    case 'invitation':
      return only(named('invitation', invitation ?? subject));
    case 'transfer':
    case 'person':
      return only(named(telling, subject));
  }
}

/** A key's object is the key, which has no list of its own; freezes are lifted together. */
function governed({ kind, object }: Notice): readonly Hint[] {
  const known = CHANGE_KINDS.find((each) => each === kind);
  if (known === undefined) return [];
  const isPlural = known === 'key' || known === 'unfreeze';
  return [{ kind: KIND_OF_OBJECT[known], id: isPlural ? null : (object ?? null) }];
}

function named(kind: HintKind, id: string | undefined): readonly Hint[] {
  return id === undefined ? [] : [{ kind, id }];
}

function isUnlogged(type: string): type is keyof typeof UNLOGGED {
  return Object.hasOwn(UNLOGGED, type);
}

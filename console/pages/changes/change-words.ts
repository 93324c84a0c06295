import type { ChangeView } from '../../../src/changes/changes.contract.js';
import type { IconName } from '../../parts/icon.js';
import type { Tone } from '../../parts/state.js';

export type ChangeKind = ChangeView['kind'];
export type ChangeState = ChangeView['state'];

/** What people call a kind of governed object. */
export const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  person: 'Person',
  key: 'Key',
  destination: 'Destination',
  asset: 'Asset',
  safe: 'Safe',
  policy: 'Policy',
  quorums: 'Quorums of changes',
  unfreeze: 'Unfreeze',
  webhook: 'Webhook',
  'price-feed': 'Price feed',
  provider: 'Provider',
};

interface Mark {
  readonly tone: Tone;
  readonly icon: IconName;
}

export const STATE_MARKS: Readonly<Record<ChangeState, Mark>> = {
  drafted: { tone: 'neutral', icon: 'state-todo' },
  proposed: { tone: 'wait', icon: 'state-awaiting-confirmation' },
  approved: { tone: 'accent', icon: 'state-confirmed' },
  active: { tone: 'ok', icon: 'state-settled' },
  rejected: { tone: 'stop', icon: 'state-rejected' },
  withdrawn: { tone: 'neutral', icon: 'state-cancelled' },
  expired: { tone: 'neutral', icon: 'state-expired' },
  superseded: { tone: 'neutral', icon: 'state-superseded' },
};

/** Whether it can still become active. */
export function isOpen({ state }: Pick<ChangeView, 'state'>): boolean {
  return state === 'proposed' || state === 'approved';
}

/** What becomes of the object. */
export function actOf({ kind, before, content }: Pick<ChangeView, 'kind' | 'before' | 'content'>): string {
  if (kind === 'unfreeze') return 'freezes are lifted';
  if (before === null) return kind === 'key' ? 'enrolled' : 'new';
  if (content === null) return kind === 'key' ? 'revoked' : 'removed';
  return 'changed';
}

/** Its object and what becomes of it, for titles and readers that hear them. */
export function titleOf(change: Pick<ChangeView, 'kind' | 'before' | 'content' | 'objectLabel'>): string {
  const { kind, objectLabel } = change;
  const object = objectLabel === null ? KIND_WORDS[kind] : `${KIND_WORDS[kind]} “${objectLabel}”`;
  return `${object}: ${actOf(change)}`;
}

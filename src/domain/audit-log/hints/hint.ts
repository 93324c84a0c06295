/** Everything that a hint may be about; `everything` says that hints may have been missed. A closed list. */
export const HINT_KINDS = [
  'transfer',
  'change',
  'safe',
  'finding',
  'freeze',
  'person',
  'policy',
  'destination',
  'asset',
  'price-feed',
  'provider',
  'quorums',
  'webhook',
  'invitation',
  'api-key',
  'health',
  'everything',
] as const;
export type HintKind = (typeof HINT_KINDS)[number];

/** Says that something is no longer as it was, and nothing of how it is: that is asked, and masked, where it always is. */
export interface Hint {
  readonly kind: HintKind;
  /** The thing's id, as its own route names it; null where there is only one, and for `everything`. */
  readonly id: string | null;
}

export const EVERYTHING: Hint = { kind: 'everything', id: null };

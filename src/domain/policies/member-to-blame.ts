import type { Decision } from './decision.js';

type Reason = Decision['reasons'][number];

/** A member of the request for a transfer. */
type Member = 'amount' | 'asset' | 'destination' | 'expiresAt' | 'requester' | 'safe';

/** What an integrity check reads, by its name. */
const OF_CHECK: Readonly<Record<string, Member>> = {
  'amount-positive': 'amount',
  'tier-found': 'amount',
  'destination-limit': 'amount',
  'first-transfer': 'amount',
  'not-expired': 'expiresAt',
  'asset-as-pinned': 'asset',
  'policy-covers': 'asset',
  'destination-as-approved': 'destination',
  'destination-distinct': 'destination',
  'requester-entitled': 'requester',
  'safe-as-pinned': 'safe',
  'safe-not-frozen': 'safe',
};

/** What a rule of the policy measures, by the code of its denial: the rule itself has any name. */
const OF_CODE: Readonly<Record<string, Member>> = {
  LIMIT_PER_TX: 'amount',
  LIMIT_WINDOW: 'amount',
  LIMIT_REQUESTER: 'amount',
  LIMIT_STRUCTURING: 'amount',
  LIMIT_HOT_CEILING: 'amount',
  LIMIT_SAFE_FLOOR: 'amount',
  EXCEPTION_CEILING: 'amount',
  FIRST_TRANSFER_CANARY: 'amount',
  DUPLICATE_TRANSFER: 'amount',
  ASSET_NOT_ALLOWED: 'asset',
  DEST_NOT_ALLOWED: 'destination',
  DEST_COOLING_OFF: 'destination',
};

/**
 * The member of a request that a denial is about: another value there might be permitted. Undefined where none is, as for
 * office hours or a price that cannot be read.
 */
export function memberToBlame({
  kind,
  rule,
  code,
}: Pick<Reason, 'kind' | 'rule' | 'code'>): Member | undefined {
  return kind === 'integrity' ? OF_CHECK[rule] : OF_CODE[code ?? ''];
}

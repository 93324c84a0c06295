import type { ErrorCode } from '../errors.js';

/** Every code of what can hold a transfer up. A closed list: its spec compares it with what the looks answer with. */
export const HOLD_CODES = [
  'SAFE_FROZEN',
  // The policy denies it now.
  ...(['AMOUNT_ZERO', 'ASSET_NOT_ALLOWED', 'BALANCE_UNAVAILABLE', 'CHAIN_MISMATCH'] as const),
  ...(['DEST_CODE_CHANGED', 'DEST_COOLING_OFF', 'DEST_LOOKALIKE', 'DEST_NOT_ALLOWED'] as const),
  ...(['DUPLICATE_TRANSFER', 'ENTRY_EXPIRED', 'EXCEPTION_CEILING', 'EXPIRED', 'EXPIRY_TOO_FAR'] as const),
  ...([
    'FIRST_TRANSFER_CANARY',
    'FORBIDDEN',
    'INTENT_SIGNATURE',
    'LIMIT_COUNT',
    'LIMIT_DESTINATION',
  ] as const),
  ...(['LIMIT_HOT_CEILING', 'LIMIT_PER_TX', 'LIMIT_REQUESTER', 'LIMIT_SAFE_FLOOR'] as const),
  ...(['LIMIT_STRUCTURING', 'LIMIT_WINDOW', 'NO_RULE', 'NO_TIER', 'OUTSIDE_HOURS'] as const),
  ...(['PRICE_DIVERGENT', 'PRICE_OUT_OF_BOUNDS', 'PRICE_STALE', 'PRICE_UNAVAILABLE'] as const),
  ...(['RULE_FAILED', 'SAFE_STATE_DRIFT', 'TOKEN_CODE_CHANGED'] as const),
  // What it is about cannot be found or read any more.
  ...(['PERSON_NOT_FOUND', 'SAFE_NOT_FOUND', 'SAFE_HISTORY_TAINTED', 'SAFE_VERSION_UNSUPPORTED'] as const),
  // What people signed does not suffice any more.
  ...(['APPROVAL_BINDING', 'QUORUM', 'OWNER_SIGNATURE_REVOKED'] as const),
  // The chain, the engines and the log.
  ...(['NONCE_MISMATCH', 'SIMULATION_UNAVAILABLE', 'LOG_UNCHECKED', 'LOG_UNWITNESSED'] as const),
  'EXPOSURE_OPEN',
  // Anything that is not known here.
  'INTERNAL',
] as const satisfies readonly ErrorCode[];
export type HoldCode = (typeof HOLD_CODES)[number];

/** An unknown one is nobody's to act on: its reason says what it is. */
export function holdCode(code: ErrorCode): HoldCode {
  return isHoldCode(code) ? code : 'INTERNAL';
}

function isHoldCode(code: ErrorCode): code is HoldCode {
  return (HOLD_CODES as readonly ErrorCode[]).includes(code);
}

import type { ErrorCode } from '../errors.js';

/**
 * What a finding can be about. Each has its sentence in `finding-words.ts`. None is ever taken out: findings are kept,
 * and read back by this list.
 */
export const FINDING_CODES = [
  'SAFE_STATE_DRIFT',
  'HASH_MISMATCH',
  'SIG_MISMATCH',
  'RESIGN_REQUEST',
  'OWNER_SIGNATURE_REVOKED',
  'NONCE_SUPERSEDED',
  'POST_EXEC_MISMATCH',
  'APPROVAL_NOT_COLLECTED',
  'SOD',
  'CANCEL_LOST',
  'EXPOSURE_AGED',
  'SETTLEMENT_AGED',
  'RELAYER_FUNDS',
  'RELAYER_FEE_CAP',
  'LOG_ALTERED',
  'LOG_TRUNCATED',
  'LOG_FORK',
  'LOG_ROLLBACK',
  'LOG_REORGANISED',
] as const satisfies readonly ErrorCode[];
export type FindingCode = (typeof FINDING_CODES)[number];

export function isFindingCode(code: string): code is FindingCode {
  return (FINDING_CODES as readonly string[]).includes(code);
}

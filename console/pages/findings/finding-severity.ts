import type { FindingView } from '../../../src/safe-api/findings/findings.contract.js';

/** The words that owners of Safes know. Nothing that was found is `OK`. */
export type Severity = 'CRITICAL' | 'WARN' | 'INFO';

/**
 * CRITICAL: the Safe, a signature, an execution or the log is not what was approved. WARN: something stays open, or was
 * lost, and somebody has to act. INFO: it went as approved, by another way.
 */
const SEVERITIES: Readonly<Record<FindingView['code'], Severity>> = {
  SAFE_STATE_DRIFT: 'CRITICAL',
  HASH_MISMATCH: 'CRITICAL',
  SIG_MISMATCH: 'CRITICAL',
  RESIGN_REQUEST: 'CRITICAL',
  NONCE_SUPERSEDED: 'CRITICAL',
  POST_EXEC_MISMATCH: 'CRITICAL',
  SOD: 'CRITICAL',
  LOG_ALTERED: 'CRITICAL',
  LOG_TRUNCATED: 'CRITICAL',
  LOG_FORK: 'CRITICAL',
  LOG_ROLLBACK: 'CRITICAL',
  LOG_REORGANISED: 'CRITICAL',
  OWNER_SIGNATURE_REVOKED: 'WARN',
  CANCEL_LOST: 'WARN',
  EXPOSURE_AGED: 'WARN',
  SETTLEMENT_AGED: 'WARN',
  RELAYER_FUNDS: 'WARN',
  RELAYER_FEE_CAP: 'WARN',
  APPROVAL_NOT_COLLECTED: 'INFO',
};

/** What froze something is critical, whatever it is called. */
export function severityOf({ code, freeze }: Pick<FindingView, 'code' | 'freeze'>): Severity {
  return freeze === null ? SEVERITIES[code] : 'CRITICAL';
}

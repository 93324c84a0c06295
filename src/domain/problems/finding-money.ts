import type { ErrorCode } from '../errors.js';

/**
 * What has become of the money where a finding says so. A refusal of the same code may be answered without one, so what
 * is said of the code in general depends on that.
 */
export const FINDING_MONEY: Readonly<Partial<Record<ErrorCode, string>>> = {
  SAFE_STATE_DRIFT: 'Sluice froze the Safe. Whoever changed it may move its funds.',
  HASH_MISMATCH: 'Nothing was sent and nobody is asked to sign. Sluice froze the Safe.',
  SIG_MISMATCH: 'Sluice froze the Safe. What was signed instead may be in somebody’s hands.',
  NONCE_SUPERSEDED: 'What used the nonce is final and nothing that Sluice cleared. Sluice froze the Safe.',
};

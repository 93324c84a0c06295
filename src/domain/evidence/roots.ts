import type { TlogPolicy } from '../audit-log/tlog-policy.js';
import type { VerifierKey } from '../audit-log/verifier-key.js';
import type { Bytes32 } from '../values/hex.js';

/**
 * What an auditor knows from elsewhere and trusts. For whatever is left out, the bundle is only checked against itself.
 * That proves nothing: a bundle that is forged from its founding on is consistent.
 */
export interface Roots {
  /** Hash of the founding change. It identifies the installation, and with it everything people ever signed there. */
  readonly founding?: Bytes32;
  readonly chainId?: number;
  readonly logKey?: VerifierKey;
  /** The cosignatures that a checkpoint needs. */
  readonly witnessPolicy?: TlogPolicy;
}

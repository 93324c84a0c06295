import type { TlogPolicy } from '../audit-log/tlog-policy.js';
import type { VerifierKey } from '../audit-log/verifier-key.js';
import type { Bytes32 } from '../values/hex.js';

/**
 * What an auditor knows from elsewhere, and believes. Whatever is left out, the bundle is checked against its own word for
 * it, and that is no proof: a bundle that somebody made up from its founding on agrees with itself.
 */
export interface Roots {
  /** Hash of the founding change: names the installation, and with it everything that people ever signed there. */
  readonly founding?: Bytes32;
  readonly chainId?: number;
  readonly logKey?: VerifierKey;
  /** Whose cosignatures a checkpoint needs. */
  readonly witnessPolicy?: TlogPolicy;
}

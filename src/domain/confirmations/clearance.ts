import { type Statement, statementDigest, statementDomain } from '../signatures/statement.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { TransferId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';

/**
 * What people confirm. It binds a confirmation to one transfer, one revision of it, the exact Safe transaction,
 * the simulated effects and the policy: change any of them and the signature is over something else (invariant 8).
 */
export interface Clearance {
  readonly chainId: number;
  readonly safe: Address;
  readonly transferId: TransferId;
  readonly revision: number;
  /** The transfer in one line, as `transferWords` says it. */
  readonly words: string;
  readonly intentHash: Bytes32;
  readonly safeTxHash: Bytes32;
  readonly effectsDigest: Bytes32;
  readonly policyHash: Bytes32;
  /** Digests of the policy exceptions that the transfer rests on, ascending. */
  readonly exceptions: readonly Bytes32[];
  readonly expiresAt: UnixSeconds;
}

/** A confirmer's answer. A rejection says why, and the reason is signed too. */
export type Verdict =
  | { readonly decision: 'confirm'; readonly reason: '' }
  | { readonly decision: 'reject'; readonly reason: string };

const TYPES = {
  Clearance: [
    { name: 'decision', type: 'string' },
    { name: 'reason', type: 'string' },
    { name: 'words', type: 'string' },
    { name: 'transfer', type: 'string' },
    { name: 'revision', type: 'uint32' },
    { name: 'intentHash', type: 'bytes32' },
    { name: 'safeTxHash', type: 'bytes32' },
    { name: 'effectsDigest', type: 'bytes32' },
    { name: 'policyHash', type: 'bytes32' },
    { name: 'exceptions', type: 'bytes32[]' },
    { name: 'expiresAt', type: 'uint64' },
  ],
} as const;

export function clearanceStatement(clearance: Clearance, verdict: Verdict): Statement<'Clearance'> {
  return {
    domain: statementDomain(clearance.chainId, clearance.safe),
    types: TYPES,
    primaryType: 'Clearance',
    message: {
      decision: verdict.decision,
      reason: verdict.reason,
      // A rejection is signed without the words: whoever must first re-enter amount and destination has not seen them.
      words: verdict.decision === 'confirm' ? clearance.words : '',
      transfer: clearance.transferId,
      revision: clearance.revision,
      intentHash: clearance.intentHash,
      safeTxHash: clearance.safeTxHash,
      effectsDigest: clearance.effectsDigest,
      policyHash: clearance.policyHash,
      exceptions: clearance.exceptions,
      expiresAt: BigInt(clearance.expiresAt),
    },
  };
}

export function clearanceDigest(clearance: Clearance, verdict: Verdict): Bytes32 {
  return statementDigest(clearanceStatement(clearance, verdict));
}

/**
 * What two devices compare before somebody confirms: everything that tells one clearance from another, and the digest
 * that is signed. It is the text of a QR code.
 */
export function clearanceText(clearance: Clearance): string {
  const { chainId, safe, transferId, revision } = clearance;
  const digest = clearanceDigest(clearance, { decision: 'confirm', reason: '' });
  return `sluice-clearance:1?chain=${String(chainId)}&safe=${safe}&transfer=${transferId}&revision=${String(revision)}&digest=${digest}`;
}

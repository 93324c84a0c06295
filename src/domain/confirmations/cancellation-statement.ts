import { type Statement, statementDigest, statementDomain } from '../signatures/statement.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { TransferId } from '../values/identifier.js';
import { parseLabel } from '../values/text.js';
import type { UnixSeconds } from '../values/time.js';
import type { Verdict } from './clearance.js';

/**
 * What a person confirms before owners are asked to burn the nonce of a relayed transfer. It binds the answer to the
 * transfer that is cancelled and to the exact Safe transaction that cancels it.
 */
export interface Cancellation {
  readonly chainId: number;
  readonly safe: Address;
  readonly transferId: TransferId;
  readonly revision: number;
  /** The cancel in one line, as `burnWords` says it. */
  readonly words: string;
  readonly cancelledSafeTxHash: Bytes32;
  readonly cancelSafeTxHash: Bytes32;
  readonly nonce: bigint;
  readonly effectsDigest: Bytes32;
  /** Until when it may be confirmed. */
  readonly expiresAt: UnixSeconds;
}

const TYPES = {
  Cancellation: [
    { name: 'decision', type: 'string' },
    { name: 'reason', type: 'string' },
    { name: 'words', type: 'string' },
    { name: 'transfer', type: 'string' },
    { name: 'revision', type: 'uint32' },
    { name: 'cancelledSafeTxHash', type: 'bytes32' },
    { name: 'cancelSafeTxHash', type: 'bytes32' },
    { name: 'nonce', type: 'uint256' },
    { name: 'effectsDigest', type: 'bytes32' },
    { name: 'expiresAt', type: 'uint64' },
  ],
} as const;

export function cancellationStatement(
  cancellation: Cancellation,
  { decision, reason }: Verdict,
): Statement<'Cancellation'> {
  const { chainId, safe, words, transferId, revision } = cancellation;
  const { cancelledSafeTxHash, cancelSafeTxHash, nonce, effectsDigest } = cancellation;
  return {
    domain: statementDomain(chainId, safe),
    types: TYPES,
    primaryType: 'Cancellation',
    message: {
      ...{ decision, reason, words, transfer: transferId, revision },
      ...{ cancelledSafeTxHash, cancelSafeTxHash, nonce, effectsDigest },
      expiresAt: BigInt(cancellation.expiresAt),
    },
  };
}

export function cancellationDigest(cancellation: Cancellation, verdict: Verdict): Bytes32 {
  return statementDigest(cancellationStatement(cancellation, verdict));
}

/** The cancel in one line, which people sign. The words of the transfer, which end in free text, come last. */
export function burnWords(burn: {
  readonly nonce: bigint;
  readonly safe: { readonly label: string; readonly address: Address };
  readonly transferId: TransferId;
  /** The transfer's own line. */
  readonly words: string;
}): string {
  const { nonce, safe, transferId, words } = burn;
  const what = `Burn nonce ${nonce.toString()} of ${parseLabel(safe.label)} (${safe.address}), which moves nothing`;
  return `${what}: cancel transfer ${transferId}, which says: ${words}`;
}

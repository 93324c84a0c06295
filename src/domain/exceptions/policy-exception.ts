import type { Unit } from '../policies/measure.js';
import { type Statement, statementDigest, statementDomain } from '../signatures/statement.js';
import type { Address } from '../values/address.js';
import type { Amount } from '../values/amount.js';
import type { Bytes32 } from '../values/hex.js';
import type { TransferId } from '../values/identifier.js';
import type { UnixSeconds } from '../values/time.js';

/**
 * Compliance's permission for one transfer to break one named waivable rule, up to a ceiling, once.
 * It names the intent's hash, so it cannot be carried to another transfer.
 */
export interface PolicyException {
  readonly chainId: number;
  readonly safe: Address;
  readonly transferId: TransferId;
  readonly intentHash: Bytes32;
  readonly rule: string;
  /** The unit of `measured`, `bound` and `ceiling`. The signed words state it. */
  readonly unit: Unit;
  /** What the rule measured and allowed at signing. Both are part of the signed words. */
  readonly measured: bigint;
  readonly bound: bigint;
  /** The highest excepted value. */
  readonly ceiling: Amount;
  readonly reason: string;
  /** Where the reason is on file: a ticket of the exchange's own. */
  readonly ticket: string;
  /** What is waived and for which transfer, in one line, as `exceptionWords` says it. */
  readonly words: string;
  readonly expiresAt: UnixSeconds;
}

const TYPES = {
  PolicyException: [
    { name: 'words', type: 'string' },
    { name: 'transfer', type: 'string' },
    { name: 'intentHash', type: 'bytes32' },
    { name: 'rule', type: 'string' },
    { name: 'ceiling', type: 'uint256' },
    { name: 'reason', type: 'string' },
    { name: 'ticket', type: 'string' },
    { name: 'expiresAt', type: 'uint64' },
  ],
} as const;

export function exceptionStatement(exception: PolicyException): Statement<'PolicyException'> {
  return {
    domain: statementDomain(exception.chainId, exception.safe),
    types: TYPES,
    primaryType: 'PolicyException',
    message: {
      words: exception.words,
      transfer: exception.transferId,
      intentHash: exception.intentHash,
      rule: exception.rule,
      ceiling: exception.ceiling,
      reason: exception.reason,
      ticket: exception.ticket,
      expiresAt: BigInt(exception.expiresAt),
    },
  };
}

export function exceptionDigest(exception: PolicyException): Bytes32 {
  return statementDigest(exceptionStatement(exception));
}

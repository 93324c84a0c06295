import type { Bytes32 } from '../../values/hex.js';
import type { Facts } from '../facts.js';
import { type RuleResult, allowed, denied } from '../rule-result.js';

const RULE = 'destination-as-approved';

// EIP-1052: an account without code hashes to keccak256 of nothing, one that does not exist to zero.
const NO_CODE: readonly string[] = [
  '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
  '0x0000000000000000000000000000000000000000000000000000000000000000',
];

/** Code that appeared or changed at a destination (CREATE2, an upgrade, EIP-7702) is not what was approved. */
export function destinationAsApproved({ destination }: Facts): RuleResult {
  if (destination === null) {
    const words = 'There is no approved destination to compare with.';
    return denied('integrity', RULE, { code: 'DEST_NOT_ALLOWED', words });
  }
  if (codeOf(destination.codeHashActual) !== codeOf(destination.codeHashPinned)) {
    const words = `The code at the destination "${destination.label}" is not what was approved.`;
    return denied('integrity', RULE, { code: 'DEST_CODE_CHANGED', words });
  }
  return allowed(
    'integrity',
    RULE,
    `The code at the destination "${destination.label}" is what was approved.`,
  );
}

function codeOf(hash: Bytes32 | null): Bytes32 | null {
  return hash === null || NO_CODE.includes(hash) ? null : hash;
}

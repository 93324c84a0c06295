import type { Quorum } from '../confirmations/quorum.js';
import { placeWords } from '../confirmations/requirement-words.js';
import { type ErrorCode, isPassing } from '../errors.js';
import type { Bytes32 } from '../values/hex.js';
import { nonceWords } from './clearance-of.js';
import type { ClearedAs, Reason } from './transfer.js';

/** What a fresh simulation of the cleared transaction came to. */
export type SimulatedAgain =
  | { readonly kind: 'agreed'; readonly safeTxHash: Bytes32; readonly effectsDigest: Bytes32 }
  | { readonly kind: 'objected'; readonly code: ErrorCode; readonly reasons: readonly string[] };

/** Everything that a relayed transfer rests on, as it is now. */
export interface AskedAgain {
  /** Every rule of the policy in force that denies it by the facts of now. */
  readonly denials: readonly Reason[];
  /** Whether the policy in force is the very one that it was cleared under. */
  readonly isClearedUnder: boolean;
  /** Why its intent or its confirmations are no longer signed by people and keys that count. */
  readonly unsigned: readonly Reason[];
  /** The quorum of the tier of now, counted over the relayed clearance; null if it has no tier. */
  readonly quorum: Quorum | null;
  readonly nonce: bigint;
  /** Null if nothing was simulated: between two steps, where people only want to know. */
  readonly simulated: SimulatedAgain | null;
}

export type LastVerdict =
  | { readonly kind: 'stands' }
  | { readonly kind: 'stopped'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'unavailable'; readonly reasons: readonly Reason[] };

/** Why a relayed transfer may not go on; empty if it may (invariant 25). */
export function reasonsToStop(cleared: ClearedAs, asked: AskedAgain): readonly Reason[] {
  const { nonce, simulated, unsigned } = asked;
  const reasons = asked.denials.filter(({ code }) => !(asked.isClearedUnder && isOwnBudget(code)));
  reasons.push(...unsigned);
  if (unsigned.length === 0) reasons.push(...quorumReasons(asked));
  // What was simulated at another nonce is another transaction, so its hash and effects say nothing more.
  if (nonce !== cleared.nonce)
    reasons.push({ code: 'NONCE_MISMATCH', reason: nonceWords(cleared.nonce, nonce) });
  else if (simulated) reasons.push(...simulationReasons(cleared, simulated));
  return reasons;
}

/** What could not be asked stops nothing for good: it is no answer (invariant 6). What was answered comes first. */
export function lastVerdict(reasons: readonly Reason[]): LastVerdict {
  if (reasons.length === 0) return { kind: 'stands' };
  const answered = reasons.filter(({ code }) => !isPassing(code));
  if (answered.length === 0) return { kind: 'unavailable', reasons };
  return { kind: 'stopped', reasons: [...answered, ...reasons.filter(({ code }) => isPassing(code))] };
}

/** All reasons in one line, the first without its code, because the code is said beside it. */
export function reasonsWords(reasons: readonly Reason[]): string {
  const words = reasons.map(({ code, reason }, index) => (index === 0 ? reason : `${code}: ${reason}`));
  return words.map((each) => each.replace(/\.$/, '')).join('; ');
}

/**
 * True of rules over what others have used of a window. Under the policy that it was cleared under, its own budget is
 * reserved, so later transfers that fill the window are not against it. Another policy may have tightened the window.
 */
function isOwnBudget(code: ErrorCode): boolean {
  return code === 'LIMIT_WINDOW' || code === 'LIMIT_COUNT';
}

function quorumReasons({ quorum, denials }: AskedAgain): readonly Reason[] {
  if (quorum?.met === true) return [];
  if (!quorum) {
    // Without a tier the policy has denied it, in its own words.
    const reason = 'the policy in force names nobody who must confirm it';
    return denials.length > 0 ? [] : [{ code: 'QUORUM', reason }];
  }
  const counted = quorum.missing.map(
    (each) => `${String(each.have)} of ${String(each.needed)} of ${placeWords(each)}`,
  );
  const reason = `the confirmations do not make the quorum that is asked for now: ${counted.join(', ')}`;
  return [{ code: 'QUORUM', reason }];
}

function simulationReasons(cleared: ClearedAs, simulated: SimulatedAgain): readonly Reason[] {
  if (simulated.kind === 'objected')
    return simulated.reasons.map((reason) => ({ code: simulated.code, reason }));
  if (simulated.safeTxHash !== cleared.safeTxHash)
    return [{ code: 'HASH_MISMATCH', reason: 'the intent no longer builds the cleared hash' }];
  if (simulated.effectsDigest !== cleared.effectsDigest)
    return [{ code: 'DELTA_MISMATCH', reason: 'its simulated effects are no longer the cleared ones' }];
  return [];
}

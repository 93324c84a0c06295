import { type Refusal, refusal } from '../errors.js';
import { type KeyId, type Person, isActive, usableKeys } from '../identity/person.js';
import { type Signature, signedWith, signingKey } from '../signatures/signature.js';
import { type Statement, statementDigest, statementDomain } from '../signatures/statement.js';
import type { Address } from '../values/address.js';
import type { Bytes32 } from '../values/hex.js';
import type { PersonId, TransferId } from '../values/identifier.js';
import { parseLabel } from '../values/text.js';
import type { UnixSeconds } from '../values/time.js';
import type { Verdict } from './clearance.js';
import { type Requirement, fits } from './quorum.js';
import { evmKeyWords } from './requirement-words.js';

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

/** Who asked for a cancel, and of what. */
export interface CancelQuestion {
  readonly askedBy: PersonId | 'system';
  readonly requesterId: PersonId;
  /** What the relayed transfer's tier asked for. */
  readonly require: readonly Requirement[];
}

/** Why this person may not answer a cancel: one other confirmer is enough, never who wanted the transfer or its cancel. */
export function cancelAnswerFault(person: Person, question: CancelQuestion): Refusal | undefined {
  if (person.id === question.requesterId)
    return refusal('SOD', 'nobody answers the cancel of a transfer that they requested');
  if (person.id === question.askedBy) return refusal('SOD', 'nobody answers a cancel that they asked for');
  const isAsked = question.require.some(({ group }) => person.groups.includes(group));
  if (isActive(person) && person.roles.includes('approver') && isAsked) return undefined;
  return refusal('FORBIDDEN', 'only an approver of a group that confirmed the transfer answers its cancel');
}

/** Why this key may not confirm a cancel: the transfer's tier asks this person's groups for EVM keys alone. */
export function cancelKeyFault(
  { groups }: Person,
  { require }: CancelQuestion,
  { verdict, signature }: Pick<CancelAnswer, 'verdict' | 'signature'>,
): Refusal | undefined {
  if (verdict.decision === 'reject' || fits(require, { groups, key: signedWith(signature) }))
    return undefined;
  return refusal('EVM_KEY_REQUIRED', evmKeyWords('this cancel'));
}

/** One person's signed answer to a cancel. */
export interface CancelAnswer {
  readonly personId: PersonId;
  readonly keyId: KeyId;
  readonly verdict: Verdict;
  readonly signature: Signature;
}

/** True only if it is signed over this exact cancel by somebody who may answer it, with a key that is usable at `now`. */
export async function isGenuineCancelAnswer(
  answer: CancelAnswer,
  check: {
    readonly cancellation: Cancellation;
    readonly question: CancelQuestion;
    readonly signer: Person | undefined;
    readonly now: UnixSeconds;
  },
): Promise<boolean> {
  const { cancellation, question, signer, now } = check;
  if (signer?.id !== answer.personId || cancelAnswerFault(signer, question)) return false;
  const digest = cancellationDigest(cancellation, answer.verdict);
  const key = await signingKey(digest, answer.signature, usableKeys(signer, 'confirmation', now));
  return key?.id === answer.keyId && cancelKeyFault(signer, question, answer) === undefined;
}

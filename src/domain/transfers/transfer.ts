import { z } from 'zod';
import type { ErrorCode } from '../errors.js';
import { ERROR_CODES } from '../errors.js';
import { APPROVAL_FORMS } from '../signatures/executed-approvals.js';
import type { Signature } from '../signatures/signature.js';
import type { Bytes32 } from '../values/hex.js';
import { storedAddress, storedBytes32 } from '../values/stored.js';
import type { TransferId } from '../values/identifier.js';
import { unixSeconds, type UnixSeconds } from '../values/time.js';
import type { Intent } from './intent.js';

const bytes32 = storedBytes32;
const seconds = z.int().transform(unixSeconds);
const reason = z.strictObject({ code: z.enum(ERROR_CODES), reason: z.string() });

const decimal = z
  .string()
  .regex(/^(0|[1-9][0-9]*)$/)
  .transform(BigInt);

const Requirement = z.strictObject({
  group: z.string(),
  count: z.int().positive(),
  keys: z.literal('evm').exactOptional(),
});

/** What a transfer was cleared as: the part of its clearance that does not come from the intent. */
const Cleared = z.strictObject({
  nonce: decimal,
  words: z.string(),
  safeTxHash: bytes32,
  effectsDigest: bytes32,
  policyHash: bytes32,
  exceptions: z.array(bytes32),
  tier: z.string(),
  require: z.array(Requirement).min(1),
});

/** What was seen when everything was looked at once more, before a step that can no longer be taken back (invariant 25). */
export const LastLook = z.strictObject({
  blockNumber: decimal,
  blockHash: bytes32,
  effectsDigest: bytes32,
  /** The policy in force then, which permitted it. */
  policyHash: bytes32,
});

/** One attempt to execute: the relayer's signed transaction, stored so that a restart sends the same bytes again. */
const Submission = z.strictObject({
  transactionHash: bytes32,
  rawTransaction: z.string().regex(/^0x[0-9a-f]+$/),
  /** Absent of submissions that were made before it was recorded, and of a cancel's, which no look may hold up. */
  look: LastLook.exactOptional(),
});

const Execution = z.strictObject({
  transactionHash: bytes32,
  blockNumber: z
    .string()
    .regex(/^[0-9]+$/)
    .transform(BigInt),
  blockHash: bytes32,
  executor: storedAddress,
});

const stood = [
  z.strictObject({ state: z.literal('relayed'), relayedAt: seconds }),
  z.strictObject({ state: z.literal('signed'), signers: z.array(storedAddress).min(1) }),
  z.strictObject({ state: z.literal('submitted'), submissions: z.array(Submission).min(1) }),
] as const;

/** Where a relayed transfer stood before its cancel was asked for, to go on from there if it is not cancelled. */
const Stood = z.discriminatedUnion('state', stood);

/** What burns the nonce, as its confirmer signs it. */
const Burn = z.strictObject({
  safeTxHash: bytes32,
  effectsDigest: bytes32,
  words: z.string(),
  /** Until when it may be confirmed. */
  expiresAt: seconds,
});

const asked = {
  /** Who asked for it: a person, or `system`. */
  by: z.string(),
  why: z.string(),
  at: seconds,
};
const confirmed = { ...asked, burn: Burn, confirmedBy: z.string() };

/** How far a cancel on the chain has come: asked for, examined, confirmed, signed by the owners, handed to nodes. */
const Cancel = z.discriminatedUnion('stage', [
  z.strictObject({ stage: z.literal('asked'), ...asked }),
  z.strictObject({ stage: z.literal('cleared'), ...asked, burn: Burn }),
  z.strictObject({ stage: z.literal('confirmed'), ...confirmed }),
  z.strictObject({ stage: z.literal('signed'), ...confirmed, signers: z.array(storedAddress).min(1) }),
  z.strictObject({ stage: z.literal('submitted'), ...confirmed, submissions: z.array(Submission).min(1) }),
]);

/** Where a transfer stood when it was executed, for the case that a reorganisation takes the execution away. */
const Before = z.discriminatedUnion('state', [
  ...stood,
  z.strictObject({ state: z.literal('cancelling'), stood: Stood, cancel: Cancel }),
]);

/** How an execution was judged. Absent of transfers that ended before this was recorded. */
const Judged = z.strictObject({
  /** The digest of the record that it was judged by. */
  record: bytes32,
  /** What was unusual and harmed nothing. */
  notes: z.array(z.string()),
  approvals: z.array(z.strictObject({ owner: storedAddress, form: z.enum(APPROVAL_FORMS) })),
});

/** The evidence that each state requires, as stored. There is no way to write a state without it. */
export const EVIDENCE = {
  requested: z.strictObject({}),
  'needs-exception': z.strictObject({ rules: z.array(z.string()).min(1) }),
  queued: z.strictObject({}),
  simulating: z.strictObject({ because: z.string(), since: seconds }),
  'awaiting-confirmation': z.strictObject({ cleared: Cleared }),
  confirmed: z.strictObject({ cleared: Cleared, confirmedBy: z.array(z.string()).min(1) }),
  relayed: z.strictObject({ cleared: Cleared, relayedAt: seconds }),
  signed: z.strictObject({ cleared: Cleared, signers: z.array(storedAddress).min(1) }),
  submitted: z.strictObject({ cleared: Cleared, submissions: z.array(Submission).min(1) }),
  cancelling: z.strictObject({ cleared: Cleared, stood: Stood, cancel: Cancel }),
  executed: z.strictObject({ cleared: Cleared, execution: Execution, before: Before.exactOptional() }),
  settled: z.strictObject({ cleared: Cleared, execution: Execution, judged: Judged.exactOptional() }),
  mismatched: z.strictObject({
    cleared: Cleared,
    execution: Execution,
    reasons: z.array(reason).min(1),
    judged: Judged.exactOptional(),
  }),
  superseded: z.strictObject({ cleared: Cleared, nonceNow: z.string() }),
  refused: z.strictObject({ reasons: z.array(reason).min(1) }),
  cancelled: z.strictObject({
    by: z.string(),
    why: z.string(),
    /** Of a relayed transfer: what burnt its nonce on the chain, by a final block. */
    burnt: z
      .strictObject({
        ...{ cleared: Cleared, burn: Burn, execution: Execution, judged: Judged.exactOptional() },
        /** What of the burn is not as it was cleared. The nonce is used all the same. */
        reasons: z.array(reason),
      })
      .exactOptional(),
  }),
  rejected: z.strictObject({ by: z.string(), why: z.string() }),
  expired: z.strictObject({}),
} as const;

export type TransferState = keyof typeof EVIDENCE;
type Evidence<S extends TransferState> = z.output<(typeof EVIDENCE)[S]>;
export type ClearedAs = z.output<typeof Cleared>;
export type ExecutedAs = z.output<typeof Execution>;
export type StoodAs = z.output<typeof Before>;
export type StoodBeforeCancel = z.output<typeof Stood>;
export type CancelAs = z.output<typeof Cancel>;
export type BurnAs = z.output<typeof Burn>;
export type LastLookAs = z.output<typeof LastLook>;
export type JudgedAs = z.output<typeof Judged>;
export type SubmittedAs = z.output<typeof Submission>;
export type Reason = { readonly code: ErrorCode; readonly reason: string };

interface Common {
  readonly id: TransferId;
  readonly intent: Intent;
  readonly intentHash: Bytes32;
  readonly intentSignature: Signature;
  /** Counts the clearances that people were asked to confirm. A changed precondition makes a new one (invariant 9). */
  readonly revision: number;
  readonly createdAt: UnixSeconds;
}

export type TransferIn<S extends TransferState> = S extends TransferState
  ? Common & { readonly state: S; readonly evidence: Evidence<S> }
  : never;

/** A transfer with the evidence that its state requires. */
export type Transfer = TransferIn<TransferState>;

export const ENDED = [
  'settled',
  'mismatched',
  'superseded',
  'refused',
  'cancelled',
  'rejected',
  'expired',
] as const;
export const BEFORE_RELAY = [
  'requested',
  'needs-exception',
  'queued',
  'simulating',
  'awaiting-confirmation',
  'confirmed',
] as const;
const RELAYED = ['relayed', 'signed', 'submitted'] as const;
export const EXPOSED = [...RELAYED, 'cancelling'] as const;

export type BeforeRelay = (typeof BEFORE_RELAY)[number];
export type Relayed = (typeof RELAYED)[number];
export type Exposed = (typeof EXPOSED)[number];

export function hasEnded(state: TransferState): boolean {
  return (ENDED as readonly TransferState[]).includes(state);
}

export function isBeforeRelay(transfer: Transfer): transfer is TransferIn<BeforeRelay> {
  return (BEFORE_RELAY as readonly TransferState[]).includes(transfer.state);
}

/** True if owners are asked to sign it, or have: it is on its way to be executed. */
export function isRelayed(transfer: Transfer): transfer is TransferIn<Relayed> {
  return (RELAYED as readonly TransferState[]).includes(transfer.state);
}

/** True if owners' signatures are, or may be, out. Then only the chain can end the transfer (invariant 12). */
export function isExposed(transfer: Transfer): transfer is TransferIn<Exposed> {
  return (EXPOSED as readonly TransferState[]).includes(transfer.state);
}

/** True if it holds its Safe's lane. Each Safe has at most one such transfer, from simulation to the end. */
export function holdsLane(state: TransferState): boolean {
  return !hasEnded(state) && state !== 'requested' && state !== 'needs-exception' && state !== 'queued';
}

import { z } from 'zod';
import { APPROVAL_FORMS } from '../signatures/executed-approvals.js';

/**
 * What evidence is made of. It has one structure, and is read in two ways: out of a row, and off the wire, where null
 * stands for what a reader may not see (yet).
 */
export interface EvidenceLeaves {
  readonly bytes32: z.ZodType;
  readonly address: z.ZodType;
  /** A whole number of any size, as decimal text. */
  readonly decimal: z.ZodType;
  readonly seconds: z.ZodType;
  readonly reason: z.ZodType;
  /** What the transfer is cleared as, in words. */
  readonly words: z.ZodType;
  /** Why it is simulated anew. */
  readonly because: z.ZodType;
  /** The relayer's signed transaction. It contains the owners' signatures. */
  readonly rawTransaction: z.ZodType;
  /** Gives a part its name in descriptions. */
  readonly named: <T extends z.ZodType>(id: string, part: T) => T;
}

/** So that each leaf keeps its own type in what is made of it. */
type Read<L extends EvidenceLeaves> = { readonly [K in keyof EvidenceLeaves]: L[K] };

/** The evidence that each state requires. There is no way to write a state without it. */
export function evidenceForms<L extends EvidenceLeaves>(leaf: Read<L>) {
  const { Cleared, LastLook, Submission, Execution, Burn } = partsOf<L>(leaf);
  const { Stood, Cancel, Before } = cancelling<L, typeof Submission, typeof Burn>(leaf, { Submission, Burn });
  /** How an execution was judged. Absent of transfers that ended before this was recorded. */
  const Judged = leaf.named(
    'Judged',
    z.strictObject({
      /** The digest of the record that it was judged by. */
      record: leaf.bytes32,
      /** What was unusual and harmed nothing. */
      notes: z.array(z.string()),
      approvals: z.array(z.strictObject({ owner: leaf.address, form: z.enum(APPROVAL_FORMS) })),
    }),
  );
  const cleared = { cleared: Cleared };
  const executed = { ...cleared, execution: Execution };
  const judged = { judged: Judged.exactOptional() };
  const reasons = z.array(leaf.reason).min(1);
  const byWhom = { by: z.string(), why: z.string() };
  const forms = {
    requested: z.strictObject({}),
    'needs-exception': z.strictObject({ rules: z.array(z.string()).min(1) }),
    queued: z.strictObject({}),
    simulating: z.strictObject({ because: leaf.because, since: leaf.seconds }),
    'awaiting-confirmation': z.strictObject(cleared),
    confirmed: z.strictObject({ ...cleared, confirmedBy: z.array(z.string()).min(1) }),
    relayed: z.strictObject({ ...cleared, relayedAt: leaf.seconds }),
    signed: z.strictObject({ ...cleared, signers: z.array(leaf.address).min(1) }),
    submitted: z.strictObject({ ...cleared, submissions: z.array(Submission).min(1) }),
    cancelling: z.strictObject({ ...cleared, stood: Stood, cancel: Cancel }),
    executed: z.strictObject({ ...executed, before: Before.exactOptional() }),
    settled: z.strictObject({ ...executed, ...judged }),
    mismatched: z.strictObject({ ...executed, reasons, ...judged }),
    superseded: z.strictObject({ ...cleared, nonceNow: z.string() }),
    refused: z.strictObject({ reasons }),
    cancelled: z.strictObject({
      ...byWhom,
      /** Of a relayed transfer: what burnt its nonce on the chain, by a final block. */
      burnt: z
        .strictObject({
          ...{ ...executed, burn: Burn, ...judged },
          /** What of the burn is not as it was cleared. The nonce is used all the same. */
          reasons: z.array(leaf.reason),
        })
        .exactOptional(),
    }),
    rejected: z.strictObject(byWhom),
    expired: z.strictObject({}),
  } as const;
  return { forms, LastLook };
}

function partsOf<L extends EvidenceLeaves>(leaf: Read<L>) {
  const { bytes32, address, decimal, seconds, named } = leaf;
  const Requirement = named(
    'Requirement',
    z.strictObject({
      group: z.string(),
      count: z.int().positive(),
      /** Only signatures by EVM keys fill these places. */
      keys: z.literal('evm').exactOptional(),
    }),
  );
  /** What a transfer was cleared as: the part of its clearance that does not come from the intent. */
  const Cleared = z.strictObject({
    ...{ nonce: decimal, words: leaf.words, safeTxHash: bytes32, effectsDigest: bytes32 },
    ...{ policyHash: bytes32, exceptions: z.array(bytes32) },
    tier: z.string(),
    require: z.array(Requirement).min(1),
  });
  /**
   * What was seen when everything was looked at once more, before a step that can no longer be taken back (invariant
   * 25). The policy is the one in force then, which permitted it.
   */
  const LastLook = named(
    'LastLook',
    z.strictObject({ blockNumber: decimal, blockHash: bytes32, effectsDigest: bytes32, policyHash: bytes32 }),
  );
  /** One attempt to execute: the relayer's signed transaction, stored so that a restart sends the same bytes again. */
  const Submission = z.strictObject({
    ...{ transactionHash: bytes32, rawTransaction: leaf.rawTransaction },
    /** Absent of submissions that were made before it was recorded, and of a cancel's, which no look may hold up. */
    look: LastLook.exactOptional(),
  });
  const Execution = z.strictObject({
    ...{ transactionHash: bytes32, blockNumber: decimal, blockHash: bytes32, executor: address },
  });
  /** What burns the nonce, as its confirmer signs it, and until when it may be confirmed. */
  const Burn = z.strictObject({
    ...{ safeTxHash: bytes32, effectsDigest: bytes32, words: z.string(), expiresAt: seconds },
  });
  return {
    Cleared: named('ClearedAs', Cleared),
    LastLook,
    Submission: named('Submission', Submission),
    Execution: named('Execution', Execution),
    Burn: named('Burn', Burn),
  };
}

/** Where a relayed transfer stood, and how far its cancel on the chain has come. */
function cancelling<L extends EvidenceLeaves, S extends z.ZodType, B extends z.ZodType>(
  { address, seconds, named }: Read<L>,
  { Submission, Burn }: { readonly Submission: S; readonly Burn: B },
) {
  const signers = { signers: z.array(address).min(1) };
  const submissions = { submissions: z.array(Submission).min(1) };
  const stood = [
    z.strictObject({ state: z.literal('relayed'), relayedAt: seconds }),
    z.strictObject({ state: z.literal('signed'), ...signers }),
    z.strictObject({ state: z.literal('submitted'), ...submissions }),
  ] as const;
  /** Where a relayed transfer stood before its cancel was asked for, to go on from there if it is not cancelled. */
  const Stood = named('StoodBeforeCancel', z.discriminatedUnion('state', stood));
  /** Who asked for it: a person, or `system`. */
  const asked = { by: z.string(), why: z.string(), at: seconds };
  const confirmed = { ...asked, burn: Burn, confirmedBy: z.string() };
  /** How far a cancel has come: asked for, examined, confirmed, signed by the owners, handed to nodes. */
  const Cancel = named(
    'CancelStage',
    z.discriminatedUnion('stage', [
      z.strictObject({ stage: z.literal('asked'), ...asked }),
      z.strictObject({ stage: z.literal('cleared'), ...asked, burn: Burn }),
      z.strictObject({ stage: z.literal('confirmed'), ...confirmed }),
      z.strictObject({ stage: z.literal('signed'), ...confirmed, ...signers }),
      z.strictObject({ stage: z.literal('submitted'), ...confirmed, ...submissions }),
    ]),
  );
  /** Where a transfer stood when it was executed, for the case that a reorganisation takes the execution away. */
  const Before = named(
    'StoodBeforeExecution',
    z.discriminatedUnion('state', [
      ...stood,
      z.strictObject({ state: z.literal('cancelling'), stood: Stood, cancel: Cancel }),
    ]),
  );
  return { Stood, Cancel, Before };
}

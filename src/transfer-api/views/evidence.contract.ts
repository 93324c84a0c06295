import { z } from 'zod';
import { APPROVAL_FORMS } from '../../domain/signatures/executed-approvals.js';
import type { EVIDENCE, TransferState } from '../../domain/transfers/transfer.js';
import { wireReason } from '../../infra/http/wire.contract.js';

// The evidence of every state as it is on the wire. Null stands for what this reader may not see (yet).

const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/);
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const decimal = z.string().regex(/^(0|[1-9][0-9]*)$/);
const seconds = z.int().meta({ description: 'Unix time in seconds' });

const RequirementView = z
  .strictObject({
    group: z.string(),
    count: z.int().positive(),
    /** Only signatures by EVM keys fill these places. */
    keys: z.literal('evm').exactOptional(),
  })
  .meta({ id: 'Requirement' });

const Cleared = z
  .strictObject({
    nonce: decimal,
    words: z.string().nullable(),
    safeTxHash: bytes32,
    effectsDigest: bytes32,
    policyHash: bytes32,
    exceptions: z.array(bytes32),
    tier: z.string(),
    require: z.array(RequirementView).min(1),
  })
  .meta({ id: 'ClearedAs' });

const LookView = z
  .strictObject({ blockNumber: decimal, blockHash: bytes32, effectsDigest: bytes32, policyHash: bytes32 })
  .meta({ id: 'LastLook' });

const Submission = z
  .strictObject({
    transactionHash: bytes32,
    /** Null for everybody but the Safe's own signers, as long as it can still be executed. */
    rawTransaction: z.string().nullable(),
    look: LookView.exactOptional(),
  })
  .meta({ id: 'Submission' });

const Execution = z
  .strictObject({ transactionHash: bytes32, blockNumber: decimal, blockHash: bytes32, executor: address })
  .meta({ id: 'Execution' });

const Burn = z
  .strictObject({ safeTxHash: bytes32, effectsDigest: bytes32, words: z.string(), expiresAt: seconds })
  .meta({ id: 'Burn' });

const stood = [
  z.strictObject({ state: z.literal('relayed'), relayedAt: seconds }),
  z.strictObject({ state: z.literal('signed'), signers: z.array(address).min(1) }),
  z.strictObject({ state: z.literal('submitted'), submissions: z.array(Submission).min(1) }),
] as const;
const Stood = z.discriminatedUnion('state', stood).meta({ id: 'StoodBeforeCancel' });

const asked = { by: z.string(), why: z.string(), at: seconds };
const confirmed = { ...asked, burn: Burn, confirmedBy: z.string() };
const Cancel = z
  .discriminatedUnion('stage', [
    z.strictObject({ stage: z.literal('asked'), ...asked }),
    z.strictObject({ stage: z.literal('cleared'), ...asked, burn: Burn }),
    z.strictObject({ stage: z.literal('confirmed'), ...confirmed }),
    z.strictObject({ stage: z.literal('signed'), ...confirmed, signers: z.array(address).min(1) }),
    z.strictObject({ stage: z.literal('submitted'), ...confirmed, submissions: z.array(Submission).min(1) }),
  ])
  .meta({ id: 'CancelStage' });

const Before = z
  .discriminatedUnion('state', [
    ...stood,
    z.strictObject({ state: z.literal('cancelling'), stood: Stood, cancel: Cancel }),
  ])
  .meta({ id: 'StoodBeforeExecution' });

const Judged = z
  .strictObject({
    record: bytes32,
    notes: z.array(z.string()),
    approvals: z.array(z.strictObject({ owner: address, form: z.enum(APPROVAL_FORMS) })),
  })
  .meta({ id: 'Judged' });

const executed = { cleared: Cleared, execution: Execution };
const judged = { judged: Judged.exactOptional() };
const burnt = z.strictObject({ ...executed, burn: Burn, ...judged, reasons: z.array(wireReason) });
const submissions = z.array(Submission).min(1);
const reasons = z.array(wireReason).min(1);

const shapes = {
  requested: {},
  'needs-exception': { rules: z.array(z.string()).min(1) },
  queued: {},
  simulating: { because: z.string().nullable(), since: seconds },
  'awaiting-confirmation': { cleared: Cleared },
  confirmed: { cleared: Cleared, confirmedBy: z.array(z.string()).min(1) },
  relayed: { cleared: Cleared, relayedAt: seconds },
  signed: { cleared: Cleared, signers: z.array(address).min(1) },
  submitted: { cleared: Cleared, submissions },
  cancelling: { cleared: Cleared, stood: Stood, cancel: Cancel },
  executed: { ...executed, before: Before.exactOptional() },
  settled: { ...executed, ...judged },
  mismatched: { ...executed, reasons, ...judged },
  superseded: { cleared: Cleared, nonceNow: z.string() },
  refused: { reasons },
  cancelled: { by: z.string(), why: z.string(), burnt: burnt.exactOptional() },
  rejected: { by: z.string(), why: z.string() },
  expired: {},
} as const satisfies Readonly<Record<TransferState, z.core.$ZodShape>>;

function of<S extends TransferState>(state: S) {
  return z.strictObject({ state: z.literal(state), ...shapes[state] });
}

/** The evidence that a transfer's state rests on, with that state. */
export const EvidenceView = z
  .discriminatedUnion('state', [
    of('requested'),
    of('needs-exception'),
    of('queued'),
    of('simulating'),
    of('awaiting-confirmation'),
    of('confirmed'),
    of('relayed'),
    of('signed'),
    of('submitted'),
    of('cancelling'),
    of('executed'),
    of('settled'),
    of('mismatched'),
    of('superseded'),
    of('refused'),
    of('cancelled'),
    of('rejected'),
    of('expired'),
  ])
  .meta({ id: 'TransferEvidence' });
export type EvidenceView = z.output<typeof EvidenceView>;

type StoredOf<S extends TransferState> = z.input<(typeof EVIDENCE)[S]>;
/** Evidence as it is stored, each form with its state. */
export type StoredEvidence = { [S in TransferState]: { readonly state: S } & StoredOf<S> }[TransferState];

/** A member of a state that is missing here does not compile. */
export function evidenceView(stored: StoredEvidence): EvidenceView {
  return stored;
}

const STATES = Object.keys(shapes) as [TransferState, ...TransferState[]];
export const StateView = z.enum(STATES).meta({ id: 'TransferState' });

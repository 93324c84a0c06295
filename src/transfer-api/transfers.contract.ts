import { z } from 'zod';
import type { Json } from '../domain/values/canonical-json.js';
import {
  pageOf,
  pageQuery,
  wireAmount,
  wireBytes32,
  wireId,
  wireJson,
  wireLabel,
  wireSignature,
  wireText,
  wireTimestamp,
} from '../infra/http/wire.contract.js';
import { WaitsForView } from '../waits/waits.contract.js';
import { ExceptionView } from './exceptions.contract.js';

const REFERENCE_MAX = 140;
const REASON_MAX = 280;

/** The members of an intent, as a requester names them. */
const named = {
  safe: wireId('safe'),
  asset: wireId('ast'),
  destination: wireId('dst'),
  amount: wireAmount.meta({ description: 'in whole units of the asset, never rounded' }),
  reference: wireText(REFERENCE_MAX),
  salt: wireBytes32.meta({ description: '32 random bytes; the same intent cannot be used twice' }),
  expiresAt: wireTimestamp,
};

export const CreateTransfer = z.strictObject({
  ...named,
  /** Who signed the intent; the caller if omitted. A service must name one. */
  requester: wireId('per').optional(),
  signature: wireSignature.meta({
    description: "of the TransferIntent by the requester's key",
  }),
});
CreateTransfer.register(z.globalRegistry, { id: 'CreateTransfer' });

export const IntentQuery = z.strictObject({ ...named, requester: wireId('per').optional() });

export const TransferParams = z.strictObject({ id: wireId('tr') });

export const SimulationParams = z.strictObject({ id: wireId('tr'), simulation: wireId('sim') });

export const TransferListQuery = z.strictObject({
  ...pageQuery,
  safe: wireId('safe').optional(),
  state: z
    .string()
    .regex(/^[a-z-]{1,32}$/)
    .optional(),
  safeTxHash: wireBytes32.optional(),
});

export const CreateConfirmation = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('confirm'),
    revision: z.int().min(1),
    signature: wireSignature.meta({
      description: "of the Clearance by the confirmer's key",
    }),
  }),
  z.strictObject({
    decision: z.literal('reject'),
    revision: z.int().min(1),
    reason: wireText(REASON_MAX),
    signature: wireSignature,
  }),
]);
CreateConfirmation.register(z.globalRegistry, { id: 'CreateConfirmation' });

const excepted = {
  rule: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  ceiling: wireAmount,
  reason: wireText(REASON_MAX),
  ticket: wireLabel.meta({ description: 'where the reason is on file: 1 to 64 plain ASCII characters' }),
  expiresAt: wireTimestamp,
};

export const CreateException = z.strictObject({ ...excepted, signature: wireSignature });
CreateException.register(z.globalRegistry, { id: 'CreateException' });

export const ExceptionQuery = z.strictObject(excepted);

export const CreateRekeying = z.strictObject({
  revision: z.int().min(0),
  destinationEnding: z
    .string()
    .regex(/^[0-9a-fA-F]{8}$/, 'expected 8 hexadecimal digits')
    .meta({ description: "the last 8 characters of the destination's address, from the ticket" }),
  amount: wireAmount.meta({ description: 'in whole units of the asset, from the ticket' }),
});
CreateRekeying.register(z.globalRegistry, { id: 'CreateRekeying' });

export const CancelTransfer = z.strictObject({ reason: wireText(REASON_MAX) }).meta({ id: 'CancelTransfer' });

export const ClearanceQuery = z.strictObject({ reason: wireText(REASON_MAX).optional() });

/** The reader's progress in re-keying destination and amount; null if not required of them. */
const rekeying: z.ZodType<Json> = z
  .discriminatedUnion('standing', [
    z.strictObject({ standing: z.literal('open'), attemptsLeft: z.int() }),
    z.strictObject({ standing: z.literal('matched') }),
    z.strictObject({ standing: z.literal('failed') }),
  ])
  .nullable();

/** Typed data for `eth_signTypedData_v4`, with the hash that a wallet will sign. */
export const StatementView = z.strictObject({ typedData: wireJson, digest: z.string() });
StatementView.register(z.globalRegistry, { id: 'Statement' });

/** The clearance of a revision, ready to be signed, to confirm or to reject. */
export const ClearanceView = z.strictObject({
  revision: z.int(),
  /** With `keys: "evm"`, only confirmations by EVM keys fill the places. */
  require: z.array(
    z.strictObject({ group: z.string(), count: z.int(), keys: z.literal('evm').exactOptional() }),
  ),
  /** If true, words and `confirm` are null, because the reader must re-key destination and amount first. */
  masked: z.boolean(),
  rekeying,
  words: z.string().nullable(),
  /** `sluice-clearance:1?…`, to compare with what the verifier shows on another device. */
  text: z.string().nullable(),
  confirm: StatementView.nullable(),
  reject: StatementView,
});
ClearanceView.register(z.globalRegistry, { id: 'Clearance' });
export type ClearanceView = z.output<typeof ClearanceView>;

/** One simulation with its whole record: request, overrides, and each provider's answer with its block. */
export const SimulationView = z.strictObject({ id: wireId('sim'), record: wireJson });
SimulationView.register(z.globalRegistry, { id: 'Simulation' });
export type SimulationView = z.output<typeof SimulationView>;

const RuleView = wireJson;

export const TransferView = z.strictObject({
  id: z.string(),
  state: z.string(),
  revision: z.int(),
  safe: z.strictObject({ id: z.string(), chainId: z.int(), address: z.string() }),
  asset: z.strictObject({ id: z.string(), symbol: z.string(), decimals: z.int(), address: z.string() }),
  /** If true, destination, amount, reference and words are null, and texts are left out. */
  masked: z.boolean(),
  destination: z.strictObject({ id: z.string(), label: z.string(), address: z.string() }).nullable(),
  amount: z.string().nullable(),
  amountUnits: z.string().nullable(),
  reference: z.string().nullable(),
  /** The transfer's sentence, as confirmers sign it; null also if its names do not fit into one line. */
  words: z.string().nullable(),
  requester: z.string(),
  intentHash: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  /** The evidence that the state rests on. */
  evidence: wireJson,
});
TransferView.register(z.globalRegistry, { id: 'Transfer' });
export type TransferView = z.output<typeof TransferView>;

export const TransferDetail = TransferView.extend({
  intentSignature: wireSignature,
  decision: z
    .strictObject({
      stage: z.string(),
      outcome: z.string(),
      policyVersion: z.int(),
      policyHash: z.string(),
      tier: wireJson,
      reasons: z.array(RuleView),
    })
    .nullable(),
  simulations: z.array(
    z.strictObject({
      id: z.string(),
      revision: z.int(),
      stage: z.string(),
      verdict: z.string(),
      blockNumber: z.string(),
      blockHash: z.string(),
      effectsDigest: z.string().nullable(),
      reasons: wireJson,
    }),
  ),
  confirmations: z.array(
    z.strictObject({
      id: z.string(),
      person: z.string(),
      /** Null of a person whom the register does not know. */
      personName: z.string().nullable(),
      decision: z.enum(['confirm', 'reject']),
      reason: z.string(),
      revision: z.int(),
      /** `counts`, `stale` (of an earlier revision) or `invalid`. */
      status: z.enum(['counts', 'stale', 'invalid']),
      /** Only if stale: why, and since when. Only the system makes an answer stale. */
      staleBecause: z
        .strictObject({ reason: z.string(), at: z.string(), by: z.literal('system') })
        .nullable(),
      digest: z.string(),
      signature: wireSignature,
      at: z.string(),
    }),
  ),
  /** Null only of a transfer that has ended. */
  waitsFor: WaitsForView.nullable(),
  /** What is still looked for on the chain, where that is not proven, or not final, yet. */
  looking: z.strictObject({ words: z.string(), since: z.string() }).nullable(),
  exceptions: z.array(ExceptionView),
  /** Every clearance that people were asked about, and why it no longer stands. */
  revisions: z.array(
    z.strictObject({
      revision: z.int(),
      clearedAt: z.string(),
      because: z.string().nullable(),
      staleAt: z.string().nullable(),
    }),
  ),
});
TransferDetail.register(z.globalRegistry, { id: 'TransferDetail' });
export type TransferDetail = z.output<typeof TransferDetail>;

export const TransferPage = pageOf(TransferView).meta({ id: 'TransferPage' });

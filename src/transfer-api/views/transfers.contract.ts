import { z } from 'zod';
import {
  wireAmount,
  wireBytes32,
  wireId,
  wireLabel,
  wireMayAnswer,
  wireSignature,
  wireText,
  wireTimestamp,
} from '../../infra/http/wire.contract.js';
import { TypedDataView } from '../../infra/http/typed-data.contract.js';
import { StoredSimulation } from '../../simulation/simulation-record.contract.js';
import { RuleResultSchema } from '../../domain/policies/rule-result.js';

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

export const CreateTransfer = z
  .strictObject({
    ...named,
    /** Who signed the intent; the caller if omitted. A service must name one. */
    requester: wireId('per').optional(),
    signature: wireSignature.meta({
      description: "of the TransferIntent by the requester's key",
    }),
  })
  .meta({ id: 'CreateTransfer' });

export const IntentQuery = z.strictObject({
  ...named,
  requester: wireId('per').optional(),
  decide: z.enum(['true', 'false']).optional().meta({
    description:
      '`false` for a program that knows already what would be decided: then only the intent is built',
  }),
});

export const TransferParams = z.strictObject({ id: wireId('tr') });

export const SimulationParams = z.strictObject({ id: wireId('tr'), simulation: wireId('sim') });

export const CreateConfirmation = z
  .discriminatedUnion('decision', [
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
  ])
  .meta({ id: 'CreateConfirmation' });

const excepted = {
  rule: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected the id of a rule: a-z, 0-9 and -')
    .meta({ description: 'The id of the rule to be waived.' }),
  ceiling: wireAmount,
  reason: wireText(REASON_MAX),
  ticket: wireLabel.meta({ description: 'where the reason is on file: 1 to 64 plain ASCII characters' }),
  expiresAt: wireTimestamp,
};

export const CreateException = z
  .strictObject({ ...excepted, signature: wireSignature })
  .meta({ id: 'CreateException' });

export const ExceptionQuery = z.strictObject(excepted);

export const CreateRekeying = z
  .strictObject({
    revision: z.int().min(0),
    destinationEnding: z
      .string()
      .regex(/^[0-9a-fA-F]{8}$/, 'expected 8 hexadecimal digits')
      .meta({ description: "the last 8 characters of the destination's address, from the ticket" }),
    amount: wireAmount.meta({ description: 'in whole units of the asset, from the ticket' }),
  })
  .meta({ id: 'CreateRekeying' });

export const CancelTransfer = z.strictObject({ reason: wireText(REASON_MAX) }).meta({ id: 'CancelTransfer' });

export const ClearanceQuery = z.strictObject({ reason: wireText(REASON_MAX).optional() });

/** The reader's progress in re-keying destination and amount; null if not required of them. */
const rekeying = z
  .discriminatedUnion('standing', [
    z.strictObject({ standing: z.literal('open'), attemptsLeft: z.int() }),
    z.strictObject({ standing: z.literal('matched') }),
    z.strictObject({ standing: z.literal('failed') }),
  ])
  .nullable();

/** Typed data, with the hash that a wallet will sign. */
export const StatementView = z
  .strictObject({ typedData: TypedDataView, digest: z.string() })
  .meta({ id: 'Statement' });
export type StatementView = z.output<typeof StatementView>;

/** The statement of a new transfer, with what would be decided if it were signed now. */
export const IntentStatementView = StatementView.extend({
  /** Null if it was not asked for, or would tell of transfers that the reader must re-key first. */
  decision: z
    .strictObject({
      outcome: z.enum(['permit', 'needs-exception', 'deny']),
      sentence: z.string(),
      reasons: z.array(RuleResultSchema),
    })
    .nullable(),
}).meta({ id: 'IntentStatement' });
export type IntentStatementView = z.output<typeof IntentStatementView>;

export const ExceptionStatementView = StatementView.extend(wireMayAnswer).meta({ id: 'ExceptionStatement' });
export type ExceptionStatementView = z.output<typeof ExceptionStatementView>;

/** The clearance of a revision, ready to be signed, to confirm or to reject. */
export const ClearanceView = z
  .strictObject({
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
    ...wireMayAnswer,
  })
  .meta({ id: 'Clearance' });
export type ClearanceView = z.output<typeof ClearanceView>;

/** One simulation with its whole record: request, overrides, and each provider's answer with its block. */
export const SimulationView = z
  .strictObject({ id: wireId('sim'), record: StoredSimulation })
  .meta({ id: 'SimulationRecord' });
export type SimulationView = z.output<typeof SimulationView>;

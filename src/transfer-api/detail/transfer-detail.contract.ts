import { z } from 'zod';
import { ERROR_CODES } from '../../domain/errors.js';
import { DecisionSchema } from '../../domain/policies/decision.js';
import { RuleResultSchema } from '../../domain/policies/rule-result.js';
import { wireId, wireSignature } from '../../infra/http/wire.contract.js';
import { DigestedEffects } from '../../simulation/simulation-record.contract.js';
import { WaitsForView } from '../../waits/waits.contract.js';
import { ExceptionView } from '../views/exceptions.contract.js';
import { TransferView } from '../views/transfer-row.contract.js';
import { StatementView } from '../views/transfers.contract.js';

/** A rule's answer. Null stands for what measures amount or destination, for whoever may not know them yet. */
const RuleView = RuleResultSchema.extend({ words: z.string().nullable() }).meta({ id: 'RuleResult' });

const DecisionView = z
  .strictObject({
    stage: z.enum(['request', 'exception', 'relay']),
    outcome: DecisionSchema.shape.outcome,
    policyVersion: z.int(),
    policyHash: z.string(),
    tier: DecisionSchema.shape.tier,
    reasons: z.array(RuleView),
  })
  .meta({ id: 'TransferDecision' });

const SimulationSummary = z
  .strictObject({
    id: wireId('sim'),
    revision: z.int(),
    stage: z.enum(['clearance', 'relay', 'cancel']),
    verdict: z.enum(['agreed', 'refused', 'unavailable']),
    blockNumber: z.string(),
    blockHash: z.string(),
    effectsDigest: z.string().nullable(),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'SimulationSummary' });

const ConfirmationView = z
  .strictObject({
    id: z.string(),
    person: wireId('per'),
    /** Null of a person whom the register does not know. */
    personName: z.string().nullable(),
    decision: z.enum(['confirm', 'reject']),
    reason: z.string(),
    revision: z.int(),
    /** `counts`, `stale` (of an earlier revision) or `invalid`. */
    status: z.enum(['counts', 'stale', 'invalid']),
    /** Only if stale: why, and since when. Only the system makes an answer stale. */
    staleBecause: z.strictObject({ reason: z.string(), at: z.string(), by: z.literal('system') }).nullable(),
    digest: z.string(),
    signature: wireSignature,
    at: z.string(),
  })
  .meta({ id: 'Confirmation' });

const DigestsView = z
  .strictObject({
    domainHash: z.string(),
    messageHash: z.string(),
    /** What owners sign: the safeTxHash. */
    eip712Digest: z.string(),
    calldataDigest: z.string(),
  })
  .meta({ id: 'Digests' });

const units = { description: 'in whole units of the asset; null if it was not read' };

const EffectsView = z
  .strictObject({
    blockNumber: z.string(),
    /** What is moved, and of whom. */
    moves: z.array(
      z.strictObject({
        account: z.string(),
        asset: wireId('ast'),
        before: z.string().nullable().meta(units),
        change: z.string().meta({ description: 'in whole units of the asset, with a sign if it is less' }),
        after: z.string().nullable().meta(units),
      }),
    ),
    /** The one slot of the Safe that is written. */
    nonce: z.strictObject({ slot: z.string(), before: z.string(), after: z.string() }).nullable(),
    /** Everything that `effectsDigest` is the hash of, in RFC 8785 form. */
    digested: DigestedEffects,
  })
  .meta({ id: 'Effects' });

const EngineView = z
  .strictObject({
    engine: z.string(),
    provider: z.string(),
    /** The block that it answered for; null if it did not. */
    blockHash: z.string().nullable(),
    verdict: z.enum(['success', 'revert', 'failed']),
    /** Why it did not answer. */
    code: z.enum(ERROR_CODES).nullable(),
  })
  .meta({ id: 'EngineAnswer' });

const UsualView = z
  .strictObject({
    count: z.int().min(0),
    /** In whole units of the asset. */
    largest: z.string().nullable(),
    last: z.string().nullable(),
    /** Whether nothing of any asset has ever settled to this address. */
    firstToDestination: z.boolean(),
  })
  .meta({ id: 'UsualTransfers' });

const OwnerSignatureView = z
  .strictObject({
    owner: z.string(),
    person: wireId('per'),
    personName: z.string().nullable(),
    at: z.string(),
    /** The transfer's own, or that of its cancel. */
    safeTxHash: z.string(),
    /** Whether it counts by the people, keys and owners of now. */
    counts: z.boolean(),
  })
  .meta({ id: 'OwnerSignature' });

export const TransferDetail = TransferView.extend({
  requesterName: z.string().nullable(),
  intentSignature: wireSignature,
  /** What the requester signed, with its salt. Null while the reader must re-key destination and amount. */
  intent: StatementView.nullable(),
  decision: DecisionView.nullable(),
  simulations: z.array(SimulationSummary),
  /** The Safe's nonce that it is cleared for. */
  nonce: z.string().nullable(),
  /** Of the Safe transaction, made anew from the intent; null if it is not cleared, or masked. */
  digests: DigestsView.nullable(),
  /** As all engines agreed in the latest simulation; null if none did, or masked. */
  effects: EffectsView.nullable(),
  engines: z.array(EngineView).nullable().meta({
    description:
      'what each engine answered on each provider in the latest simulation; null if what is stored of that cannot be read: then its row was altered',
  }),
  confirmations: z.array(ConfirmationView),
  waitsFor: WaitsForView.nullable().meta({ description: 'null only of a transfer that has ended' }),
  /** What is still looked for on the chain, where that is not proven, or not final, yet. */
  looking: z.strictObject({ words: z.string(), since: z.string() }).nullable(),
  /** Its place among the transfers of its Safe: 1 holds the lane. Null before it is queued, and at its end. */
  lane: z.strictObject({ position: z.int().min(1), ahead: z.array(wireId('tr')) }).nullable(),
  /** Settled transfers of the asset to the same address within 90 days; null if masked. */
  usual: UsualView.nullable(),
  exceptions: z.array(ExceptionView),
  /** Every clearance that people were asked about, and why it no longer stands. */
  revisions: z.array(
    z
      .strictObject({
        revision: z.int(),
        clearedAt: z.string(),
        because: z.string().nullable(),
        staleAt: z.string().nullable(),
      })
      .meta({ id: 'Revision' }),
  ),
  /** Who has signed for which owner. The signatures themselves are in the signature request. */
  ownerSignatures: z.array(OwnerSignatureView),
}).meta({ id: 'TransferDetail' });
export type TransferDetail = z.output<typeof TransferDetail>;

import { z } from 'zod';
import { StoredPolicy } from '../changes/contents/contents.contract.js';
import { StoredDecision, StoredFacts } from '../decisions/stored-decisions.contract.js';
import { EVIDENCE, type TransferState } from '../domain/transfers/transfer.js';
import { pageOf, pageQuery, wireId, wireTimestamp } from '../infra/http/wire.contract.js';

/** A stored decision as `sluice verify decision` and `sluice policy test` read it. Times are Unix seconds. */
const DecisionRecordView = z
  .strictObject({
    schemaVersion: z.literal(1),
    id: z.string(),
    transfer: z.strictObject({
      id: z.string(),
      state: z.enum(Object.keys(EVIDENCE) as [TransferState, ...TransferState[]]),
      paidAt: z.int().nullable(),
      endedAt: z.int().nullable(),
    }),
    policy: z.strictObject({ version: z.int(), document: StoredPolicy }),
    facts: StoredFacts,
    decision: StoredDecision,
  })
  .meta({ id: 'DecisionRecord' });

/** Ids of decisions that the reader may not see yet. */
const veiled = z.array(z.string());

export const TransferDecisions = z
  .strictObject({ data: z.array(DecisionRecordView), veiled })
  .meta({ id: 'TransferDecisions' });

export const DecisionPage = pageOf(DecisionRecordView).extend({ veiled }).meta({ id: 'DecisionPage' });

export const DecisionListQuery = z.strictObject({
  ...pageQuery,
  cursor: wireId('dec').optional(),
  /** Only decisions at or after this moment. */
  from: wireTimestamp.optional(),
});

import { z } from 'zod';
import { RegisterAct } from '../changes/changes.contract.js';
import { StoredDecision, StoredFacts } from '../decisions/stored-decisions.contract.js';
import { EvidenceBundle } from '../domain/evidence/bundle.js';
import { StoredException } from '../domain/exceptions/stored-exception.js';
import { ExecutionRecord } from '../domain/reconciliation/execution-record.js';
import { EVIDENCE } from '../domain/transfers/transfer.js';
import { SafeTxTypedDataView } from '../infra/http/typed-data.contract.js';
import { wireId, wireStoredAs } from '../infra/http/wire.contract.js';
import { StoredSimulation } from '../simulation/simulation-record.contract.js';

export const EvidenceParams = z.strictObject({ id: wireId('tr') });

const { decisions, exceptions, simulations, clearances, execution, ...rest } = EvidenceBundle.shape;
const typedData = { typedData: SafeTxTypedDataView };
const executed = execution
  .unwrap()
  .extend({ record: wireStoredAs('ExecutionRecord', ExecutionRecord).exactOptional() })
  .nullable();

/** The bundle in canonical form (RFC 8785) with a final newline: see docs/evidence-bundle.md. */
export const EvidenceView = z
  .strictObject({
    ...rest,
    acts: z.array(RegisterAct).min(1),
    decisions: z.array(decisions.element.extend({ facts: StoredFacts, decision: StoredDecision })),
    exceptions: z.array(
      exceptions.element.extend({ exception: wireStoredAs('StoredException', StoredException) }),
    ),
    simulations: z.array(simulations.element.extend({ record: StoredSimulation })),
    clearances: z.array(
      clearances.element.extend({
        cleared: wireStoredAs('StoredClearance', EVIDENCE.confirmed.shape.cleared),
      }),
    ),
    safeTransaction: rest.safeTransaction.unwrap().extend(typedData).nullable(),
    execution: executed,
    cancel: rest.cancel
      .unwrap()
      .extend({ ...typedData, execution: executed })
      .exactOptional(),
  })
  .meta({ id: 'EvidenceBundle' });

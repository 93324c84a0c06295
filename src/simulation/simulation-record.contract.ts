import { z } from 'zod';
import { ERROR_CODES } from '../domain/errors.js';
import { EffectsSchema } from '../domain/simulation/effects.js';
import { SimulationRecord } from '../domain/evidence/simulation-record.js';
import { RecordedExecution } from '../domain/simulation/recorded-run.js';
import { wireStoredAs } from '../infra/http/wire.contract.js';

// As it was recorded, so that it can be run again: amounts in smallest units, times as Unix seconds. It is passed on
// unread, and older ones may lack what is not named as required.

const text = z.string();
const decimal = text.regex(/^(0|[1-9][0-9]*)$/);
const wei = decimal.meta({ description: 'In wei, as decimal text.' });
const gas = decimal.meta({ description: 'In units of gas, as decimal text.' });
const milliseconds = z.int().min(0).meta({ description: 'In milliseconds.' });

const transaction = z.object({
  ...{ to: text, value: wei, data: text },
  operation: z.literal(0).meta({ description: '0 is a call.' }),
  ...{ safeTxGas: decimal, baseGas: decimal, gasPrice: decimal },
  ...{ gasToken: text, refundReceiver: text, nonce: decimal },
});
const execution = RecordedExecution.in.extend({ transaction }).nullable();
const reasons = z.array(z.string());

const judgement = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('agreed'), effectsDigest: text, effects: EffectsSchema }),
  z.object({ verdict: z.literal('refused'), code: z.enum(ERROR_CODES), reasons }),
  z.object({ verdict: z.literal('unavailable'), code: z.literal('SIMULATION_UNAVAILABLE'), reasons }),
]);

/** The whole record of one simulation: request, overrides, each provider's answer with its block, and the judgement. */
export const StoredSimulation = wireStoredAs(
  'StoredSimulation',
  z.object({
    chainId: z.int().optional(),
    ...{ safe: text.optional(), safeTxHash: text.optional(), calldataDigest: text.optional() },
    transaction: transaction.optional(),
    asset: text.nullable().optional().meta({ description: 'Its id; null of a burn, which moves nothing.' }),
    ...{ destination: text.nullable().optional(), executor: text.optional() },
    block: RecordedExecution.in.shape.block.nullable().optional(),
    execution: execution.meta({ description: 'Null if the providers agreed on no block: nothing was run.' }),
    call: z
      .object({ from: text, to: text, data: text, gas, gasPrice: wei })
      .nullable()
      .meta({ description: 'What the executor calls.' }),
    overrides: z
      .array(z.object({ account: text, slot: text, value: text }))
      .meta({ description: 'All storage that is replaced: these owners have approved this hash.' }),
    attempts: z.array(
      SimulationRecord.shape.attempts.element.extend({
        startedMs: milliseconds.optional(),
        durationMs: milliseconds.optional(),
      }),
    ),
    judgement,
  }),
);

/** The effects that all engines agreed on, in the form whose RFC 8785 text the effects digest is of. */
export const DigestedEffects = wireStoredAs('DigestedEffects', EffectsSchema);

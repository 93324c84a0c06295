import { z } from 'zod';
import { ERROR_CODES } from '../errors.js';
import { EffectsSchema } from '../simulation/effects.js';
import { RecordedEvidence, RecordedExecution } from '../simulation/recorded-run.js';
import type { FailedSimulation, SimulationReport } from '../simulation/simulator.js';
import { storedBytes32 } from '../values/stored.js';

const Answered = z.object({
  kind: z.literal('answered'),
  engine: z.string(),
  provider: z.string(),
  blockHash: storedBytes32,
  effects: EffectsSchema,
  proven: z.object({ headerFrom: z.array(z.string()), evidence: RecordedEvidence }).exactOptional(),
}) satisfies z.ZodType<SimulationReport>;

const Failed = z.object({
  kind: z.literal('failed'),
  engine: z.string(),
  provider: z.string(),
  code: z.enum(ERROR_CODES),
  reason: z.string(),
  notServed: z.string().exactOptional(),
}) satisfies z.ZodType<FailedSimulation>;

/** The stored record of one simulation, read. */
export const SimulationRecord = z.object({
  execution: RecordedExecution.nullable(),
  call: z.unknown(),
  overrides: z.unknown(),
  attempts: z.array(z.object({ report: z.discriminatedUnion('kind', [Answered, Failed]) })),
  judgement: z.looseObject({ verdict: z.string() }),
});
export type SimulationRecord = z.output<typeof SimulationRecord>;

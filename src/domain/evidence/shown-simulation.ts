import { z } from 'zod';
import { type Effects, EffectsSchema } from '../simulation/effects.js';
import { SimulationRecord } from './simulation-record.js';

const Parts = SimulationRecord.pick({ attempts: true, judgement: true });
/** As it is stored: its text is what the digest is of. */
const Digested = z.custom<z.input<typeof EffectsSchema>>((value) => EffectsSchema.safeParse(value).success);

export interface ShownSimulation {
  readonly reports: readonly z.output<typeof Parts>['attempts'][number]['report'][];
  /** Null unless all engines agreed. `digested` is what the effects' digest is of. */
  readonly agreed: { readonly effects: Effects; readonly digested: z.output<typeof Digested> } | null;
}

/** The parts of a stored simulation that people are shown; undefined if any of them is not as it was written. */
export function shownSimulation(record: unknown): ShownSimulation | undefined {
  const parts = Parts.safeParse(record);
  if (!parts.success) return undefined;
  const { attempts, judgement } = parts.data;
  const reports = attempts.map(({ report }) => report);
  if (judgement.verdict !== 'agreed') return { reports, agreed: null };
  const effects = EffectsSchema.safeParse(judgement['effects']);
  const digested = Digested.safeParse(judgement['effects']);
  if (!effects.success || !digested.success) return undefined;
  return { reports, agreed: { effects: effects.data, digested: digested.data } };
}

import { z } from 'zod';

/** `unknown`: it was not known in time, or not yet. */
export const PART_STATUS = ['ok', 'warn', 'down', 'unknown'] as const;
const status = z.enum(PART_STATUS);
const moment = z.string();

/** A part of the service: how it is, in words, as of when. `data` is null if nothing could be read. */
function part<T extends z.ZodType>(data: T, id: string) {
  return z.strictObject({ status, words: z.string(), at: moment, data: data.nullable() }).meta({ id });
}

export const ProviderHealth = z
  .strictObject({
    name: z.string(),
    ok: z.boolean(),
    state: z.enum(['answering', 'silent', 'dissenting']),
    /** Since when it has been in this state, as the process that answers has seen. */
    since: moment,
    /** The height of the head that it claims; null if it did not say. */
    head: z.int().nullable(),
    /** How far that is behind the highest claim of all. */
    lagBlocks: z.int().nullable(),
    lagSeconds: z.int().nullable(),
  })
  .meta({ id: 'ProviderHealth' });
export type ProviderHealth = z.output<typeof ProviderHealth>;

export const SimulatorHealth = z
  .strictObject({
    engine: z.string(),
    provider: z.string(),
    /** Whether its last run there had a result. */
    ok: z.boolean(),
    at: moment,
  })
  .meta({ id: 'SimulatorHealth' });
export type SimulatorHealth = z.output<typeof SimulatorHealth>;

const WitnessHealth = z
  .strictObject({
    name: z.string(),
    cosignedSize: z.string(),
    /** When its last cosignature came; null if none has. */
    at: moment.nullable(),
    /** Entries of the log that it has not cosigned. */
    behind: z.string(),
  })
  .meta({ id: 'WitnessHealth' });

export const LogHealth = z
  .strictObject({
    size: z.string(),
    checkpoint: z.strictObject({ size: z.string(), at: moment }).nullable(),
    /** Committed acts that have no place yet. */
    unsequenced: z.int(),
    witnesses: z.array(WitnessHealth),
  })
  .meta({ id: 'LogHealth' });
export type LogHealth = z.output<typeof LogHealth>;

/** Of the process that answers: each replica tests itself. */
export const SelfTestHealth = z
  .strictObject({ ok: z.boolean(), at: moment.nullable(), next: moment })
  .meta({ id: 'SelfTestHealth' });
export type SelfTestHealth = z.output<typeof SelfTestHealth>;

export const RelayerHealth = z
  .strictObject({
    address: z.string(),
    /** In whole coins of the chain. */
    balance: z.string(),
    /** Whether it has coin for fewer than 20 executions at the fees of now. */
    low: z.boolean(),
  })
  .meta({ id: 'RelayerHealth' });
export type RelayerHealth = z.output<typeof RelayerHealth>;

export const JobsHealth = z
  .strictObject({
    /** Due, and not begun. */
    waiting: z.int(),
    /** Since when the oldest of them is due; null if none waits. */
    oldest: moment.nullable(),
    /** Whose last try ended in an error. They are tried again. */
    failing: z.int(),
  })
  .meta({ id: 'JobsHealth' });
export type JobsHealth = z.output<typeof JobsHealth>;

export const DatabaseHealth = z
  .strictObject({
    ok: z.boolean(),
    /** How far this process's clock is ahead of the database's, by which everything is decided. */
    clockSkewMs: z.int(),
  })
  .meta({ id: 'DatabaseHealth' });
export type DatabaseHealth = z.output<typeof DatabaseHealth>;

export const RegisterHealth = z
  .strictObject({ acts: z.int(), head: z.string() })
  .meta({ id: 'RegisterHealth' });
export type RegisterHealth = z.output<typeof RegisterHealth>;

export const HealthPartsView = z
  .strictObject({
    /** The worst of the parts; what is unknown counts as a warning. */
    status: z.enum(['ok', 'warn', 'down']),
    at: moment,
    providers: part(z.array(ProviderHealth), 'ProvidersPart'),
    simulators: part(z.array(SimulatorHealth), 'SimulatorsPart'),
    log: part(LogHealth, 'LogPart'),
    selfTest: part(SelfTestHealth, 'SelfTestPart'),
    relayer: part(z.array(RelayerHealth), 'RelayerPart'),
    jobs: part(JobsHealth, 'JobsPart'),
    database: part(DatabaseHealth, 'DatabasePart'),
    register: part(RegisterHealth, 'RegisterPart'),
  })
  .meta({ id: 'HealthParts' });
export type HealthPartsView = z.output<typeof HealthPartsView>;

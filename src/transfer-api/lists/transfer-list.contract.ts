import { z } from 'zod';
import { parseSought } from '../../domain/transfers/sought.js';
import { ENDED, EVIDENCE, type TransferState } from '../../domain/transfers/transfer.js';
import {
  pageQuery,
  parsed,
  wireBytes32,
  wireId,
  wireText,
  wireTimestamp,
} from '../../infra/http/wire.contract.js';

const STATES = Object.keys(EVIDENCE) as readonly TransferState[];
const isEnded = (state: TransferState): boolean => (ENDED as readonly TransferState[]).includes(state);

/** Names for several states at once. */
const SEVERAL: Readonly<Record<string, readonly TransferState[]>> = {
  live: STATES.filter((state) => !isEnded(state)),
  ended: STATES.filter(isEnded),
};

const ALLOWED = [...STATES, ...Object.keys(SEVERAL)];

// Every state by its name, each twice, is shorter.
const STATES_TEXT_MAX = 600;

const wireStates = z
  .union([z.string().max(STATES_TEXT_MAX), z.array(z.string().max(STATES_TEXT_MAX)).max(ALLOWED.length)])
  .transform((given, context): readonly TransferState[] => {
    const names = [given].flat().flatMap((text) => text.split(','));
    const unknown = names.filter((name) => !ALLOWED.includes(name));
    if (unknown.length > 0) {
      const message = `no transfer has the state ${unknown.map((name) => `"${name}"`).join(', ')}: expected ${ALLOWED.join(', ')}`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    return [...new Set(names.flatMap((name) => SEVERAL[name] ?? [name as TransferState]))];
  })
  .meta({
    description: `one of ${STATES.join(', ')}; \`live\` for all that have not ended, \`ended\` for all that have; several separated by commas, or repeated`,
  });

const NAME_MAX = 200;

const filters = {
  safe: wireId('safe').optional(),
  asset: wireId('ast').optional(),
  destination: wireId('dst').optional(),
  requester: wireText(NAME_MAX)
    .optional()
    .meta({ description: 'the id of a person, or their whole name if only one person has it' }),
  from: wireTimestamp.optional().meta({ description: 'requested at this moment or later' }),
  to: wireTimestamp.optional().meta({ description: 'requested before this moment' }),
  safeTxHash: wireBytes32.optional().meta({ description: 'of the revision that is in force' }),
  q: parsed(parseSought)
    .optional()
    .meta({
      description:
        'the id of a transfer; any hash that it ever had (intent, clearance, Safe transaction, transaction on the ' +
        'chain); the address of a destination or a Safe; else a part of its reference, in any case, ' +
        'with at least 3 letters from a to z or digits in a row',
    }),
};

export const TransferListQuery = z.strictObject({ ...pageQuery, ...filters, state: wireStates.optional() });
export type TransferListQuery = z.output<typeof TransferListQuery>;

export const TransferCountsQuery = z.strictObject(filters);
export type TransferCountsQuery = z.output<typeof TransferCountsQuery>;

const count = z.int().min(0);

export const TransferCounts = z
  .strictObject({
    states: z.strictObject(
      Object.fromEntries(STATES.map((state) => [state, count])) as Record<TransferState, typeof count>,
    ),
    live: count.meta({ description: 'all that have not ended' }),
    ended: count,
  })
  .meta({ id: 'TransferCounts' });
export type TransferCounts = z.output<typeof TransferCounts>;

/** The answer for counts of states, of which those without any may be left out. */
export function countsView(counted: ReadonlyMap<string, number>): TransferCounts {
  const of = (state: TransferState): number => counted.get(state) ?? 0;
  const sum = (states: readonly TransferState[] = []) =>
    states.reduce((total, state) => total + of(state), 0);
  const states = Object.fromEntries(STATES.map((state) => [state, of(state)])) as TransferCounts['states'];
  return { states, live: sum(SEVERAL['live']), ended: sum(SEVERAL['ended']) };
}

import { z } from 'zod';
import { ERROR_CODES } from '../domain/errors.js';
import { WAIT_CODES, type WaitsFor } from '../domain/transfers/waits-for.js';
import { printTimestamp, wireId } from '../infra/http/wire.contract.js';

/** What an unfinished transfer waits for, and from whom. */
export const WaitsForView = z
  .strictObject({
    /** What it waits for; if something holds it up, the code of that. */
    code: z.enum([...WAIT_CODES, ...ERROR_CODES]),
    sentence: z.string(),
    /** Everybody whose act would bring it nearer, by the people and keys of now. */
    people: z.array(z.strictObject({ id: wireId('per'), name: z.string() })),
    /** The places of a quorum that are open; `owners` are those of the Safe. */
    groups: z.array(
      z.strictObject({
        group: z.string(),
        /** Only EVM keys fill these places. */
        keys: z.literal('evm').exactOptional(),
        needed: z.int(),
        have: z.int(),
      }),
    ),
    /** The transfer directly before it in the lane of its Safe; place 1 is the next to enter. */
    behind: z.strictObject({ transfer: wireId('tr'), place: z.int() }).nullable(),
    since: z.string(),
    /** When this wait ends by itself: the intent expires, or the time to answer its cancel is over. */
    expiresAt: z.string().nullable(),
  })
  .meta({ id: 'WaitsFor' });
export type WaitsForView = z.output<typeof WaitsForView>;

export function waitsForView(waits: WaitsFor): WaitsForView {
  const { code, sentence, people, groups, behind, since, expiresAt } = waits;
  return {
    ...{ code, sentence, behind },
    people: people.map(({ id, name }) => ({ id, name })),
    groups: groups.map((open) => ({ ...open })),
    since: printTimestamp(since),
    expiresAt: expiresAt === null ? null : printTimestamp(expiresAt),
  };
}

import { z } from 'zod';
import { FREEZE_CODES } from '../domain/safes/freeze.js';
import { HOLD_CODES } from '../domain/transfers/hold-codes.js';
import { WAIT_CODES, type WaitFreeze, type WaitsFor } from '../domain/transfers/waits-for.js';
import { printTimestamp, wireId } from '../infra/http/wire.contract.js';

/** The first freeze that stands on the Safe of a transfer. */
const FreezeOfWait = z
  .strictObject({
    id: wireId('frz'),
    /** `all`, or the id of the one Safe. */
    scope: z.string(),
    /** The finding's code, or SAFE_FROZEN if a person or a service decided it. */
    code: z.enum(FREEZE_CODES).meta({ id: 'FreezeCode' }),
    /** Null while the reader must re-key the transfer. */
    reason: z.string().nullable(),
    /** `per_…`, `key_…` or `system`. */
    actor: z.string(),
    /** Null for the system, and for a service. */
    actorName: z.string().nullable(),
    /** The finding that made it; null if somebody decided it. */
    finding: wireId('fnd').nullable(),
    since: z.string(),
    /** How many freezes stand; each is lifted by itself. */
    standing: z.int(),
    /** The pending change that lifts it; null if none is proposed. */
    change: wireId('chg').nullable(),
  })
  .meta({ id: 'WaitsForFreeze' });

/** What an unfinished transfer waits for, and from whom. */
export const WaitsForView = z
  .strictObject({
    /** What it waits for; if something holds it up, the code of that. */
    code: z.enum([...WAIT_CODES, ...HOLD_CODES]).meta({ id: 'WaitCode' }),
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
    /** The freeze that stands on its Safe, also where it does not stop the next step; see `/v1/freezes`. */
    freeze: FreezeOfWait.nullable(),
    since: z.string(),
    /** When this wait ends by itself: the intent expires, or the time to answer its cancel is over. */
    expiresAt: z.string().nullable(),
  })
  .meta({ id: 'WaitsFor' });
export type WaitsForView = z.output<typeof WaitsForView>;

export function waitsForView(waits: WaitsFor): WaitsForView {
  const { code, sentence, people, groups, behind, freeze, since, expiresAt } = waits;
  return {
    ...{ code, sentence, behind },
    people: people.map(({ id, name }) => ({ id, name })),
    groups: groups.map((open) => ({ ...open })),
    freeze: freeze && freezeView(freeze),
    since: printTimestamp(since),
    expiresAt: expiresAt === null ? null : printTimestamp(expiresAt),
  };
}

function freezeView({ at, ...freeze }: WaitFreeze): WaitsForView['freeze'] {
  return { ...freeze, since: printTimestamp(at) };
}

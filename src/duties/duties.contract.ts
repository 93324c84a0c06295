import { z } from 'zod';
import { DUTY_WARNINGS } from '../domain/duties/warnings.js';
import { wireId, wireRole } from '../infra/http/wire.contract.js';

const named = z.strictObject({ id: wireId('per'), name: z.string() });
const role = wireRole;

const part = z.discriminatedUnion('part', [
  z.strictObject({ part: z.literal('request') }),
  z.strictObject({ part: z.literal('confirm'), group: z.string() }),
  z.strictObject({ part: z.literal('except'), group: z.string() }),
  z.strictObject({ part: z.literal('sign'), owners: z.int() }),
]);

const way = z.strictObject({
  /** `tier`, `exception` (a tier above a waivable limit), or `outside`: by the owners' keys alone, past Sluice. */
  kind: z.enum(['tier', 'exception', 'outside']),
  safe: z.strictObject({ id: wireId('safe'), label: z.string(), frozen: z.boolean() }),
  tier: z.strictObject({ name: z.string(), asset: z.string().nullable(), upTo: z.string() }).nullable(),
  /** The smallest number of people that suffices; null if no set does. */
  size: z.int().nullable(),
  /** Every set of that size, with each person's part. */
  sets: z.array(z.array(named.extend({ parts: z.array(part) }))),
  truncated: z.boolean(),
  indispensable: z.array(named),
  missing: z.array(z.string()),
  /** Owners whose key nobody can use through Sluice. */
  unmapped: z.array(z.string()),
});

const quorum = z.strictObject({
  name: z.string(),
  role: role.nullable(),
  starters: z.array(role).nullable(),
  isMet: z.boolean(),
  groups: z.array(
    z.strictObject({
      group: z.string(),
      keys: z.literal('evm').exactOptional(),
      needed: z.int(),
      can: z.array(named),
    }),
  ),
  missing: z.array(z.string()),
  indispensable: z.array(named),
});

export const CoverageView = z
  .strictObject({
    at: z.string(),
    policyVersion: z.int(),
    ways: z.array(way),
    quorums: z.array(quorum),
    singlePoints: z.array(named),
    warnings: z.array(named.extend({ kind: z.enum(DUTY_WARNINGS), words: z.string() })),
  })
  .meta({ id: 'DutyCoverage' });
export type CoverageView = z.output<typeof CoverageView>;

export const CoverageQuery = z.strictObject({ safe: wireId('safe').optional() });

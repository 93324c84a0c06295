import { z } from 'zod';
import { ROLES } from '../domain/identity/person.js';
import { PolicyDocumentSchema } from '../domain/policies/policy.js';
import { parseLabel } from '../domain/values/text.js';
import {
  parsed,
  wireAddress,
  wireBytes32,
  wireId,
  wireText,
  wireTimestamp,
} from '../infra/http/wire.contract.js';

const label = parsed(parseLabel);
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

const FoundingPerson = z.strictObject({
  id: wireId('per'),
  name: wireText(80),
  roles: z.array(z.enum(ROLES)),
  groups: z.array(slug),
  keys: z.array(z.strictObject({ address: wireAddress, purpose: z.enum(['confirmation', 'owner']) })).min(1),
});

const FoundingAsset = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('native'), id: wireId('ast'), symbol: label }),
  z.strictObject({
    kind: z.literal('erc20'),
    id: wireId('ast'),
    symbol: label,
    address: wireAddress,
    decimals: z.int().min(0).max(36),
    /** EIP-1052 hash of the token's code, as reviewed. It must be what the chain has. */
    codeHash: wireBytes32,
    /** Of a token behind a proxy: the code it runs, as reviewed. It must be what the chain has. */
    implementation: z.strictObject({ address: wireAddress, codeHash: wireBytes32 }).exactOptional(),
  }),
]);

const FoundingDestination = z.strictObject({
  id: wireId('dst'),
  label,
  owner: wireText(80),
  address: wireAddress,
  assetIds: z.array(wireId('ast')).min(1),
  /** When it was approved: its cooling-off counts from here. */
  approvedAt: wireTimestamp,
  expiresAt: wireTimestamp,
});

/** The first set-up of a Sluice: who acts, which Safe, what and to whom, by which rules. Used once, in an empty database. */
export const FoundingDocument = z.strictObject({
  people: z.array(FoundingPerson).min(3),
  safes: z.array(z.strictObject({ id: wireId('safe'), label, address: wireAddress })).min(1),
  assets: z.array(FoundingAsset).min(1),
  destinations: z.array(FoundingDestination),
  policy: PolicyDocumentSchema,
});

export type FoundingDocument = z.output<typeof FoundingDocument>;

import { z } from 'zod';
import { ROLES } from '../domain/identity/person.js';
import { PersonContent } from '../domain/changes/kinds/person.js';
import { ProviderContent } from '../domain/changes/kinds/provider.js';
import { QuorumsContent } from '../domain/changes/kinds/quorums.js';
import { credentialId } from '../domain/signatures/assertion.js';
import { passkeyPublicKey } from '../domain/signatures/cose-key.js';
import { PolicyDraftSchema } from '../domain/policies/policy-draft.js';
import { RequirementSchema } from '../domain/policies/policy.js';
import { parseLabel } from '../domain/values/text.js';
import {
  parsed,
  wireAddress,
  wireAmount,
  wireBytes32,
  wireId,
  wireText,
  wireTimestamp,
} from '../infra/http/wire.contract.js';

const label = parsed(parseLabel);
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

const FoundingKey = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('evm'),
    address: wireAddress,
    purpose: z.enum(['confirmation', 'owner']),
    label: label.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('passkey'),
    purpose: z.literal('confirmation'),
    credentialId,
    publicKey: passkeyPublicKey,
    rpId: z.string().min(1).max(253),
    origin: z.url(),
    label: label.exactOptional(),
  }),
]);

const FoundingPerson = z.strictObject({
  id: wireId('per'),
  name: wireText(80),
  roles: z.array(z.enum(ROLES)),
  groups: z.array(slug),
  keys: z.array(FoundingKey).min(1),
  accounts: PersonContent.shape.accounts,
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
    /** Only for a token behind a proxy: its implementation, as reviewed. It must be what the chain has. */
    implementation: z.strictObject({ address: wireAddress, codeHash: wireBytes32 }).exactOptional(),
  }),
]);

const FoundingDestination = z.strictObject({
  id: wireId('dst'),
  label,
  owner: wireText(80),
  address: wireAddress,
  assetIds: z.array(wireId('ast')).min(1),
  /** The entry's own maximum per transfer. */
  limits: z.array(z.strictObject({ assetId: wireId('ast'), maxPerTransfer: wireAmount })).default([]),
  /** The maximum until a first transfer has settled. Assets not named here count as settled before. */
  canary: z.array(z.strictObject({ assetId: wireId('ast'), max: wireAmount })).default([]),
  /** When it was approved. Its cooling-off starts then. */
  approvedAt: wireTimestamp,
  expiresAt: wireTimestamp,
});

/** An installation's first set-up: people, Safes, assets, destinations and rules. Its quorum signs it; used once. */
export const FoundingDocument = z.strictObject({
  people: z.array(FoundingPerson).min(3),
  safes: z.array(z.strictObject({ id: wireId('safe'), label, address: wireAddress })).min(1),
  assets: z.array(FoundingAsset).min(1),
  destinations: z.array(FoundingDestination),
  /** Who answers for the chain: two at least, and off the sandbox of two operators at least. */
  providers: z.array(ProviderContent).min(2),
  policy: PolicyDraftSchema,
  /** Who approves each kind of change afterwards. */
  quorums: QuorumsContent,
  /** Who has to sign this document. */
  foundingQuorum: z.array(RequirementSchema).min(1).max(10),
});

export type FoundingDocument = z.output<typeof FoundingDocument>;

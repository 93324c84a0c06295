import { z } from 'zod';
import { ROLES } from '../domain/identity/person.js';
import { PersonContent } from '../domain/changes/kinds/person.js';
import { ProviderContent } from '../domain/changes/kinds/provider.js';
import { QuorumsContent } from '../domain/changes/kinds/quorums.js';
import { credentialId } from '../domain/signatures/assertion.js';
import { passkeyPublicKey } from '../domain/signatures/cose-key.js';
import { PolicyDocumentSchema, RequirementSchema } from '../domain/policies/policy.js';
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
  }),
  z.strictObject({
    kind: z.literal('passkey'),
    purpose: z.literal('confirmation'),
    credentialId,
    publicKey: passkeyPublicKey,
    rpId: z.string().min(1).max(253),
    origin: z.url(),
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
  /** What one transfer may move at most, by the entry itself. */
  limits: z.array(z.strictObject({ assetId: wireId('ast'), maxPerTransfer: wireAmount })).default([]),
  /** What may go before a first transfer has settled; an asset that is not named has settled before. */
  canary: z.array(z.strictObject({ assetId: wireId('ast'), max: wireAmount })).default([]),
  /** When it was approved: its cooling-off counts from here. */
  approvedAt: wireTimestamp,
  expiresAt: wireTimestamp,
});

/** The first set-up of a Sluice: who acts, which Safe, what and to whom, by which rules. Signed by its quorum, and used once. */
export const FoundingDocument = z.strictObject({
  people: z.array(FoundingPerson).min(3),
  safes: z.array(z.strictObject({ id: wireId('safe'), label, address: wireAddress })).min(1),
  assets: z.array(FoundingAsset).min(1),
  destinations: z.array(FoundingDestination),
  /** Who answers for the chain: two at least, and off the sandbox of two operators at least. */
  providers: z.array(ProviderContent).min(2),
  policy: PolicyDocumentSchema,
  /** Who approves which kind of change from then on. */
  quorums: QuorumsContent,
  /** Who has to sign this document. */
  foundingQuorum: z.array(RequirementSchema).min(1).max(10),
});

export type FoundingDocument = z.output<typeof FoundingDocument>;

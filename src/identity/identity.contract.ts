import { z } from 'zod';
import { SIGN_IN_METHODS } from '../domain/identity/session.js';
import { AssertionSchema } from '../domain/signatures/assertion.js';
import { parseLabel } from '../domain/values/text.js';
import {
  parsed,
  wireEvmSignature,
  wireId,
  wireRole,
  wireText,
  wireTimestamp,
} from '../infra/http/wire.contract.js';

const roles = z.array(wireRole);
const moment = z.string();

/** Roles that a service may have; roles that stand for a person's judgement are not among them. */
const SERVICE_ROLES = ['operator', 'auditor', 'signer'] as const;

export const Nonce = z.strictObject({ nonce: z.string() }).meta({ id: 'SignInNonce' });

/** An EIP-4361 message and its signature by an enrolled confirmation key. */
export const SignInBody = z
  .strictObject({
    message: z.string().min(1).max(4096),
    signature: wireEvmSignature,
  })
  .meta({ id: 'OpenSession' });
export type SignInBody = z.output<typeof SignInBody>;

/** The provider's redirect parameters. A provider may add others (RFC 6749, 4.1.2). */
const returned = z
  .string()
  .max(4096)
  .optional()
  .meta({ description: 'As the provider sends it (RFC 6749, 4.1.2).' });
export const OpenIdStart = z.object({
  back: z
    .string()
    .max(4096)
    .optional()
    .meta({ description: 'The page of the console to go on with; home, if it is anything else.' }),
});
export const OpenIdReturn = z.object({
  state: returned,
  code: returned,
  iss: returned,
  error: returned,
  error_description: returned,
});

/** Input of `PublicKeyCredential.parseRequestOptionsFromJSON`. */
export const PasskeyOptions = z
  .strictObject({
    challenge: z.string(),
    rpId: z.string(),
    userVerification: z.literal('required'),
    allowCredentials: z.array(z.never()).readonly(),
    timeout: z.int(),
  })
  .meta({ id: 'PasskeyOptions' });

/** A passkey's assertion over the challenge. */
export const PasskeySignInBody = z
  .strictObject({ signature: AssertionSchema })
  .meta({ id: 'OpenSessionByPasskey' });
export type PasskeySignInBody = z.output<typeof PasskeySignInBody>;

/** A key of a person's. */
export const KeyView = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['evm', 'passkey']),
    purpose: z.enum(['confirmation', 'owner']),
    /** What its person calls it; null if they gave it no name. */
    label: z.string().nullable(),
    activeFrom: moment,
    revokedAt: moment.nullable(),
    /** When it last signed something that was taken, to a minute; null if it has not yet. */
    lastUsedAt: moment.nullable(),
  })
  .meta({ id: 'PersonKey' });
export type KeyView = z.output<typeof KeyView>;

export const PersonView = z
  .strictObject({
    id: wireId('per'),
    name: z.string(),
    roles,
    groups: z.array(z.string()),
    removedAt: moment.nullable(),
    keys: z.array(KeyView),
  })
  .meta({ id: 'Person' });
export type PersonView = z.output<typeof PersonView>;

export const SessionView = z.strictObject({ person: PersonView }).meta({ id: 'OpenedSession' });

/** When a session ends. */
const ends = {
  endsAt: moment.meta({ description: 'However much it is used.' }),
  idleEndsAt: moment.meta({ description: 'If it is not used again.' }),
};

/** One of the caller's own sessions, without the secret that opens it. */
export const SessionEntry = z
  .strictObject({
    id: z.string(),
    method: z.enum(SIGN_IN_METHODS),
    openedAt: moment,
    lastSeenAt: moment,
    ...ends,
    networkAddress: z.string(),
    userAgent: z.string(),
    isCurrent: z.boolean(),
  })
  .meta({ id: 'Session' });
export type SessionEntry = z.output<typeof SessionEntry>;
export const SessionsView = z.strictObject({ data: z.array(SessionEntry) }).meta({ id: 'SessionList' });
export const SessionPath = z.strictObject({
  id: z
    .string()
    .regex(/^ses_[0-9a-f]{32}$/)
    .meta({ description: 'The id of a session.' }),
});
/** The ids of the sessions that were ended. */
export const EndedSessions = z.strictObject({ data: z.array(z.string()) }).meta({ id: 'EndedSessions' });
export type EndedSessions = z.output<typeof EndedSessions>;

/** Which people are listed. */
export const PeopleQuery = z.strictObject({
  q: wireText(100).optional().meta({ description: 'A part of the name or of the id; case does not count.' }),
  role: wireRole.optional().meta({ description: 'Only people who have this role.' }),
  group: wireText(63).optional().meta({ description: 'Only people of this group.' }),
  removed: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: '`false`: only those who still have rights.' }),
});
export type PeopleQuery = z.output<typeof PeopleQuery>;

export const PersonPath = z.strictObject({ id: wireId('per') });

/** One of the caller's own keys, and whether it may sign now. One in its cooling-off is no key yet. */
const OwnKey = KeyView.omit({ revokedAt: true }).extend({ usable: z.boolean() }).meta({ id: 'OwnKey' });

const PersonPrincipal = z
  .strictObject({
    kind: z.literal('person'),
    id: wireId('per'),
    name: z.string(),
    roles,
    groups: z.array(z.string()),
    keys: z.array(OwnKey),
    /** Safes that have a key of theirs, not revoked, among their pinned owners. */
    ownerOf: z.array(z.strictObject({ safe: wireId('safe'), label: z.string(), owner: z.string() })),
    method: z.enum(SIGN_IN_METHODS),
    openedAt: moment,
    ...ends,
  })
  .meta({ id: 'PersonPrincipal' });
export type PersonPrincipal = z.output<typeof PersonPrincipal>;

const ServicePrincipal = z
  .strictObject({
    kind: z.literal('service'),
    id: wireId('key'),
    name: z.string(),
    roles,
    expiresAt: moment,
  })
  .meta({ id: 'ServicePrincipal' });
export type ServicePrincipal = z.output<typeof ServicePrincipal>;

export const PrincipalView = z
  .discriminatedUnion('kind', [PersonPrincipal, ServicePrincipal])
  .meta({ id: 'Principal' });
export type PrincipalView = z.output<typeof PrincipalView>;

export const PeopleView = z.strictObject({ data: z.array(PersonView) }).meta({ id: 'PersonList' });

export const CreateApiKey = z
  .strictObject({
    name: parsed<string>(parseLabel),
    roles: z
      .array(z.enum(SERVICE_ROLES))
      .min(1)
      .refine((list) => new Set(list).size === list.length, 'each role once'),
    expiresAt: wireTimestamp,
  })
  .meta({ id: 'CreateApiKey' });
export type CreateApiKey = z.output<typeof CreateApiKey>;

export const ApiKeyView = z
  .strictObject({
    id: wireId('key'),
    name: z.string(),
    roles,
    createdBy: z.string(),
    createdAt: moment,
    expiresAt: moment,
    revokedAt: moment.nullable(),
    /** Accurate to a minute. */
    lastUsedAt: moment.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyView = z.output<typeof ApiKeyView>;

/** `secret` is given once: a replay of the same Idempotency-Key answers null. */
export const CreatedApiKey = z
  .strictObject({ apiKey: ApiKeyView, secret: z.string().nullable() })
  .meta({ id: 'CreatedApiKey' });
export const ApiKeysView = z.strictObject({ data: z.array(ApiKeyView) }).meta({ id: 'ApiKeyList' });
export const ApiKeyPath = z.strictObject({ id: wireId('key') });

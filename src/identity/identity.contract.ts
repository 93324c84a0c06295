import { z } from 'zod';
import { ROLES } from '../domain/identity/person.js';
import { parseLabel } from '../domain/values/text.js';
import { parsed, wireId, wireSignature, wireTimestamp } from '../infra/http/wire.contract.js';

const roles = z.array(z.enum(ROLES));
const moment = z.string();

/** What a service may be: none of the roles that answer for a person's own judgement. */
const SERVICE_ROLES = ['operator', 'auditor', 'signer'] as const;

export const Nonce = z.strictObject({ nonce: z.string() });

/** An EIP-4361 message and its signature by an enrolled confirmation key. */
export const SignInBody = z.strictObject({ message: z.string().min(1).max(4096), signature: wireSignature });
export type SignInBody = z.output<typeof SignInBody>;

export const PersonView = z.strictObject({
  id: wireId('per'),
  name: z.string(),
  roles,
  groups: z.array(z.string()),
  removedAt: moment.nullable(),
  keys: z.array(
    z.strictObject({
      address: z.string(),
      purpose: z.enum(['confirmation', 'owner']),
      activeFrom: moment,
      revokedAt: moment.nullable(),
    }),
  ),
});
export type PersonView = z.output<typeof PersonView>;

export const SessionView = z.strictObject({ person: PersonView });

export const PrincipalView = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), id: wireId('per'), name: z.string(), roles }),
  z.strictObject({ kind: z.literal('service'), id: wireId('key'), name: z.string(), roles }),
]);
export type PrincipalView = z.output<typeof PrincipalView>;

export const PeopleView = z.strictObject({ data: z.array(PersonView) });

export const CreateApiKey = z.strictObject({
  name: parsed<string>(parseLabel),
  roles: z
    .array(z.enum(SERVICE_ROLES))
    .min(1)
    .refine((list) => new Set(list).size === list.length, 'each role once'),
  expiresAt: wireTimestamp,
});
export type CreateApiKey = z.output<typeof CreateApiKey>;

export const ApiKeyView = z.strictObject({
  id: wireId('key'),
  name: z.string(),
  roles,
  createdBy: z.string(),
  createdAt: moment,
  expiresAt: moment,
  revokedAt: moment.nullable(),
});
export type ApiKeyView = z.output<typeof ApiKeyView>;

/** `secret` is there once: a replay of the same Idempotency-Key answers null. */
export const CreatedApiKey = z.strictObject({ apiKey: ApiKeyView, secret: z.string().nullable() });
export const ApiKeysView = z.strictObject({ data: z.array(ApiKeyView) });
export const ApiKeyPath = z.strictObject({ id: wireId('key') });

import { z } from 'zod';
import { RegistrationSchema } from '../../domain/signatures/webauthn.js';
import {
  pageOf,
  pageQuery,
  wireAddress,
  wireBytes32,
  wireId,
  wireLabel,
  wireSignature,
  wireTimestamp,
} from '../../infra/http/wire.contract.js';

const token = z.string().regex(/^sli_[A-Za-z0-9_-]{43}$/, 'expected the token of an invitation');
const purpose = z.enum(['confirmation', 'owner']);

export const PersonParams = z.strictObject({ id: wireId('per') });
export const InvitationParams = z.strictObject({ id: wireId('inv') });
export const CreateInvitation = z.strictObject({ purpose }).meta({ id: 'CreateInvitation' });
export type CreateInvitation = z.output<typeof CreateInvitation>;

export const InvitationView = z
  .strictObject({
    id: z.string(),
    person: z.string(),
    purpose,
    createdBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    usedAt: z.string().nullable(),
  })
  .meta({ id: 'Invitation' });
export type InvitationView = z.output<typeof InvitationView>;

/** `token` is given once: a replay of the same Idempotency-Key answers null. */
export const CreatedInvitation = z
  .strictObject({ invitation: InvitationView, token: z.string().nullable() })
  .meta({ id: 'CreatedInvitation' });
export const InvitationsView = z
  .strictObject({ data: z.array(InvitationView) })
  .meta({ id: 'InvitationList' });

export const InvitationListQuery = z.strictObject({
  ...pageQuery,
  cursor: wireId('inv').optional(),
  /** Only invitations that can still be used. */
  open: z.literal('true').optional().meta({ description: 'Only invitations that can still be used.' }),
});

/** An invitation for the list of all: never the token, which only the person has. */
const InvitationRow = InvitationView.extend({
  personName: z.string(),
  createdByName: z.string(),
  /** One that was revoked counts as used. */
  state: z.enum(['open', 'used', 'expired']),
}).meta({ id: 'InvitationRow' });
export const InvitationPage = pageOf(InvitationRow).meta({ id: 'InvitationPage' });
export type InvitationPage = z.output<typeof InvitationPage>;

export const OpenInvitation = z.strictObject({ token }).meta({ id: 'OpenInvitation' });
export type OpenInvitation = z.output<typeof OpenInvitation>;

/** What a browser makes a passkey from: `PublicKeyCredentialCreationOptionsJSON` (W3C WebAuthn L3, section 5.1.9). */
const PasskeyOptions = z
  .strictObject({
    challenge: z.string().meta({ description: 'In base64url.' }),
    rp: z.strictObject({ id: z.string(), name: z.literal('Sluice') }),
    user: z.strictObject({
      id: z.string().meta({ description: 'In base64url.' }),
      name: z.string(),
      displayName: z.string(),
    }),
    pubKeyCredParams: z.array(
      z.strictObject({
        type: z.literal('public-key'),
        alg: z.int().meta({ description: 'COSE algorithm, such as -7 for ES256.' }),
      }),
    ),
    authenticatorSelection: z.strictObject({
      residentKey: z.literal('required'),
      requireResidentKey: z.literal(true),
      userVerification: z.literal('required'),
    }),
    attestation: z.literal('none'),
    timeout: z.int().meta({ description: 'In milliseconds.' }),
  })
  .meta({ id: 'PasskeyCreationOptions' });

/** Whose key is asked for, and the browser's options to create a passkey; null where it cannot. */
export const EnrolmentOptions = z
  .strictObject({
    person: z.strictObject({ id: z.string(), name: z.string() }),
    purpose,
    passkey: PasskeyOptions.nullable(),
  })
  .meta({ id: 'EnrolmentOptions' });

/** What the person calls the device. It is part of what is signed. */
const label = wireLabel.exactOptional();

/** The key: its address, or the passkey that the browser has just created. */
export const DraftEnrolment = z
  .strictObject({
    token,
    key: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('evm'), address: wireAddress, label }),
      z.strictObject({ kind: z.literal('passkey'), registration: RegistrationSchema, label }),
    ]),
  })
  .meta({ id: 'DraftEnrolment' });
export type DraftEnrolment = z.output<typeof DraftEnrolment>;

export const ProposeEnrolment = z
  .strictObject({
    token,
    id: wireId('chg'),
    at: wireTimestamp,
    head: wireBytes32,
    /** By the key that is to be enrolled. */
    signature: wireSignature,
  })
  .meta({ id: 'ProposeEnrolment' });
export type ProposeEnrolment = z.output<typeof ProposeEnrolment>;

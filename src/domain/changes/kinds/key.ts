import { z } from 'zod';
import { type KeyId, evmKeyId, passkeyId } from '../../identity/person.js';
import { credentialId } from '../../signatures/assertion.js';
import { passkeyPublicKey } from '../../signatures/cose-key.js';
import { idPattern, parseId } from '../../values/identifier.js';
import { storedAddress } from '../../values/stored.js';
import { isLabel } from '../../values/text.js';
import { type KindRules, quoted } from './kind-rules.js';

const personId = z
  .string()
  .regex(idPattern('per'))
  .transform((text) => parseId('per', text));

/**
 * Who invited the person to enrol the key. Whoever used the invitation themselves would control the key, so the change
 * concerns the inviter too.
 */
const invitedBy = personId.nullable();

/** What its person calls the device, to tell their keys apart. Contents that were signed before have none. */
const label = z.string().refine(isLabel, 'expected a label').exactOptional();

const EvmKeyContent = z.strictObject({
  kind: z.literal('evm'),
  personId,
  invitedBy,
  purpose: z.enum(['confirmation', 'owner']),
  address: storedAddress,
  label,
});

const PasskeyContent = z.strictObject({
  kind: z.literal('passkey'),
  personId,
  invitedBy,
  purpose: z.literal('confirmation'),
  credentialId,
  publicKey: passkeyPublicKey,
  rpId: z.string().regex(/^[a-z0-9.-]{1,253}$/, 'expected a host name'),
  origin: z.url().max(512).refine(isOrigin, 'expected an origin: no path and no trailing slash'),
  label,
});

/** An enrolment: whose key this is and what it may sign. */
export const KeyContent = z.discriminatedUnion('kind', [EvmKeyContent, PasskeyContent]);
export type KeyContent = z.output<typeof KeyContent>;

export function keyIdOf(content: KeyContent): KeyId {
  return content.kind === 'evm' ? evmKeyId(content.address) : passkeyId(content.credentialId);
}

export const keyRules: KindRules<KeyContent> = {
  schema: KeyContent,
  proposers: ['admin'],
  isSubject: (subject, content) => content === null || keyIdOf(content) === subject,
  canBeRemoved: true,
  direction: ({ after }) => (after === null ? 'tightens' : 'loosens'),
  sentences: (subject, { before, after }, names) => {
    const content = after ?? before;
    if (content === null) return [];
    const whose = `${quoted(names.person(content.personId))} (${content.personId})`;
    if (after === null) return [`Revoke the ${keyWords(content)} of ${whose}, at once.`];
    return [`Enrol the ${keyWords(content)} for ${whose}. From then on it signs as ${whose}.`];
  },
  concerns: ({ personId: owner, invitedBy: inviter }) => (inviter === null ? [owner] : [owner, inviter]),
};

function keyWords(content: KeyContent): string {
  const what = content.purpose === 'owner' ? 'Safe owner key' : 'confirmation key';
  const called = content.label === undefined ? '' : ` called ${quoted(content.label)}`;
  return content.kind === 'evm'
    ? `${what} ${content.address}${called}`
    : `passkey ${content.credentialId}${called} of ${content.rpId}, used at ${content.origin}, with the public key ${content.publicKey},`;
}

function isOrigin(text: string): boolean {
  return URL.parse(text)?.origin === text;
}

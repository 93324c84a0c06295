import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';
import type { ChangeDetail } from '../../src/changes/changes.contract.js';
import { type GovernedChange, changeStatement } from '../../src/domain/changes/change.js';
import { keyRules } from '../../src/domain/changes/kinds/key.js';
import { furtherKeyWords } from '../../src/domain/register/words.js';
import { statementDigest, statementJson } from '../../src/domain/signatures/statement.js';
import { credentialFrom } from '../../src/domain/signatures/webauthn.js';
import { parseAddress } from '../../src/domain/values/address.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { unixSeconds } from '../../src/domain/values/time.js';
import type { InstallationView } from '../../src/installation/installation.contract.js';
import { type Draft, enrolmentStatement } from '../../console/pages/enrol/enrolment.js';
import { publicKeyIn } from '../../console/pages/enrol/public-key-in.js';
import { SoftAuthenticator } from '../builders/authenticator.js';

const person = { id: parseId('per', 'per_01a20000-0000-7000-8000-000000000001'), name: 'Ada' };
const address = parseAddress('0x70997970C51812dc3A010C7d01b50e0d17dc79C8');
const founding = parseBytes32(`0x${'fd'.repeat(32)}`);
const head = parseBytes32(`0x${'ea'.repeat(32)}`);
const installation = {
  ...{ foundingDigest: founding, origin: 'https://sluice.example' },
  chain: { id: 1, name: 'Ethereum' },
} as unknown as InstallationView;
const content = {
  kind: 'evm',
  personId: person.id,
  invitedBy: null,
  purpose: 'confirmation',
  address,
} as const;
const expected = {
  invited: { person, purpose: 'confirmation', passkey: null },
  key: { kind: 'evm', address },
  label: '',
  installation,
} as const;

const sentences = [
  ...keyRules.sentences(address, { before: null, after: content }, { person: () => 'Ada', asset: String }),
  furtherKeyWords(2, 1),
];

/** What an honest gateway drafts, or one that lies about a part of it. */
function drafted(change: Partial<ChangeDetail> = {}, statement: Partial<Draft['statement']> = {}): Draft {
  const governed: GovernedChange = {
    ...{ id: parseId('chg', 'chg_01a20000-0000-7000-8000-000000000002'), kind: 'key', subject: address },
    ...{ base: null, content, sentences, proposerId: person.id, expiresAt: unixSeconds(1_800_600_000) },
  };
  const made = changeStatement(
    governed,
    { decision: 'propose', reason: '', personId: person.id, at: unixSeconds(1_800_000_000), head },
    { chainId: 1, id: founding },
  );
  const { proposerId, expiresAt: _, ...shown } = governed;
  return {
    change: {
      ...{ ...shown, proposer: proposerId, expiresAt: '2027-01-22T06:40:00Z', before: null },
      ...change,
    } as unknown as ChangeDetail,
    statement: {
      ...{ at: '2027-01-15T08:00:00Z', head, typedData: statementJson(made), digest: statementDigest(made) },
      ...statement,
    },
  };
}

const misfitsOf = (draft: Draft) => enrolmentStatement(draft, expected).misfits.map(({ what }) => what);

describe('an enrolment', () => {
  it('is signed as it was made here, where what was sent is the same', () => {
    const draft = drafted();
    const { signable, misfits } = enrolmentStatement(draft, expected);
    expect(misfits).toEqual([]);
    expect(signable).toEqual({ typedData: draft.statement.typedData, digest: draft.statement.digest });
  });

  const other = parseAddress('0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC');

  it.each<[string, Draft, string]>([
    ['another key', drafted({ subject: other, content: { ...content, address: other } }), 'content'],
    [
      'another person',
      drafted({ content: { ...content, personId: 'per_01a20000-0000-7000-8000-000000000009' } }),
      'content',
    ],
    ['another purpose', drafted({ content: { ...content, purpose: 'owner' } }), 'content'],
    ['a label', drafted({ content: { ...content, label: 'mine' } }), 'content'],
    ['other words', drafted({ sentences: ['Enrol a key.'] }), 'sentences'],
    ['words more', drafted({ sentences: [...sentences, 'And pay 1 ETH.'] }), 'sentences'],
    ['a version before', drafted({ base: `0x${'11'.repeat(32)}` }), 'replaces'],
    ['another digest', drafted({}, { digest: `0x${'11'.repeat(32)}` }), 'EIP-712 Digest'],
    ['other typed data', drafted({}, { typedData: {} }), 'typed data'],
    ['another moment', drafted({}, { at: '2027-01-15T08:00:01Z' }), 'EIP-712 Digest'],
  ])('is signed by nobody with %s', (_, draft, what) => {
    expect(misfitsOf(draft)).toContain(what);
  });
});

it('finds the public key of a passkey where the gateway finds it', async () => {
  const authenticator = new SoftAuthenticator();
  const challenge = createHash('sha256').digest('base64url');
  const { origin, rpId } = authenticator;
  const registration = authenticator.register(challenge);
  const { authData } = decodedOf(registration.attestationObject);
  const { publicKey } = await credentialFrom(registration, { challenge, rpId, origin });
  expect(publicKeyIn(isoBase64URL.fromBuffer(authData))).toBe(publicKey);
});

function decodedOf(attestationObject: string): { readonly authData: Uint8Array<ArrayBuffer> } {
  return { authData: decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get('authData') };
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { type TypedDataDefinition, bytesToHex, hashTypedData } from 'viem';
import { z } from 'zod';
import { passkeyId } from '../../src/domain/identity/person.js';
import { InboxPage } from '../../src/inbox/inbox.contract.js';
import type { Assertion } from '../../src/domain/signatures/assertion.js';
import { type Bytes32, parseBytes32 } from '../../src/domain/values/hex.js';
import { type Founding, wireTime } from '../../sandbox/founding.js';
import type { Reply } from '../../sandbox/person-client.js';
import { type Lies, SoftAuthenticator } from '../builders/authenticator.js';
import { withPasskey } from '../builders/founding.js';
import { made, reasonsOf, refusalOf } from './answers.js';
import { openStory } from './story.js';
import type { StorySteps, Wish } from './story-steps.js';

const NAMES = ['Tessa', 'Ada', 'Amos', 'Rita', 'Clara', 'Carlos'] as const;
type Name = (typeof NAMES)[number];

const Statement = z.object({ typedData: z.custom<TypedDataDefinition>(), digest: z.string() });
const Clearance = z.looseObject({ confirm: Statement, reject: Statement });

const devices = Object.fromEntries(
  // Amos's is one that is synchronised between devices: it keeps no counter.
  NAMES.map((name) => [name, new SoftAuthenticator({ counter: name === 'Amos' ? null : 0 })]),
) as Record<Name, SoftAuthenticator>;
const binding = [422, 'APPROVAL_BINDING', '/signature'];
const copied = [422, 'APPROVAL_BINDING', '/signature/authenticatorData'];

/** From 10 to 10.5 ETH one of the treasury confirms, by an EVM key. */
function withEvmTier({ policy, ...rest }: Founding): Founding {
  const [tier, ...more] = policy.tiers;
  if (tier?.unit === 'usd' || tier === undefined) throw new Error('the first tier is of an asset');
  const require = [{ group: 'treasury', count: 1, keys: 'evm' as const }];
  const byEvm = { ...tier, name: 'eth-shown', upTo: '10.5', require };
  return { ...rest, policy: { ...policy, tiers: [tier, byEvm, ...more] } };
}

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({
    safes: 11,
    founding: (document) =>
      NAMES.reduce((so, name) => withPasskey(so, name, devices[name]), withEvmTier(document)),
  });
});

afterAll(() => story.close());

/** An intent as Tessa asks for it; `sign` is given the digest. */
async function asked(wish: Wish, sign: (digest: Bytes32) => Assertion): Promise<Reply> {
  const { expiresIn = 3600, ...named } = story.wish(wish);
  const expiresAt = wireTime(Date.now() + expiresIn * 1000);
  const request = { ...named, salt: bytesToHex(randomBytes(32)), expiresAt };
  const tessa = story.person('Tessa');
  const query = new URLSearchParams(request).toString();
  const { digest } = Statement.parse((await tessa.get(`/v1/intent-statement?${query}`)).body);
  return tessa.post('/v1/transfers', { ...request, signature: sign(parseBytes32(digest)) });
}

async function clearance(id: string, decision: 'confirm' | 'reject' = 'confirm') {
  const { body } = await story.person('Ada').get(`/v1/transfers/${id}/clearance?reason=no`);
  const { typedData, digest } = Clearance.parse(body)[decision];
  return { typedData, digest: parseBytes32(digest) };
}

function answered(id: string, by: Name, signature: unknown): Promise<Reply> {
  const body = { decision: 'confirm', revision: 1, signature };
  return story.person(by).post(`/v1/transfers/${id}/confirmations`, body);
}

async function confirmed(id: string, by: Name, lies: Lies = {}): Promise<Reply> {
  return answered(id, by, devices[by].assert((await clearance(id)).digest, lies));
}

async function excepted(id: string, by: 'Clara' | 'Carlos', lies: Lies = {}): Promise<Reply> {
  const expiresAt = wireTime(Date.now() + 1_800_000);
  const given = { rule: 'eth-per-transfer', ceiling: '80', reason: 'Settlement', ticket: 'OPS-7', expiresAt };
  const query = new URLSearchParams(given).toString();
  const { body } = await story.person(by).get(`/v1/transfers/${id}/exception-statement?${query}`);
  const signature = devices[by].assert(parseBytes32(Statement.parse(body).digest), lies);
  return story.person(by).post(`/v1/transfers/${id}/exceptions`, { ...given, signature });
}

const sign = (digest: Bytes32): Assertion => devices.Tessa.assert(digest);
const largeOne = (): Promise<string> => story.awaiting({ amount: '11', safe: story.freshSafe() });

const statuses = async (id: string): Promise<[string, string][]> => {
  const Shown = z.looseObject({
    confirmations: z.array(z.looseObject({ person: z.string(), status: z.string() })),
  });
  return Shown.parse(await story.show(id)).confirmations.map(({ person, status }) => [person, status]);
};

describe('passkeys', () => {
  it('sign all that people sign, from the intent to a settlement', async () => {
    const safe = story.freshSafe();
    const { id } = z.looseObject({ id: z.string() }).parse(made(await asked({ amount: '80', safe }, sign)));
    for (const name of ['Clara', 'Carlos'] as const) made(await excepted(id, name));
    await story.until(id, 'awaiting-confirmation');
    for (const name of ['Ada', 'Rita'] as const) made(await confirmed(id, name));
    await story.until(id, 'relayed');
    await story.signed(id);
    const shown = await story.settled(id);
    expect(shown).toMatchObject({
      intentSignature: { credentialId: devices.Tessa.credentialId },
      confirmations: [
        { status: 'counts', signature: { credentialId: devices.Ada.credentialId } },
        { status: 'counts', signature: { credentialId: devices.Rita.credentialId } },
      ],
    });
    const log = await story.audited(id);
    expect(log.filter(({ type }) => type === 'transfer.answered')).toMatchObject([
      {
        detail: { keyId: passkeyId(devices.Ada.credentialId), signature: { signature: expect.any(String) } },
      },
      { detail: { keyId: passkeyId(devices.Rita.credentialId) } },
    ]);
  });
});

describe("a passkey's confirmation", () => {
  let id: string;
  let other: string;

  beforeAll(async () => {
    [id, other] = [await largeOne(), await largeOne()];
  });

  const lies: readonly [string, Lies][] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { rpId: 'example' }],
    ['no user verification', { isVerified: false }],
    ['a registration', { type: 'webauthn.create' }],
    ['a frame of another origin', { more: { crossOrigin: true } }],
    ['a credential that nobody enrolled', { credentialId: new SoftAuthenticator().credentialId }],
    ["another person's credential", { credentialId: devices.Rita.credentialId }],
  ];

  it.each(lies)('invariant 8: is refused with %s', async (_case, lie) => {
    expect(refusalOf(await confirmed(id, 'Ada', lie))).toEqual(binding);
  });

  it("invariant 8: is refused when it is another person's", async () => {
    const { digest } = await clearance(id);
    expect(refusalOf(await answered(id, 'Ada', devices.Rita.assert(digest)))).toEqual(binding);
    const posing = devices.Rita.assert(digest, { credentialId: devices.Ada.credentialId });
    expect(refusalOf(await answered(id, 'Ada', posing))).toEqual(binding);
  });

  it('invariant 8: is refused when it is over the other answer, transfer, revision, Safe or chain', async () => {
    const { typedData } = await clearance(id);
    const altered = (change: { domain?: object; message?: object }): Bytes32 => {
      const message = { ...typedData.message, ...change.message };
      return parseBytes32(hashTypedData({ ...typedData, ...change, message }));
    };
    const { domain } = typedData;
    const digests = [
      (await clearance(id, 'reject')).digest,
      (await clearance(other)).digest,
      altered({ message: { revision: 2 } }),
      altered({ message: { transfer: other } }),
      altered({ domain: { ...domain, verifyingContract: story.firstSafe.address } }),
      altered({ domain: { ...domain, chainId: 1 } }),
    ];
    expect(new Set(digests).size).toBe(6);
    for (const digest of digests) {
      expect(refusalOf(await answered(id, 'Ada', devices.Ada.assert(digest)))).toEqual(binding);
    }
    expect(await statuses(id)).toEqual([]);
    // The same calls with the right digest go through: it is the digest that is refused.
    made(await answered(id, 'Ada', devices.Ada.assert(altered({}))));
    expect(refusalOf(await confirmed(id, 'Ada'))).toEqual([409, 'ALREADY_CONFIRMED']);
  });

  it('is refused in another form with a pointer to what is wrong', async () => {
    const genuine = devices.Ada.assert((await clearance(other)).digest);
    const post = async (signature: unknown): Promise<unknown> =>
      refusalOf(await answered(other, 'Ada', signature));
    for (const member of ['credentialId', 'authenticatorData', 'clientDataJSON', 'signature'] as const) {
      const pointer = `/signature/${member}`;
      const padded = { ...genuine, [member]: `${genuine[member]}=` };
      expect(await post(padded)).toEqual([422, 'SIGNATURE_FORMAT', pointer]);
      expect(await post({ ...genuine, [member]: 'A'.repeat(8192) })).toEqual([
        422,
        'SIGNATURE_FORMAT',
        pointer,
      ]);
    }
    expect(await post({ ...genuine, userHandle: 'AAAA' })).toEqual([
      422,
      'SIGNATURE_FORMAT',
      '/signature/userHandle',
    ]);
    expect(await post('0x12')).toEqual([422, 'SIGNATURE_FORMAT', '/signature']);
    expect(await post(7)).toEqual([422, 'SIGNATURE_FORMAT', '/signature']);
  });

  it('invariant 14: is no signature of a Safe owner', async () => {
    const signature = devices.Ada.assert((await clearance(id)).digest);
    const body = { owner: story.ownerAccount('Otto').address, signature };
    const reply = await story.person('Otto').post(`/v1/transfers/${id}/owner-signatures`, body);
    expect(refusalOf(reply)).toEqual([422, 'SIGNATURE_FORMAT', '/signature']);
  });

  it('invariant 8: counts zero as a copy, as a changed text, or under another key', async () => {
    made(await confirmed(other, 'Amos'));
    const forge = async (change: string, values: readonly string[] = []): Promise<void> => {
      await story.sql(`UPDATE confirmation SET ${change} WHERE transfer_id = $1`, [other, ...values]);
    };
    const amos = story.personId('Amos');
    const [row] = await story.sql('SELECT signature, key_id FROM confirmation WHERE transfer_id = $1', [
      other,
    ]);
    const genuine = String(row?.['signature']);
    expect(await statuses(other)).toEqual([[amos, 'counts']]);
    await forge('key_id = $2', [story.account('Amos').address]);
    expect(await statuses(other)).toEqual([[amos, 'invalid']]);
    await forge('key_id = $2', [String(row?.['key_id'])]);
    const unverified = devices.Amos.assert((await clearance(other)).digest, { isVerified: false });
    await forge('signature = $2', [JSON.stringify(sorted(unverified))]);
    expect(await statuses(other)).toEqual([[amos, 'invalid']]);
    const elsewhere = devices.Amos.assert((await clearance(id)).digest);
    await forge('signature = $2', [JSON.stringify(sorted(elsewhere))]);
    expect(await statuses(other)).toEqual([[amos, 'invalid']]);
    await forge('signature = $2', [genuine]);
    expect(await statuses(other)).toEqual([[amos, 'counts']]);
  });
});

describe('a tier that asks for EVM keys', () => {
  it("takes no passkey's confirmation, and says so; a wallet's it takes", async () => {
    const id = await story.awaiting({ amount: '10.2', safe: story.freshSafe() });
    const { body } = await story.person('Ada').get(`/v1/transfers/${id}/clearance`);
    expect(body['require']).toEqual([{ group: 'treasury', count: 1, keys: 'evm' }]);
    const inbox = InboxPage.parse((await story.person('Ada').get('/v1/inbox')).body).data;
    expect(inbox.find(({ subject }) => subject.id === id)?.progress).toEqual([
      { group: 'treasury', keys: 'evm', needed: 1, have: 0 },
    ]);
    expect(refusalOf(await confirmed(id, 'Ada'))).toEqual([409, 'EVM_KEY_REQUIRED', '/signature']);
    expect(await statuses(id)).toEqual([]);
    await story.confirmed(id);
    await story.until(id, 'relayed');
    expect(await statuses(id)).toEqual([[story.personId('Ada'), 'counts']]);
  });
});

describe("a passkey's counter", () => {
  it('must grow with every act, or the act is refused and the log says so', async () => {
    const id = await largeOne();
    const { digest } = await clearance(id);
    const later = devices.Rita.assert(digest, { counter: 1000 });
    made(await answered(id, 'Rita', later));
    const next = await largeOne();
    expect(refusalOf(await confirmed(next, 'Rita', { counter: 1000 }))).toEqual(copied);
    expect(refusalOf(await confirmed(next, 'Rita', { counter: 999 }))).toEqual(copied);
    expect(refusalOf(await confirmed(next, 'Rita', { counter: 0 }))).toEqual(copied);
    await story.integrated();
    const { body } = await story.person('Audrey').get('/v1/audit-entries?type=request.refused&limit=200');
    expect(
      z
        .array(z.looseObject({ body: z.looseObject({}) }))
        .parse(body['data'])
        .at(-1)?.body,
    ).toMatchObject({
      actor: story.personId('Rita'),
      detail: { code: 'APPROVAL_BINDING', pointers: ['/signature/authenticatorData'] },
    });
    expect(await statuses(next)).toEqual([]);
    // Whoever lowers it in the database can bring a copied authenticator again, and nothing that is not signed.
    await story.sql('UPDATE passkey_counter SET counter = 0 WHERE credential_id = $1', [
      devices.Rita.credentialId,
    ]);
    expect(refusalOf(await answered(next, 'Rita', later))).toEqual(binding);
    made(await confirmed(next, 'Rita', { counter: 1001 }));
    // What was taken in once stays good, whatever the counter is now.
    expect(await statuses(id)).toEqual([[story.personId('Rita'), 'counts']]);
  });

  it('is raised by one of two acts at the same moment', async () => {
    const [one, other] = [await largeOne(), await largeOne()];
    const lies = { counter: 500 };
    const replies = await Promise.all([confirmed(one, 'Ada', lies), confirmed(other, 'Ada', lies)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it('is not raised by an act that is refused, nor by an assertion that is not genuine', async () => {
    const id = await story.awaiting({ amount: '0.5' });
    const counter = async (): Promise<unknown> =>
      (
        await story.sql('SELECT counter FROM passkey_counter WHERE credential_id = $1', [
          devices.Ada.credentialId,
        ])
      )[0];
    const before = await counter();
    await confirmed(id, 'Ada', { counter: 9000, isVerified: false });
    const stale = {
      decision: 'confirm',
      revision: 2,
      signature: devices.Ada.assert((await clearance(id)).digest),
    };
    await story.person('Ada').post(`/v1/transfers/${id}/confirmations`, stale);
    expect(await counter()).toEqual(before);
    made(await confirmed(id, 'Ada', { counter: 9001 }));
    await story.until(id, 'relayed');
  });

  it('is asked of intents and exceptions as well', async () => {
    const before = await story.sql('SELECT count(*) FROM transfer');
    const reply = await asked({ amount: '1' }, (digest) => devices.Tessa.assert(digest, { counter: 0 }));
    expect(refusalOf(reply)).toEqual(copied);
    expect(await story.sql('SELECT count(*) FROM transfer')).toEqual(before);
    const held = await story.requested({ amount: '80' }, 'needs-exception');
    expect(refusalOf(await excepted(held, 'Clara', { counter: 0 }))).toEqual(copied);
    made(await excepted(held, 'Clara'));
  });

  it('says nothing when an authenticator keeps none', async () => {
    for (const id of [await largeOne(), await largeOne()]) made(await confirmed(id, 'Amos'));
  });
});

describe("a passkey's intent", () => {
  it.each([
    ['over something else', (): Assertion => sign(parseBytes32(`0x${'11'.repeat(32)}`))],
    ['of another person', (digest: Bytes32): Assertion => devices.Ada.assert(digest)],
    ['that nobody enrolled', (digest: Bytes32): Assertion => new SoftAuthenticator().assert(digest)],
    ['without user verification', (digest: Bytes32) => devices.Tessa.assert(digest, { isVerified: false })],
  ])('is refused with an assertion %s', async (_case, by) => {
    const { body } = await asked({ amount: '1' }, by);
    expect([body['state'], reasonsOf(body)]).toEqual(['refused', ['INTENT_SIGNATURE']]);
  });
});

/** With its members in the order in which they are stored. */
function sorted(assertion: Assertion): object {
  return Object.fromEntries(Object.entries(assertion).sort());
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, type TypedDataDefinition, concat, numberToHex, slice } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { Reply } from '../../sandbox/person-client.js';
import { anotherSignature } from '../builders/another-signature.js';
import { withPerson } from '../builders/founding.js';
import { withV } from '../builders/safe-execution.js';
import { made, reasonsOf, refusalOf } from './answers.js';
import { openStory } from './story.js';
import type { Named, StorySteps } from './story-steps.js';

let story: StorySteps;

beforeAll(async () => {
  // Orson holds an owner's key and may ask for transfers: not both for the same one.
  const founding = (document: Parameters<typeof withPerson>[0]) =>
    withPerson(document, 'Orson', { roles: ['signer', 'operator'] });
  story = await openStory({ safes: 9, founding });
});

afterAll(() => story.close());

const OTTO = 0;
// secp256k1's n: (r, n - s, v xor 1) is a second form of the same signature.
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

function owner(index: number) {
  const account = story.chain.owners[index];
  if (!account) throw new Error('there is no such owner');
  return account;
}

async function post(id: string, signature: Hex, claim = OTTO, name = 'Otto'): Promise<Reply> {
  const body = { owner: owner(claim).address, signature };
  return story.person(name).post(`/v1/transfers/${id}/owner-signatures`, body);
}

async function signedBy(id: string, index = OTTO): Promise<Hex> {
  const { safeTxHash } = await story.cleared(id);
  return owner(index).sign({ hash: safeTxHash });
}

/** What eth_sign gives: the EIP-191 form of the hash, and v raised by 4 as Safe tells it apart. */
async function ethSigned(id: string): Promise<Hex> {
  const { safeTxHash } = await story.cleared(id);
  const signature = await owner(OTTO).signMessage({ message: { raw: safeTxHash } });
  return withV(signature, Number(slice(signature, 64)) + 4);
}

function highS(signature: Hex): Hex {
  const s = ORDER - BigInt(slice(signature, 32, 64));
  const v = slice(signature, 64) === '0x1b' ? 28 : 27;
  return concat([slice(signature, 0, 32), numberToHex(s, { size: 32 }), numberToHex(v, { size: 1 })]);
}

describe('an owner signature', () => {
  it('invariant 14: is refused in every form but one, and that freezes nothing', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    const good = await signedBy(id);
    const contract = concat([`0x${'00'.repeat(12)}`, owner(OTTO).address, `0x${'00'.repeat(32)}`, '0x00']);
    const forms: Readonly<Record<string, readonly [Hex, string]>> = {
      // Over this very hash by its own owner; relabelled bytes of another kind are somebody else's, and freeze.
      eth_sign: [await ethSigned(id), 'SIG_TYPE'],
      'contract, v = 0': [contract, 'SIG_TYPE'],
      'approved hash, v = 1': [withV(contract, 1), 'SIG_TYPE'],
      'v = 2': [withV(good, 2), 'SIG_TYPE'],
      'v = 29': [withV(good, 29), 'SIG_TYPE'],
      'high s': [highS(good), 'SIG_HIGH_S'],
      '64 bytes (EIP-2098)': [`0x${'11'.repeat(64)}`, 'SIG_LENGTH'],
      '66 bytes': [`${good}00`, 'SIG_LENGTH'],
      'no bytes': ['0x', 'SIG_LENGTH'],
      'three signatures at once': [concat([good, good, good]), 'SIG_LENGTH'],
      'more than any signature': [`0x${'11'.repeat(1025)}`, 'SIG_LENGTH'],
    };
    for (const [form, [signature, code]] of Object.entries(forms)) {
      expect([form, ...refusalOf(await post(id, signature))]).toEqual([form, 422, code, '/signature']);
    }
    expect([await story.freeze(safe), await story.findings(safe)]).toEqual([null, []]);
    made(await post(id, good));
  });

  it('is taken once: the same one again changes nothing, another one freezes the Safe', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    const first = await signedBy(id);
    made(await post(id, first));
    made(await post(id, first));
    const log = (await story.audited(id)).filter(({ type }) => type === 'transfer.owner-signed');
    expect(log).toHaveLength(1);
    const second = anotherSignature(owner(OTTO), (await story.cleared(id)).safeTxHash);
    expect(second).not.toBe(first);
    expect(refusalOf(await post(id, second))).toEqual([409, 'RESIGN_REQUEST', '/signature']);
    await expectFrozen(safe, 'RESIGN_REQUEST');
  });

  it('is not taken before the relay', async () => {
    const id = await story.awaiting({ amount: '1' });
    expect(refusalOf(await post(id, await signedBy(id)))).toEqual([409, 'STATE_CONFLICT']);
  });

  it('invariant 8: is neither asked for nor taken for a row that only the database calls relayed', async () => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '1', safe });
    await story.sql(
      `UPDATE transfer SET state = 'relayed', evidence = evidence || '{"relayedAt": 1}' WHERE id = $1`,
      [id],
    );
    expect(await story.state(id)).toBe('relayed');
    const request = await story.person('Otto').get(`/v1/transfers/${id}/signature-request`);
    expect(refusalOf(request)).toEqual([expect.any(Number), 'APPROVAL_BINDING']);
    const signature = await signedBy(id);
    expect(refusalOf(await post(id, signature)).slice(1)).toEqual(['APPROVAL_BINDING']);
    const kept = await story.sql('SELECT owner FROM owner_signature WHERE transfer_id = $1', [id]);
    expect(kept).toEqual([]);
  });

  it('invariant 10: is not taken from the requester, nor for an owner who is somebody else', async () => {
    const safe = story.freshSafe();
    const id = await story.requested({ amount: '1', safe, by: 'Orson' });
    await story.until(id, 'awaiting-confirmation');
    await story.confirmed(id);
    await story.until(id, 'relayed');
    expect(refusalOf(await story.person('Orson').signAsOwner(id))).toEqual([403, 'SOD']);
    const odile = await signedBy(id, 1);
    expect(refusalOf(await post(id, odile, 1))).toEqual([403, 'OWNER_NOT_MAPPED', '/owner']);
    expect(refusalOf(await post(id, odile, 1, 'Tessa'))).toEqual([403, 'FORBIDDEN']);
    expect(await story.freeze(safe)).toBeNull();
    await story.signed(id, ['Otto', 'Odile', 'Omar']);
    await story.settled(id);
  });
});

describe('a signature over something else', () => {
  const message = (change: Readonly<Record<string, unknown>>) => (typed: TypedDataDefinition) => ({
    ...typed,
    message: { ...typed.message, ...change },
  });
  const alterations = {
    "Bybit's: a delegatecall": message({ operation: 1 }),
    'another recipient': message({ to: '0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334' }),
    'the next nonce': message({ nonce: '1' }),
    'another chain': (typed: TypedDataDefinition) => ({
      ...typed,
      domain: { ...typed.domain, chainId: 137 },
    }),
  };

  // On a Safe that is frozen already, but for the first: a freeze hides no finding, and each finding freezes anew.
  it.each(Object.entries(alterations))('invariant 14: freezes the Safe: %s', async (_, alter) => {
    const { safe, id, typedData } = await relayedOnOne();
    const before = await known(safe);
    const signature = await owner(OTTO).signTypedData(alter(typedData));
    expect(refusalOf(await post(id, signature))).toEqual([422, 'SIG_MISMATCH', '/signature']);
    expect(await known(safe)).toEqual({ findings: before.findings + 1, freezes: before.freezes + 1 });
    expect(await story.freeze(safe)).toBe('SIG_MISMATCH');
  });

  it.each([
    ['a stranger', () => privateKeyToAccount(generatePrivateKey())],
    ['another owner', () => owner(1)],
  ])('invariant 14: freezes the Safe: by %s in the name of an owner', async (_, key) => {
    const { safe, id } = await relayedOnOne();
    const before = await known(safe);
    const { safeTxHash } = await story.cleared(id);
    const reply = await post(id, await key().sign({ hash: safeTxHash }));
    expect(refusalOf(reply)).toEqual([422, 'SIG_MISMATCH', '/signature']);
    expect(await known(safe)).toEqual({ findings: before.findings + 1, freezes: before.freezes + 1 });
    expect(refusalOf(await post(id, await signedBy(id)))).toEqual([409, 'SAFE_FROZEN']);
    const body = made(await story.request({ amount: '1', safe }));
    expect([body['state'], reasonsOf(body)]).toEqual(['refused', ['SAFE_FROZEN']]);
  });
});

interface Shared {
  readonly safe: Named;
  readonly id: string;
  readonly typedData: TypedDataDefinition;
}

let shared: Shared | undefined;

/** A relayed transfer on one Safe for all of these stories, with what its owners were asked to sign. */
async function relayedOnOne(): Promise<Shared> {
  if (!shared) {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    const { body } = await story.person('Otto').get(`/v1/transfers/${id}/signature-request`);
    expect(body).toMatchObject({ enforcement: 'advisory', gaps: ['HANDLER_SIGNS'] });
    shared = { safe, id, typedData: body['typedData'] as TypedDataDefinition };
  }
  return shared;
}

async function known(safe: Named): Promise<{ findings: number; freezes: number }> {
  return { findings: (await story.findings(safe)).length, freezes: await story.standing(safe) };
}

async function expectFrozen(safe: Named, code: string): Promise<void> {
  expect([await story.freeze(safe), await story.findings(safe)]).toEqual([code, [code]]);
}

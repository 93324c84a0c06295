import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { SoftAuthenticator } from '../../../test/builders/authenticator.js';
import { evmKeyId, type Person } from '../identity/person.js';
import { parseAddress } from '../values/address.js';
import { parseBytes32, parseHex } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type Cancellation, burnWords, cancellationDigest } from './cancellation-statement.js';
import {
  type CancelQuestion,
  cancelAnswerFault,
  cancelKeyFault,
  isGenuineCancelAnswer,
} from './cancellation.js';
import type { Verdict } from './clearance.js';

const vectors = new URL('../../../test/vectors/signed-sentences.json', import.meta.url);
const bytes32 = (digit: string) => parseBytes32(`0x${digit.repeat(64)}`);
const person = (last: string) => parseId('per', `per_01890a5d-ac96-774b-bcce-b302099a80${last}`);
const [requester, asker, confirmer] = [person('01'), person('02'), person('03')];
const safe = parseAddress('0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4');
const transferId = parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8057');
const words = burnWords({
  ...{ nonce: 42n, safe: { label: 'Cold Safe 1', address: safe }, transferId },
  words: `Send 1 ETH from Cold Safe 1 (${safe}) to Hot wallet 1 (${safe}) on chain 1, reference: typed wrongly`,
});

const cancellation: Cancellation = {
  ...{ chainId: 1, safe, transferId, revision: 2, words, nonce: 42n },
  ...{ cancelledSafeTxHash: bytes32('1'), cancelSafeTxHash: bytes32('2'), effectsDigest: bytes32('3') },
  expiresAt: unixSeconds(1_800_000_000),
};

const account = privateKeyToAccount(`0x${'a1'.repeat(32)}`);
const address = parseAddress(account.address);
const signer: Person = {
  ...{ id: confirmer, name: 'Amos', roles: ['approver'], groups: ['treasury'], removedAt: null },
  keys: [
    {
      ...{ kind: 'evm', id: evmKeyId(address), purpose: 'confirmation', address },
      ...{ activeFrom: unixSeconds(0), revokedAt: null },
    },
  ],
  accounts: [],
};
const question = { askedBy: asker, requesterId: requester, require: [{ group: 'treasury', count: 1 }] };
const confirm = { decision: 'confirm', reason: '' } as const;

/** Whether Amos' signature over the cancel above counts for a check that differs in one thing. */
async function counts(change: Partial<Parameters<typeof isGenuineCancelAnswer>[1]> = {}): Promise<boolean> {
  const signature = parseHex(await account.sign({ hash: cancellationDigest(cancellation, confirm) }));
  const answer = { personId: confirmer, keyId: evmKeyId(address), verdict: confirm, signature };
  const check = { cancellation, question, signer, now: unixSeconds(1_700_000_000), ...change };
  return isGenuineCancelAnswer(answer, check);
}

describe('a signed cancellation', () => {
  it('invariant 8: is over every member of it', () => {
    const others: readonly Cancellation[] = [
      { ...cancellation, chainId: 2 },
      { ...cancellation, safe: address },
      { ...cancellation, transferId: parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8058') },
      { ...cancellation, revision: 3 },
      { ...cancellation, words: `${words} ` },
      { ...cancellation, cancelledSafeTxHash: bytes32('4') },
      { ...cancellation, cancelSafeTxHash: bytes32('4') },
      { ...cancellation, nonce: 43n },
      { ...cancellation, effectsDigest: bytes32('4') },
      { ...cancellation, expiresAt: unixSeconds(1_800_000_001) },
    ];
    const digests = [cancellation, ...others].map((each) => cancellationDigest(each, confirm));
    digests.push(cancellationDigest(cancellation, { decision: 'reject', reason: '' }));
    digests.push(cancellationDigest(cancellation, { decision: 'reject', reason: 'it is right' }));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('invariant 8: counts only as signed, by the person and key of now', async () => {
    expect(await counts()).toBe(true);
    expect(await counts({ cancellation: { ...cancellation, nonce: 43n } })).toBe(false);
    expect(await counts({ signer: undefined })).toBe(false);
    expect(await counts({ signer: { ...signer, removedAt: unixSeconds(1) } })).toBe(false);
    expect(await counts({ signer: { ...signer, id: asker } })).toBe(false);
    const revoked = signer.keys.map((key) => ({ ...key, revokedAt: unixSeconds(1) }));
    expect(await counts({ signer: { ...signer, keys: revoked } })).toBe(false);
  });

  it('invariant 10: is answered by one other confirmer only', async () => {
    expect(cancelAnswerFault(signer, question)).toBeUndefined();
    expect(cancelAnswerFault(signer, { ...question, askedBy: 'system' })).toBeUndefined();
    expect(cancelAnswerFault({ ...signer, id: requester }, question)).toMatchObject({ code: 'SOD' });
    expect(cancelAnswerFault({ ...signer, id: asker }, question)).toMatchObject({ code: 'SOD' });
    const others: readonly Partial<Person>[] = [
      { groups: ['risk'] },
      { roles: ['compliance'] },
      { removedAt: unixSeconds(1) },
    ];
    for (const other of others)
      expect(cancelAnswerFault({ ...signer, ...other }, question)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await counts({ question: { ...question, requesterId: confirmer } })).toBe(false);
  });

  it('by a passkey is refused where the tier asks its groups for EVM keys, but as a rejection', async () => {
    const device = new SoftAuthenticator();
    const passkey = { ...signer, keys: [device.passkey()] };
    const byEvm = { ...question, require: [{ group: 'treasury', count: 1, keys: 'evm' as const }] };
    const answered = async (verdict: Verdict, asked: CancelQuestion) => {
      const signature = device.assert(cancellationDigest(cancellation, verdict));
      const answer = { personId: confirmer, keyId: device.passkey().id, verdict, signature };
      const check = { cancellation, question: asked, signer: passkey, now: unixSeconds(1_700_000_000) };
      return [await isGenuineCancelAnswer(answer, check), cancelKeyFault(passkey, asked, answer)?.code];
    };
    expect(await answered(confirm, question)).toEqual([true, undefined]);
    expect(await answered(confirm, byEvm)).toEqual([false, 'EVM_KEY_REQUIRED']);
    expect(await answered({ decision: 'reject', reason: 'no' }, byEvm)).toEqual([true, undefined]);
    expect(await counts({ question: byEvm })).toBe(true);
    const both = { ...byEvm, require: [...byEvm.require, ...question.require] };
    expect(await answered(confirm, both)).toEqual([true, undefined]);
  });

  it('invariant 18: its sentence is never worded otherwise', () => {
    const signed = z
      .looseObject({ burn: z.array(z.string()) })
      .parse(JSON.parse(readFileSync(vectors, 'utf8')));
    expect(signed.burn).toEqual([words]);
  });
});

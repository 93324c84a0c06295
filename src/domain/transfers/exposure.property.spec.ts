import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numberToHex } from 'viem';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { type AssetId, parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type ExposedTransfer, type LiveHash, type SignedBy, liveHashes, worstCases } from './exposure.js';
import { intentHash } from './intent.js';
import type { CancelAs } from './transfer.js';

const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));
const account = (value: number) => addressFromHex(numberToHex(value, { size: 20 }));
const at = unixSeconds(1_800_000_000);
const later = (seconds: number) => unixSeconds(at + seconds);
const intent = {
  ...{ safeId: parseId('safe', 'safe_01890a5d-ac96-774b-bcce-b302099a8052'), chainId: 1, safe: account(1) },
  ...{ assetId: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8053'), asset: account(0) },
  ...{ destinationId: parseId('dst', 'dst_01890a5d-ac96-774b-bcce-b302099a8054'), destination: account(2) },
  ...{ amount: amountOf(5n), reference: 'refill' },
  ...{
    requesterId: parseId('per', 'per_01890a5d-ac96-774b-bcce-b302099a8051'),
    salt: word(9),
    expiresAt: at,
  },
};
const cleared = {
  ...{ nonce: 42n, words: 'Send 5 wei', safeTxHash: word(1), effectsDigest: word(2), policyHash: word(3) },
  ...{ exceptions: [], tier: 'small', require: [{ group: 'treasury', count: 1 }] },
};
const common = {
  ...{ id: parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8055'), intent, intentHash: intentHash(intent) },
  ...{ intentSignature: '0x00' as const, revision: 1, createdAt: at },
};
const relayed = { ...common, state: 'relayed' as const, evidence: { cleared, relayedAt: later(60) } };
const burn = { safeTxHash: word(10), effectsDigest: word(11), words: 'Burn nonce 42', expiresAt: at };
const asked = { by: 'system', why: 'wrong', at: later(90) };
const cancelling = (cancel: CancelAs) => ({
  ...{ ...common, state: 'cancelling' as const },
  evidence: { cleared, stood: { state: 'relayed' as const, relayedAt: later(60) }, cancel },
});
const by = (owner: number, seconds: number, safeTxHash = cleared.safeTxHash): SignedBy => ({
  ...{ owner: account(owner), at: later(seconds), safeTxHash },
});

describe('The exposure of a Safe', () => {
  it('invariant 12: is there from the relay on, with nobody who has signed', () => {
    expect(liveHashes([{ transfer: relayed, signed: [] }], 2)).toEqual([
      expect.objectContaining({
        ...{ kind: 'original', nonce: 42n, amount: 5n, owners: [], threshold: 2 },
        ...{ executableByAnyone: false, since: later(60), cancel: 'none' },
      }),
    ]);
  });

  it('is executable by anyone from the signature on that reaches the threshold', () => {
    const one = { transfer: relayed, signed: [by(7, 120), by(7, 130)] };
    const two = { transfer: relayed, signed: [by(8, 200), by(7, 120)] };
    expect(liveHashes([one], 2)).toMatchObject([{ executableByAnyone: false, owners: [account(7)] }]);
    expect(liveHashes([two], 2)).toMatchObject([
      { executableByAnyone: true, owners: [account(7), account(8)], since: later(120) },
    ]);
  });

  it('has the burn beside the original once its owners are asked for it', () => {
    const signed = [by(7, 120), by(8, 130, burn.safeTxHash)];
    const shown = (cancel: CancelAs) => liveHashes([{ transfer: cancelling(cancel), signed }], 2);
    expect(shown({ stage: 'asked', ...asked })).toMatchObject([{ kind: 'original', cancel: 'asked' }]);
    expect(shown({ stage: 'cleared', ...asked, burn })).toMatchObject([{ cancel: 'asked' }]);
    const confirmed = { stage: 'confirmed', ...asked, burn, confirmedBy: intent.requesterId } as const;
    const cancel = { signatures: 1, threshold: 2 };
    expect(shown(confirmed)).toMatchObject([
      { kind: 'original', owners: [account(7)], amount: 5n, cancel },
      { kind: 'cancel', owners: [account(8)], amount: 0n, cancel, safeTxHash: burn.safeTxHash },
    ]);
    expect(worstCases(shown(confirmed))).toMatchObject([{ amount: 5n }]);
  });
});

const [ether, dollar] = [intent.assetId, parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8056')] as const;
const template = liveHashes([{ transfer: relayed, signed: [] } satisfies ExposedTransfer], 2)[0] as LiveHash;
const aHash = fc.record({
  assetId: fc.constantFrom<AssetId>(ether, dollar),
  nonce: fc.bigInt({ min: 0n, max: 3n }),
  amount: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
});

describe('The worst case', () => {
  const worst = (hashes: readonly Pick<LiveHash, 'assetId' | 'nonce' | 'amount'>[], asset: AssetId) =>
    worstCases(hashes.map((each) => ({ ...template, ...each }))).find(({ assetId }) => assetId === asset)
      ?.amount ?? 0n;

  it('invariant 12: is, of all choices of one hash a nonce, the one that costs most, exactly', () => {
    fc.assert(
      fc.property(fc.array(aHash, { maxLength: 6 }), fc.constantFrom(ether, dollar), (hashes, asset) => {
        const nonces = [...new Set(hashes.map(({ nonce }) => nonce))];
        const choices = nonces.reduce<bigint[]>(
          (sums, nonce) =>
            sums.flatMap((sum) => [
              sum,
              ...hashes
                .filter((each) => each.nonce === nonce && each.assetId === asset)
                .map(({ amount }) => sum + amount),
            ]),
          [0n],
        );
        const most = choices.reduce((one, other) => (one > other ? one : other));
        expect(worst(hashes, asset)).toBe(most);
      }),
    );
  });

  it('never falls by a further hash, and depends on no order', () => {
    fc.assert(
      fc.property(fc.array(aHash, { maxLength: 6 }), aHash, (hashes, more) => {
        for (const asset of [ether, dollar]) {
          expect(worst([...hashes, more], asset)).toBeGreaterThanOrEqual(worst(hashes, asset));
          expect(worst([...hashes].reverse(), asset)).toBe(worst(hashes, asset));
        }
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import { clearanceDigest } from '../confirmations/clearance.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { clearanceOf } from './clearance-of.js';
import { hashesOf } from './hashes-of.js';
import { intentHash } from './intent.js';
import type { Transfer } from './transfer.js';

const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));
const account = (value: number) => addressFromHex(numberToHex(value, { size: 20 }));
const at = unixSeconds(1_800_000_000);
const intent = {
  ...{ safeId: parseId('safe', 'safe_01890a5d-ac96-774b-bcce-b302099a8052'), chainId: 1, safe: account(1) },
  ...{ assetId: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8053'), asset: account(0) },
  ...{ destinationId: parseId('dst', 'dst_01890a5d-ac96-774b-bcce-b302099a8054'), destination: account(2) },
  requesterId: parseId('per', 'per_01890a5d-ac96-774b-bcce-b302099a8055'),
  ...{ amount: amountOf(7n), reference: 'refill', salt: word(9), expiresAt: at },
};
const cleared = {
  ...{ nonce: 42n, words: 'Send 7 wei', safeTxHash: word(1), effectsDigest: word(2), policyHash: word(3) },
  ...{ exceptions: [], tier: 'small', require: [{ group: 'treasury', count: 1 }] },
};
const common = {
  ...{ id: parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8056'), intent, intentHash: intentHash(intent) },
  ...{ intentSignature: '0x00' as const, revision: 1, createdAt: at },
};
const execution = { transactionHash: word(4), blockNumber: 9n, blockHash: word(5), executor: account(6) };
const sent = (value: number) => ({ transactionHash: word(value), rawTransaction: '0x02' });
const stood = { state: 'relayed' as const, relayedAt: at };
const burn = { safeTxHash: word(11), effectsDigest: word(12), words: 'Burn', expiresAt: at };
const asked = { by: 'system', why: 'a mistake', at };
const confirmed = { ...asked, burn, confirmedBy: 'somebody' };

const awaiting = { ...common, state: 'awaiting-confirmation', evidence: { cleared } } as const;
const own = [common.intentHash];
const asCleared = [
  ...own,
  clearanceDigest(clearanceOf(awaiting), { decision: 'confirm', reason: '' }),
  cleared.safeTxHash,
];

type Cancel = Extract<Transfer, { state: 'cancelling' }>['evidence']['cancel'];
const cancelling = (cancel: Cancel): Transfer => ({
  ...{ ...common, state: 'cancelling' },
  evidence: { cleared, stood, cancel },
});

/** Each state, and what it can be found by. */
const CASES: readonly (readonly [string, Transfer, readonly string[]])[] = [
  ['requested', { ...common, state: 'requested', evidence: {} }, own],
  ['needs-exception', { ...common, state: 'needs-exception', evidence: { rules: ['a'] } }, own],
  ['queued', { ...common, state: 'queued', evidence: {} }, own],
  ['simulating', { ...common, state: 'simulating', evidence: { because: 'its turn', since: at } }, own],
  ['awaiting-confirmation', awaiting, asCleared],
  ['confirmed', { ...common, state: 'confirmed', evidence: { cleared, confirmedBy: ['a'] } }, asCleared],
  ['relayed', { ...common, state: 'relayed', evidence: { cleared, relayedAt: at } }, asCleared],
  ['signed', { ...common, state: 'signed', evidence: { cleared, signers: [account(7)] } }, asCleared],
  [
    'submitted, twice',
    { ...common, state: 'submitted', evidence: { cleared, submissions: [sent(21), sent(22)] } },
    [...asCleared, word(21), word(22)],
  ],
  ['cancel asked', cancelling({ stage: 'asked', ...asked }), asCleared],
  ['cancel cleared', cancelling({ stage: 'cleared', ...asked, burn }), [...asCleared, word(11)]],
  ['cancel confirmed', cancelling({ stage: 'confirmed', ...confirmed }), [...asCleared, word(11)]],
  [
    'cancel signed',
    cancelling({ stage: 'signed', ...confirmed, signers: [account(7)] }),
    [...asCleared, word(11)],
  ],
  [
    'cancel submitted',
    cancelling({ stage: 'submitted', ...confirmed, submissions: [sent(23)] }),
    [...asCleared, word(11), word(23)],
  ],
  ['executed', { ...common, state: 'executed', evidence: { cleared, execution } }, [...asCleared, word(4)]],
  ['settled', { ...common, state: 'settled', evidence: { cleared, execution } }, [...asCleared, word(4)]],
  [
    'mismatched',
    {
      ...{ ...common, state: 'mismatched' },
      evidence: { cleared, execution, reasons: [{ code: 'SIM_REVERT', reason: 'it reverts' }] },
    },
    [...asCleared, word(4)],
  ],
  ['superseded', { ...common, state: 'superseded', evidence: { cleared, nonceNow: '43' } }, asCleared],
  [
    'refused',
    { ...common, state: 'refused', evidence: { reasons: [{ code: 'SIM_REVERT', reason: 'it reverts' }] } },
    own,
  ],
  ['cancelled', { ...common, state: 'cancelled', evidence: { by: 'a', why: 'b' } }, own],
  [
    'cancelled on the chain',
    {
      ...{ ...common, state: 'cancelled' },
      evidence: { by: 'a', why: 'b', burnt: { cleared, burn, execution, reasons: [] } },
    },
    [...asCleared, word(11), word(4)],
  ],
  ['rejected', { ...common, state: 'rejected', evidence: { by: 'a', why: 'b' } }, own],
  ['expired', { ...common, state: 'expired', evidence: {} }, own],
];

describe(hashesOf.name, () => {
  it.each(CASES)('names every hash that people hold of one that is %s', (_, transfer, hashes) => {
    expect(hashesOf(transfer)).toEqual(hashes);
  });
});

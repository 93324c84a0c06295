import { describe, expect, it } from '@jest/globals';
import { numberToHex } from 'viem';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { clearanceChanges, clearanceOf, isCleared } from './clearance-of.js';
import { intentHash } from './intent.js';
import type { ClearedAs, TransferIn } from './transfer.js';

const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));
const account = (value: number) => addressFromHex(numberToHex(value, { size: 20 }));
const at = unixSeconds(1_800_000_000);

const cleared: ClearedAs = {
  nonce: 42n,
  words: 'Send 5 wei',
  safeTxHash: word(1),
  effectsDigest: word(2),
  policyHash: word(3),
  exceptions: [word(4)],
  tier: 'small',
  require: [{ group: 'treasury', count: 1 }],
};
const intent = {
  safeId: parseId('safe', 'safe_01890a5d-ac96-774b-bcce-b302099a8052'),
  chainId: 5,
  safe: account(1),
  assetId: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8053'),
  asset: account(0),
  destinationId: parseId('dst', 'dst_01890a5d-ac96-774b-bcce-b302099a8054'),
  destination: account(2),
  amount: amountOf(5n),
  reference: 'refill',
  requesterId: parseId('per', 'per_01890a5d-ac96-774b-bcce-b302099a8051'),
  salt: word(9),
  expiresAt: at,
};
const awaiting: TransferIn<'awaiting-confirmation'> = {
  id: parseId('tr', 'tr_01890a5d-ac96-774b-bcce-b302099a8055'),
  intent,
  intentHash: intentHash(intent),
  intentSignature: '0x00',
  revision: 3,
  createdAt: at,
  state: 'awaiting-confirmation',
  evidence: { cleared },
};

describe(clearanceOf.name, () => {
  it('invariant 8: binds the transfer, its revision, the intent, the transaction, the effects and the policy', () => {
    expect(clearanceOf(awaiting)).toEqual({
      chainId: 5,
      safe: intent.safe,
      transferId: awaiting.id,
      revision: 3,
      words: cleared.words,
      intentHash: awaiting.intentHash,
      safeTxHash: cleared.safeTxHash,
      effectsDigest: cleared.effectsDigest,
      policyHash: cleared.policyHash,
      exceptions: cleared.exceptions,
      expiresAt: intent.expiresAt,
    });
  });
});

describe(isCleared.name, () => {
  it('is true only where the evidence says what was cleared', () => {
    expect(isCleared(awaiting)).toBe(true);
    expect(isCleared({ ...awaiting, state: 'queued', evidence: {} })).toBe(false);
    const simulating = { because: 'the nonce moved', since: at };
    expect(isCleared({ ...awaiting, state: 'simulating', evidence: simulating })).toBe(false);
  });
});

describe(clearanceChanges.name, () => {
  it('invariant 9: finds nothing where nothing changed', () => {
    expect(clearanceChanges(cleared, structuredClone(cleared))).toEqual([]);
  });

  const changes: readonly [string, Partial<ClearedAs>, string][] = [
    ['the nonce', { nonce: 43n }, "the Safe's nonce is 43, cleared for 42"],
    ['the words', { words: 'Send 6 wei' }, 'the transfer reads otherwise now'],
    ['the transaction', { safeTxHash: word(11) }, 'the Safe transaction hash changed'],
    ['the effects', { effectsDigest: word(12) }, 'the simulated effects changed'],
    ['the policy', { policyHash: word(13) }, 'another policy version is in force'],
    ['an exception more', { exceptions: [word(4), word(5)] }, 'the policy exceptions changed'],
    ['an exception less', { exceptions: [] }, 'the policy exceptions changed'],
    ['another exception', { exceptions: [word(5)] }, 'the policy exceptions changed'],
    ['the tier', { tier: 'large' }, 'another quorum is required'],
    ['a larger quorum', { require: [{ group: 'treasury', count: 2 }] }, 'another quorum is required'],
    ['another group', { require: [{ group: 'risk', count: 1 }] }, 'another quorum is required'],
  ];

  it.each(changes)('invariant 9: says that %s changed', (_case, change, words) => {
    expect(clearanceChanges(cleared, { ...cleared, ...change })).toEqual([words]);
  });

  it('invariant 9: knows every field of a clearance', () => {
    const covered = new Set(changes.flatMap(([, change]) => Object.keys(change)));
    expect([...covered].sort()).toEqual(Object.keys(cleared).sort());
  });
});

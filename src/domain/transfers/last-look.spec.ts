import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { numberToHex } from 'viem';
import type { Quorum } from '../confirmations/quorum.js';
import { ERROR_CODES, isPassing } from '../errors.js';
import { parseBytes32 } from '../values/hex.js';
import { type AskedAgain, lastVerdict, reasonsToStop, reasonsWords } from './last-look.js';
import { systemCancelWords } from './system-cancel.js';
import type { ClearedAs } from './transfer.js';

const word = (value: number) => parseBytes32(numberToHex(value, { size: 32 }));

const cleared: ClearedAs = {
  ...{ nonce: 7n, words: 'Send 5 ETH', safeTxHash: word(1), effectsDigest: word(2), policyHash: word(3) },
  ...{ exceptions: [], tier: 'small', require: [{ group: 'treasury', count: 1 }] },
};
const met: Quorum = { met: true, missing: [], counted: ['per_1'], rejectedBy: [] };
const short: Quorum = {
  ...{ met: false, counted: ['per_1'], rejectedBy: [] },
  missing: [{ group: 'treasury', needed: 2, have: 1 }],
};
const sound: AskedAgain = {
  ...{ denials: [], isClearedUnder: true, unsigned: [], quorum: met, nonce: 7n },
  simulated: { kind: 'agreed', safeTxHash: word(1), effectsDigest: word(2) },
};

const codesFor = (change: Partial<AskedAgain>) =>
  reasonsToStop(cleared, { ...sound, ...change }).map(({ code }) => code);
const denial = (code: (typeof ERROR_CODES)[number]) => ({ code, reason: `because of ${code}` });

describe('invariant 25: what stops a relayed transfer', () => {
  it('is nothing while everything is as it was cleared', () => {
    expect(codesFor({})).toEqual([]);
    expect(codesFor({ simulated: null })).toEqual([]);
  });

  it('is any denial by the policy in force', () => {
    expect(codesFor({ denials: [denial('DEST_NOT_ALLOWED'), denial('EXPIRED')] })).toEqual([
      'DEST_NOT_ALLOWED',
      'EXPIRED',
    ]);
  });

  it.each(['LIMIT_WINDOW', 'LIMIT_COUNT'] as const)(
    'invariants 11 and 13: is not a full window (%s) of the policy that reserved its budget, but one of any other',
    (code) => {
      expect(codesFor({ denials: [denial(code)] })).toEqual([]);
      expect(codesFor({ denials: [denial(code)], isClearedUnder: false })).toEqual([code]);
    },
  );

  it('is not another policy that permits it, but a quorum that it asks for and that was not given', () => {
    expect(codesFor({ isClearedUnder: false })).toEqual([]);
    const [reason] = reasonsToStop(cleared, { ...sound, isClearedUnder: false, quorum: short });
    expect(reason).toMatchObject({ code: 'QUORUM', reason: expect.stringMatching('1 of 2 of treasury') });
  });

  it('is a tier that it does not have, also if no rule says so', () => {
    expect(codesFor({ quorum: null })).toEqual(['QUORUM']);
    expect(codesFor({ quorum: null, denials: [denial('NO_TIER')] })).toEqual(['NO_TIER']);
  });

  it('is an intent or a quorum that nobody signed who counts, and is said once', () => {
    const unsigned = [{ code: 'APPROVAL_BINDING', reason: 'no quorum' }] as const;
    expect(codesFor({ unsigned, quorum: short })).toEqual(['APPROVAL_BINDING']);
  });

  it('is another nonce, whose simulation then says nothing more', () => {
    const other = { kind: 'agreed', safeTxHash: word(8), effectsDigest: word(9) } as const;
    expect(codesFor({ nonce: 8n, simulated: other })).toEqual(['NONCE_MISMATCH']);
  });

  it('is another hash, other effects, and whatever the engines object to', () => {
    const agreed = { kind: 'agreed', safeTxHash: word(1), effectsDigest: word(2) } as const;
    expect(codesFor({ simulated: { ...agreed, safeTxHash: word(8) } })).toEqual(['HASH_MISMATCH']);
    expect(codesFor({ simulated: { ...agreed, effectsDigest: word(8) } })).toEqual(['DELTA_MISMATCH']);
    const objected = { kind: 'objected', code: 'SIM_REVERT', reasons: ['GS013'] } as const;
    expect(codesFor({ simulated: objected })).toEqual(['SIM_REVERT']);
  });
});

describe('the verdict', () => {
  const code = fc.constantFrom(...ERROR_CODES);

  it('invariant 6: stands for no reason at all, is unavailable only if nothing was answered, and loses no reason', () => {
    fc.assert(
      fc.property(fc.array(code), (codes) => {
        const verdict = lastVerdict(codes.map(denial));
        const kinds = { stands: codes.length === 0, unavailable: codes.every(isPassing) };
        const expected = kinds.stands ? 'stands' : kinds.unavailable ? 'unavailable' : 'stopped';
        expect(verdict.kind).toBe(expected);
        const reasons = verdict.kind === 'stands' ? [] : verdict.reasons;
        expect(reasons.map((each) => each.code).sort()).toEqual([...codes].sort());
        if (verdict.kind === 'stopped') expect(isPassing(verdict.reasons[0]?.code ?? 'INTERNAL')).toBe(false);
      }),
    );
  });

  it('is put into words with every code but the first', () => {
    const reasons = [
      { code: 'EXPIRED', reason: 'It has expired.' },
      { code: 'QUORUM', reason: 'too few' },
    ] as const;
    expect(reasonsWords(reasons)).toBe('It has expired; QUORUM: too few');
  });
});

it.each([
  [0, "it is over; no owner's signature reached Sluice; one may exist"],
  [1, 'it is over; one owner has signed it, and signatures do not expire'],
  [3, 'it is over; 3 owners have signed it, and signatures do not expire'],
])("a cancel of the system's own says what is known of %i signatures", (count, words) => {
  expect(systemCancelWords('it is over', count)).toBe(words);
});

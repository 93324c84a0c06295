import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withoutOwnerBytes } from '../audit-log/owner-bytes.js';
import type { Json } from '../values/canonical-json.js';
import { FINDING_CODES, type FindingCode, isFindingCode } from './finding-codes.js';
import { findingWords } from './finding-words.js';

const OTTO = '0x1111111111111111111111111111111111111111';
const names = {
  owner: (address: string) => (address === OTTO ? 'Otto' : null),
  person: (id: string) => (id === 'per_1' ? 'Otto' : null),
};

const WORDS: Readonly<Record<FindingCode, readonly [detail: Json, words: string]>> = {
  SAFE_STATE_DRIFT: [
    { drift: [{ field: 'threshold', expected: '3', actual: '2' }] },
    'The Safe is not as it was pinned: threshold is 2, pinned is 3.',
  ],
  HASH_MISMATCH: [
    { reason: 'protocol-kit gives 0x2' },
    'The Safe transaction has not the same hash by all who compute it: protocol-kit gives 0x2.',
  ],
  SIG_MISMATCH: [
    { owner: OTTO, recovered: '0x9', signature: '0x0', safeTxHash: '0x1' },
    `What was brought as a signature of Otto (${OTTO}) is not one over the hash to sign: it recovers to 0x9.`,
  ],
  RESIGN_REQUEST: [
    { owner: OTTO, first: null, second: null },
    `Otto (${OTTO}) signed the same a second time, with another signature: somebody asked for another signing round.`,
  ],
  OWNER_SIGNATURE_REVOKED: [
    { transfer: 'tr_1', owner: OTTO, person: 'per_1', safeTxHash: '0x1' },
    `${OTTO} signed, and the key is no longer one that Otto may use: the signature does not count.`,
  ],
  NONCE_SUPERSEDED: [
    { nonce: '7', nonceNow: '8', blockHash: '0xb', executed: ['0x2', '0x3'] },
    'The nonce 7 was used by something that Sluice did not clear: 0x2; 0x3.',
  ],
  POST_EXEC_MISMATCH: [
    { transactionHash: '0x7', reasons: ['more left the Safe', null] },
    'The execution 0x7 is not what was approved: more left the Safe.',
  ],
  APPROVAL_NOT_COLLECTED: [
    { transactionHash: '0x7', owner: '0x5', form: 'ecdsa' },
    '0x5 approved the execution 0x7 without Sluice having collected it.',
  ],
  SOD: [
    { transactionHash: '0x7', owner: OTTO, form: 'ecdsa' },
    `Otto (${OTTO}), a key of the requester, approved the execution 0x7.`,
  ],
  CANCEL_LOST: [
    { transactionHash: '0x7' },
    'The cancel was lost: the transfer was executed by 0x7 before its nonce was burnt.',
  ],
  EXPOSURE_AGED: [
    { kind: 'executable', transfer: 'tr_1' },
    'Anybody who has the signatures of the transfer can execute it for more than an hour, and nobody has: see it executed, or cancel it.',
  ],
  SETTLEMENT_AGED: [
    { kind: 'executed', transfer: 'tr_1' },
    'The transfer was executed more than an hour ago, and is not compared with what was approved yet.',
  ],
  RELAYER_FUNDS: [{ relayer: '0x5' }, "The relayer's key 0x5 had coin for fewer than 20 executions."],
  RELAYER_FEE_CAP: [
    { relayer: '0x5' },
    "The chain asked higher fees than the relayer's key 0x5 may offer (RELAYER_FEE_CAP_GWEI).",
  ],
  LOG_ALTERED: [
    { staged: '4', claims: { detail: 'secret' } },
    'Entries of the log are not what was written (staged 4).',
  ],
  LOG_TRUNCATED: [{ index: '9' }, 'Entries are missing at the end of the log (index 9).'],
  LOG_FORK: [
    { witness: 'w', size: '4' },
    'The stored log is another one than was signed (witness w, size 4).',
  ],
  LOG_ROLLBACK: [{ signed: '4' }, 'The log is older than one that was signed before (signed 4).'],
  LOG_REORGANISED: [
    { blockNumber: '7' },
    'A final block in which a transfer settled is no longer on the chain (blockNumber 7).',
  ],
};

const anyCode = fc.constantFrom<string>(...FINDING_CODES, 'POLICY_DENIED');

describe(findingWords.name, () => {
  it.each(FINDING_CODES)('says what %s is', (code) => {
    const [detail, words] = WORDS[code];
    expect(findingWords(code, detail, names)).toBe(words);
  });

  it.each([
    ['cancelling', 'its nonce is not burnt'],
    ['signed', 'too few of them'],
  ])('tells an exposure that is %s from others', (kind, words) => {
    expect(findingWords('EXPOSURE_AGED', { kind }, names)).toContain(words);
  });

  it('names a code that no finding is made with any more', () => {
    expect(isFindingCode('POLICY_DENIED')).toBe(false);
    expect(findingWords('POLICY_DENIED', {}, names)).toContain('POLICY_DENIED');
  });

  it('is a sentence whatever the detail is, and has no bytes that were taken out of it', () => {
    const bytes = `0x${'ab'.repeat(65)}`;
    const members = fc.dictionary(
      fc.constantFrom('owner', 'reason', 'reasons', 'recovered', 'signature', 'executed', 'drift', 'nonce'),
      fc.oneof(fc.constant(bytes), fc.constant([bytes, 'x']), fc.jsonValue() as fc.Arbitrary<Json>),
    );
    fc.assert(
      fc.property(anyCode, fc.oneof(members, fc.jsonValue() as fc.Arbitrary<Json>), (code, detail) => {
        const words = findingWords(code, withoutOwnerBytes(detail), names);
        expect(words).toMatch(/^[^]+\.$/);
        expect(words).not.toMatch(/[0-9a-f]{128}/);
      }),
    );
  });
});

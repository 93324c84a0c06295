import { describe, expect, it } from '@jest/globals';
import { concat, encodeAbiParameters, hashTypedData, keccak256, stringToBytes } from 'viem';
import { statementJson } from '../signatures/statement.js';
import { canonicalJson } from '../values/canonical-json.js';
import { parseBytes32 } from '../values/hex.js';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import {
  type Change,
  ChangeAnswerSchema,
  ChangeSchema,
  NOTHING,
  type UnsignedAnswer,
  changeDigest,
  changeHash,
  changeStatement,
} from './change.js';

const id = (n: number): string => `01890a5d-ac96-774b-bcce-b302099a${String(n).padStart(4, '0')}`;
const bytes = (byte: string) => parseBytes32(`0x${byte.repeat(32)}`);

const change: Change = {
  id: parseId('chg', `chg_${id(1)}`),
  kind: 'destination',
  subject: `dst_${id(2)}`,
  base: bytes('ba'),
  content: { label: 'Hot wallet 2', assetIds: ['a', 'b'], limit: null },
  sentences: ['Add it.', 'And say so.'],
  proposerId: parseId('per', `per_${id(3)}`),
  expiresAt: unixSeconds(1_800_003_600),
};
const answer: UnsignedAnswer = {
  personId: parseId('per', `per_${id(4)}`),
  decision: 'reject',
  reason: 'Not ours.',
  at: unixSeconds(1_800_000_000),
  head: bytes('ed'),
};
const installation = { chainId: 31_337, id: bytes('1d') };

const text = (value: string) => keccak256(stringToBytes(value));

/** EIP-712 by hand, from the text of the standard: no line of it is shared with the code. */
function digestByHand(): string {
  const type =
    'Change(string decision,string reason,string signer,uint64 at,bytes32 installation,bytes32 register,' +
    'string change,string kind,string subject,string summary,bytes32 base,bytes32 content,uint64 expiresAt)';
  const content = '{"assetIds":["a","b"],"label":"Hot wallet 2","limit":null}';
  const words = [
    ...[text(type), text('reject'), text('Not ours.'), text(answer.personId)],
    `0x${(1_800_000_000).toString(16).padStart(64, '0')}` as const,
    ...[`0x${'1d'.repeat(32)}` as const, `0x${'ed'.repeat(32)}` as const],
    ...[text(change.id), text('destination'), text(change.subject), text('Add it.\nAnd say so.')],
    ...[`0x${'ba'.repeat(32)}` as const, text(content)],
    `0x${(1_800_003_600).toString(16).padStart(64, '0')}` as const,
  ];
  const domain = encodeAbiParameters(
    [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'bytes32' }, { type: 'uint256' }],
    [text('EIP712Domain(string name,string version,uint256 chainId)'), text('Sluice'), text('1'), 31_337n],
  );
  return keccak256(concat(['0x1901', keccak256(domain), keccak256(concat(words))]));
}

describe(changeDigest.name, () => {
  it('is the EIP-712 digest as the standard has it, for good', () => {
    expect(changeDigest(change, answer, installation)).toBe(digestByHand());
    expect(changeDigest(change, answer, installation)).toBe(
      '0xa7431c66fae9ddd29161a97f675a98b03ea2ba45e820018f6ede521a52801cf5',
    );
  });

  it('is what a wallet makes of the typed data over JSON', () => {
    const json = statementJson(changeStatement(change, answer, installation));
    const sent = JSON.parse(JSON.stringify(json)) as Parameters<typeof hashTypedData>[0];
    expect(hashTypedData(sent)).toBe(changeDigest(change, answer, installation));
  });

  it('invariant 8: differs with every part of what is signed', () => {
    const others = [
      changeDigest({ ...change, id: parseId('chg', `chg_${id(9)}`) }, answer, installation),
      changeDigest({ ...change, kind: 'asset' }, answer, installation),
      changeDigest({ ...change, subject: `dst_${id(9)}` }, answer, installation),
      changeDigest({ ...change, base: null }, answer, installation),
      changeDigest({ ...change, content: null }, answer, installation),
      changeDigest({ ...change, sentences: ['Add it.'] }, answer, installation),
      changeDigest({ ...change, expiresAt: unixSeconds(1) }, answer, installation),
      changeDigest(change, { ...answer, personId: parseId('per', `per_${id(9)}`) }, installation),
      changeDigest(change, { ...answer, decision: 'approve' }, installation),
      changeDigest(change, { ...answer, reason: '' }, installation),
      changeDigest(change, { ...answer, at: unixSeconds(1) }, installation),
      changeDigest(change, { ...answer, head: NOTHING }, installation),
      changeDigest(change, answer, { ...installation, chainId: 1 }),
      changeDigest(change, answer, { ...installation, id: bytes('2d') }),
    ];
    expect(new Set([...others, changeDigest(change, answer, installation)]).size).toBe(15);
  });
});

describe(changeHash.name, () => {
  it('differs with every member, so that the founding digest names all of the founding', () => {
    const hashes = [
      change,
      { ...change, proposerId: null },
      { ...change, sentences: [...change.sentences].reverse() },
      { ...change, content: { ...(change.content as object), limit: 0 } },
      { ...change, expiresAt: unixSeconds(1) },
      { ...change, base: null },
    ].map(changeHash);
    expect(new Set(hashes).size).toBe(6);
  });
});

describe('a stored change', () => {
  it('reads back as what was printed', () => {
    const printed = canonicalJson({ ...change, sentences: [...change.sentences] });
    expect(ChangeSchema.parse(JSON.parse(printed))).toEqual(change);
  });

  it.each([
    [
      'a line break in a sentence: two sentences would read like one',
      { sentences: ['Add it.\nAnd say so.'] },
    ],
    ['no sentence', { sentences: [] }],
    ['a member more', { urgent: true }],
    ['a kind that is none', { kind: 'constructor' }],
    ['an upper-case base', { base: `0x${'BA'.repeat(32)}` }],
    ['a moment that is no whole number', { expiresAt: 1.5 }],
  ])('is refused with %s', (_what, parts) => {
    expect(ChangeSchema.safeParse({ ...change, ...parts }).success).toBe(false);
  });
});

describe('a stored answer', () => {
  const stored = { ...answer, changeId: change.id, signature: `0x${'11'.repeat(65)}` };

  it('reads back as what was printed', () => {
    expect(ChangeAnswerSchema.parse(JSON.parse(canonicalJson(stored)))).toEqual(stored);
  });

  it.each([
    ['hidden characters in its reason', { reason: 'Not ours\u202e.' }],
    ['half a character in its reason: it would be signed like any other half', { reason: '\ud800' }],
    ['a reason longer than anybody reads', { reason: 'x'.repeat(281) }],
    ['no head', { head: undefined }],
    ['a decision that is none', { decision: 'confirm' }],
  ])('is refused with %s', (_what, parts) => {
    expect(ChangeAnswerSchema.safeParse({ ...stored, ...parts }).success).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ChangeAnswerStatement, ChangeView } from '../../src/changes/changes.contract.js';
import { type Act, nextHead } from '../../src/domain/changes/act.js';
import { changeHash, changeStatement } from '../../src/domain/changes/change.js';
import { KINDS } from '../../src/domain/changes/kinds.js';
import { furtherKeyWords } from '../../src/domain/register/words.js';
import { statementDigest, statementJson } from '../../src/domain/signatures/statement.js';
import { type Json, canonicalHash } from '../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { parseUtc } from '../../src/domain/values/time.js';
import {
  type ChangeGrounds,
  type Register,
  checkChange,
  checkChangeAnswer,
  namesOf,
} from '../../console/signing/checks/change-checks.js';
import { aPolicyDocument } from '../builders/policy.js';

const uuid = (n: number) => `01890a5d-ac96-774b-bcce-00000000000${String(n)}`;
const CLARA = `per_${uuid(1)}`;
const FOUNDING = `chg_${uuid(2)}`;
const WORD = { person: CLARA, decision: 'approve', reason: '' } as const;
const names = namesOf({ people: [], assets: [] });

interface Asked {
  readonly shown: ChangeView;
  readonly served: ChangeAnswerStatement;
  readonly register: Register;
}

const before = aPolicyDocument();
const content = { ...before, maxExpirySeconds: before.maxExpirySeconds + 60 };
const change = {
  ...{ id: parseId('chg', `chg_${uuid(3)}`), kind: 'policy' as const, subject: 'policy' },
  base: parseBytes32(canonicalHash({ change: FOUNDING, kind: 'policy', subject: 'policy' })),
  sentences: KINDS.policy.sentences('policy', { before: before, after: content }, names),
  ...{ content: content as Json, proposerId: null, expiresAt: parseUtc('2026-12-07T00:00:00Z') },
} as const;
const founding = {
  ...{
    id: FOUNDING,
    kind: 'founding',
    subject: 'founding',
    base: null,
    sentences: ['Found.'],
    proposerId: null,
  },
  ...{ expiresAt: 0, content: { objects: [{ kind: 'policy', subject: 'policy', content: before }] } },
} as unknown as Extract<Act, { readonly act: 'found' }>['change'];
const acts = [{ act: 'found', change: founding, answers: [] }] as unknown as readonly [Act];
const installation = parseBytes32(changeHash(founding));
const head = nextHead(installation, acts[0]);
const statement = changeStatement(
  change,
  { ...WORD, personId: parseId('per', CLARA), head, at: parseUtc('2026-11-30T12:00:00Z') },
  { chainId: 31_337, id: installation },
);

const fitting: Asked = {
  shown: {
    ...change,
    ...{ before, direction: 'loosens', proposer: null, expiresAt: '2026-12-07T00:00:00Z' },
  } as unknown as ChangeView,
  served: {
    ...{ at: '2026-11-30T12:00:00Z', head, mayAnswer: true, because: null },
    ...{ typedData: statementJson(statement), digest: statementDigest(statement) },
  } as unknown as ChangeAnswerStatement,
  register: { acts },
};

function check({ shown, served, register }: Asked, now = parseUtc('2026-11-30T12:00:00Z') as number) {
  const grounds: ChangeGrounds = {
    installation: { chain: { id: 31_337, name: 'Anvil' }, foundingDigest: installation },
    ...{ names, register, now },
  };
  return checkChangeAnswer(shown, WORD, { served, grounds });
}

function lied(part: keyof Asked, from: string | RegExp, to: string): readonly string[] {
  const text = JSON.stringify(fitting[part]);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  const result = check({ ...fitting, [part]: JSON.parse(changed) as unknown });
  return result.fits ? [] : result.differences.map(({ what }) => what);
}

describe(checkChangeAnswer.name, () => {
  it('gives the statement that was made here', () => {
    const result = check(fitting);
    expect(result).toEqual({
      ...{ fits: true, made: { typedData: fitting.served.typedData, digest: fitting.served.digest } },
    });
  });

  it.each([
    ['other sentences', 'shown', /"sentences":\["A transfer/, '"sentences":["No transfer', 'Sentence 1'],
    ['a sentence too many', 'shown', '"sentences":[', '"sentences":["More.",', 'Sentence 2'],
    ['another direction', 'shown', '"loosens"', '"tightens"', 'Direction'],
    ['another content', 'shown', /("content":\{.*"maxExpirySeconds":)\d+/, '$17200', 'Sentence 1'],
    ['another version before', 'shown', /("before":\{.*"maxExpirySeconds":)\d+/, '$17200', 'Sentence 1'],
    ['another expiry', 'shown', '2026-12-07', '2026-12-08', 'EIP-712 Digest'],
    ['another change', 'shown', uuid(3), uuid(4), 'message.change of the typed data'],
    ['another digest', 'served', /"digest":"0x../, '"digest":"0x00', 'EIP-712 Digest'],
    ['another decision', 'served', '"approve"', '"propose"', 'message.decision of the typed data'],
    ['a register that is not its own', 'served', /"head":"0x../, '"head":"0x00', 'Register'],
    ['another founding', 'register', 'Found.', 'Found?', 'Founding of the register'],
    ['no founding', 'register', '"act":"found"', '"act":"answer"', 'Register'],
  ] as const)('refuses %s', (_what, part, from, to, difference) => {
    expect(lied(part, from, to)).toContain(difference);
  });

  it('refuses a version before that fits its sentences, and is not the one of the register', () => {
    const other = { ...before, maxExpirySeconds: before.maxExpirySeconds + 1 };
    const sentences = KINDS.policy.sentences('policy', { before: other, after: content }, names);
    const result = check({
      ...fitting,
      shown: { ...fitting.shown, before: other, sentences } as unknown as ChangeView,
    });
    expect(result.fits ? [] : result.differences.map(({ what }) => what)).toContain(
      'Version before, in the register',
    );
  });

  it('signs for no moment that is yet to come', () => {
    const result = check(fitting, parseUtc('2026-11-30T11:00:00Z'));
    expect(result.fits ? [] : result.differences.map(({ what }) => what)).toEqual([
      'Moment of the statement',
    ]);
  });
});

describe(checkChange.name, () => {
  const key = {
    ...{
      id: `chg_${uuid(5)}`,
      kind: 'key',
      subject: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
      before: null,
    },
    content: {
      ...{ kind: 'evm', address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', purpose: 'confirmation' },
      ...{ personId: CLARA, invitedBy: null },
    },
    ...{ direction: 'loosens', base: null, proposer: null, expiresAt: '2026-12-07T00:00:00Z' },
  };
  const own = KINDS.key.sentences(key.subject, { before: null, after: key.content }, names);
  const shown = (...more: readonly string[]) =>
    checkChange({ ...key, sentences: [...own, ...more] } as unknown as ChangeView, names).fits;

  it('takes the warning of a further key with any numbers, and no other words', () => {
    expect(shown()).toBe(true);
    expect(shown(furtherKeyWords(2, 1))).toBe(true);
    expect(shown(furtherKeyWords(2, 1).replace('in person', 'by mail'))).toBe(false);
  });

  it('refuses what it cannot read', () => {
    expect(
      checkChange({ ...key, content: { kind: 'evm' }, sentences: own } as unknown as ChangeView, names),
    ).toMatchObject({
      fits: false,
    });
  });
});

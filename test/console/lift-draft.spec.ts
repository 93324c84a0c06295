import { describe, expect, it } from '@jest/globals';
import {
  type LiftDraft,
  type Lifting,
  type MadeLifting,
  checkLifting,
} from '../../console/pages/freezes/lift-draft.js';
import type { Checked } from '../../console/signing/checks/check.js';
import { changeStatement } from '../../src/domain/changes/change.js';
import { statementDigest, statementJson } from '../../src/domain/signatures/statement.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { parseUtc } from '../../src/domain/values/time.js';

const uuid = (last: string): string => `01a22e2b-b6e9-7392-b8a9-48ba354a${last}`;
const PERSON = `per_${uuid('0001')}`;
const CHANGE = `chg_${uuid('0002')}`;
const SUBJECT = `ufr_${uuid('0003')}`;
const FREEZE = `frz_${uuid('0004')}`;
const OTHER = `frz_${uuid('0005')}`;
const HEAD = `0x${'ab'.repeat(32)}`;
const AT = '2026-11-30T12:00:00Z';
const EXPIRES = '2026-12-07T12:00:00Z';
const installation = { chain: { id: 31_337, name: 'test' }, foundingDigest: `0x${'cd'.repeat(32)}` };
const wanted: Lifting = { freezes: [FREEZE], reason: 'a false alarm' };

interface Drafted {
  readonly lifting: Lifting;
  readonly sentences: readonly string[];
}

/** What a gateway answers that drafts this. */
function draftOf({ lifting, sentences }: Drafted): LiftDraft {
  const content: Json = { freezes: [...lifting.freezes], reason: lifting.reason };
  const statement = changeStatement(
    {
      ...{ id: parseId('chg', CHANGE), kind: 'unfreeze', subject: SUBJECT, base: null, content, sentences },
      ...{ proposerId: parseId('per', PERSON), expiresAt: parseUtc(EXPIRES) },
    },
    {
      ...{ personId: parseId('per', PERSON), decision: 'propose', reason: '' },
      ...{ at: parseUtc(AT), head: parseBytes32(HEAD) },
    },
    { chainId: 31_337, id: parseBytes32(installation.foundingDigest) },
  );
  const change = {
    ...{ id: CHANGE, kind: 'unfreeze', subject: SUBJECT, base: null, before: null, content },
    ...{ sentences: [...sentences], direction: 'loosens', expiresAt: EXPIRES },
  };
  const served = {
    at: AT,
    head: HEAD,
    typedData: statementJson(statement),
    digest: statementDigest(statement),
  };
  return { change, statement: served } as unknown as LiftDraft;
}

const SENTENCE = `Lift the freeze ${FREEZE}: "a false alarm".`;
const honest = draftOf({ lifting: wanted, sentences: [SENTENCE] });
const check = (draft: LiftDraft) => checkLifting(wanted, draft, { person: PERSON, installation });

function differing(made: Checked<MadeLifting>): readonly string[] {
  return made.fits ? [] : made.differences.map(({ what }) => what);
}

describe('the draft of a lifting', () => {
  it('is signed as it was wanted', () => {
    const made = check(honest);
    expect(made.fits && made.made.sentences).toEqual([SENTENCE]);
    expect(made.fits && made.made.signable.digest).toBe(honest.statement.digest);
  });

  it('is not signed if it lifts another freeze, however well its parts fit each other', () => {
    const lifting = { freezes: [OTHER], reason: wanted.reason };
    const made = check(draftOf({ lifting, sentences: [`Lift the freeze ${OTHER}: "a false alarm".`] }));
    expect(differing(made)).toEqual(
      expect.arrayContaining(['What is lifted, and why', 'Sentences', 'EIP-712 Digest']),
    );
  });

  it('is not signed if it says something else than it does', () => {
    expect(differing(check(draftOf({ lifting: wanted, sentences: ['Lift nothing.'] })))).toContain(
      'Sentences',
    );
  });

  it.each([
    ['kind', { kind: 'policy' }],
    ['direction', { direction: 'tightens' }],
    ['version before', { before: {} }],
    ['base', { base: HEAD }],
    ['subject', { subject: 'policy' }],
    ['sentences', { sentences: [SENTENCE, SENTENCE] }],
    ['deadline', { expiresAt: '2027-12-07T12:00:00Z' }],
    ['id', { id: `chg_${uuid('0009')}` }],
    ['form', { id: 'chg_1' }],
  ])('is not signed with another %s', (_, members) => {
    expect(check({ ...honest, change: { ...honest.change, ...members } } as LiftDraft).fits).toBe(false);
  });

  it.each([
    ['digest', { digest: HEAD }],
    ['moment', { at: '2026-11-30T12:00:01Z' }],
    ['head', { head: `0x${'00'.repeat(32)}` }],
  ])('is not signed over another %s', (_, members) => {
    expect(check({ ...honest, statement: { ...honest.statement, ...members } }).fits).toBe(false);
  });

  it('is not signed for somebody else, nor for another installation', () => {
    const others = [
      { person: `per_${uuid('0008')}`, installation },
      { person: PERSON, installation: { ...installation, foundingDigest: HEAD } },
      { person: PERSON, installation: { ...installation, chain: { id: 1, name: 'main' } } },
    ];
    for (const ground of others) expect(checkLifting(wanted, honest, ground).fits).toBe(false);
  });
});

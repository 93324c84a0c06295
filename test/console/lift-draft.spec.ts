import { describe, expect, it } from '@jest/globals';
import {
  type LiftDraft,
  type Lifting,
  type MadeLifting,
  checkLifting,
} from '../../console/pages/freezes/lift-draft.js';
import type { Checked } from '../../console/signing/checks/check.js';
import type { ChangeGrounds } from '../../console/signing/checks/change-checks.js';
import { type Act, nextHead } from '../../src/domain/changes/act.js';
import { changeHash, changeStatement } from '../../src/domain/changes/change.js';
import { statementDigest, statementJson } from '../../src/domain/signatures/statement.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { parseUtc } from '../../src/domain/values/time.js';

const uuid = (last: string): string => `01a22e2b-b6e9-7392-b8a9-48ba354a${last}`;
const PERSON = `per_${uuid('0001')}`;
const CHANGE = `chg_${uuid('0002')}`;
const SUBJECT = `ufr_${uuid('0003')}`;
const FREEZE = `frz_${uuid('0004')}`;
const OTHER = `frz_${uuid('0005')}`;
const OTHER_HASH = `0x${'ab'.repeat(32)}`;
const AT = '2026-11-30T12:00:00Z';
const EXPIRES = '2026-12-07T12:00:00Z';

const found: Act = {
  act: 'found',
  change: {
    ...{ id: parseId('chg', `chg_${uuid('0007')}`), kind: 'founding', subject: 'founding', base: null },
    ...{ content: { objects: [] }, sentences: ['Found.'], proposerId: null, expiresAt: parseUtc(EXPIRES) },
  },
  answers: [],
};
const FOUNDING = changeHash(found.change);
const HEAD = nextHead(FOUNDING, found);
const grounds: ChangeGrounds = {
  installation: { chain: { id: 31_337, name: 'test' }, foundingDigest: FOUNDING },
  names: { person: (id) => id, asset: (id) => id },
  register: { acts: [found] },
  now: parseUtc(AT),
};
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
      ...{ at: parseUtc(AT), head: HEAD },
    },
    { chainId: 31_337, id: FOUNDING },
  );
  const change = {
    ...{ id: CHANGE, kind: 'unfreeze', subject: SUBJECT, base: null, before: null, content },
    ...{ sentences: [...sentences], direction: 'loosens', expiresAt: EXPIRES, proposer: PERSON },
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
const check = (draft: LiftDraft) => checkLifting(wanted, draft, { person: PERSON, grounds });

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
    expect(differing(made)).toEqual(['What is lifted, and why']);
  });

  it('is not signed if it says something else than it does', () => {
    expect(differing(check(draftOf({ lifting: wanted, sentences: ['Lift nothing.'] })))).toContain(
      'Sentence 1',
    );
  });

  it.each([
    ['kind', { kind: 'policy' }],
    ['direction', { direction: 'tightens' }],
    ['version before', { before: {} }],
    ['base', { base: OTHER_HASH }],
    ['subject', { subject: 'policy' }],
    ['sentences', { sentences: [SENTENCE, SENTENCE] }],
    ['deadline', { expiresAt: '2027-12-07T12:00:00Z' }],
    ['id', { id: `chg_${uuid('0009')}` }],
    ['form', { id: 'chg_1' }],
  ])('is not signed with another %s', (_, members) => {
    expect(check({ ...honest, change: { ...honest.change, ...members } } as LiftDraft).fits).toBe(false);
  });

  it.each([
    ['digest', { digest: OTHER_HASH }],
    ['moment', { at: '2026-11-30T12:00:01Z' }],
    ['head', { head: `0x${'00'.repeat(32)}` }],
  ])('is not signed over another %s', (_, members) => {
    expect(check({ ...honest, statement: { ...honest.statement, ...members } }).fits).toBe(false);
  });

  it('is not signed for somebody else, nor for another installation', () => {
    const { installation } = grounds;
    const others = [
      { person: `per_${uuid('0008')}`, grounds },
      {
        person: PERSON,
        grounds: { ...grounds, installation: { ...installation, foundingDigest: OTHER_HASH } },
      },
      {
        person: PERSON,
        grounds: { ...grounds, installation: { ...installation, chain: { id: 1, name: 'main' } } },
      },
      { person: PERSON, grounds: { ...grounds, register: { acts: [] } } },
    ];
    for (const ground of others) expect(checkLifting(wanted, honest, ground).fits).toBe(false);
  });
});

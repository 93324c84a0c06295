import { describe, expect, it } from '@jest/globals';
import type { ChangeView } from '../../src/changes/changes.contract.js';
import type { Names } from '../../src/domain/changes/kinds/kind-rules.js';
import { type PolicyDocument } from '../../src/domain/policies/policy.js';
import { compared, marked } from '../../console/pages/changes/compared.js';
import { titleOf } from '../../console/pages/changes/change-words.js';
import { spanOf } from '../../console/signing/span-of.js';
import { lineDirection } from '../../console/pages/changes/line-direction.js';
import { progressOf } from '../../console/pages/changes/progress-of.js';
import { sentenceHalves, signedParts } from '../../console/parts/signed-parts.js';
import { aPolicyDocument } from '../builders/policy.js';

const names: Names = { person: (id) => id, asset: () => 'ETH' };
const ASSET = 'ast_01890a5d-ac96-774b-bcce-000000000003';

function change(members: Readonly<Record<string, unknown>>): ChangeView {
  return {
    ...{ kind: 'destination', before: null, content: {}, objectLabel: 'Hot wallet 3', state: 'proposed' },
    ...{ direction: 'loosens', require: [{ group: 'governance', count: 2 }], missing: [], answers: [] },
    ...{ delaySeconds: 86_400, because: null, proposer: 'per_carlos' },
    ...members,
  } as unknown as ChangeView;
}

describe(compared.name, () => {
  it('compares members by their paths, those of lists by what they are called', () => {
    const before = { label: 'Hot', limits: [{ assetId: ASSET, max: '5' }], tags: ['a'] };
    const content = { label: 'Hot', limits: [{ assetId: ASSET, max: '6' }], tags: ['a', 'b'], expiresAt: 0 };
    expect(compared(change({ before, content }), names)).toEqual({
      differ: [
        { name: 'limits[ETH].max', before: '5', after: '6' },
        { name: 'tags', before: 'a', after: 'a, b' },
        { name: 'expiresAt', before: null, after: '0, 1970-01-01T00:00:00Z' },
      ],
      same: ['label', 'limits[ETH].assetId'],
    });
  });

  it('compares a policy line by line, in words', () => {
    const before = aPolicyDocument();
    const content = { ...before, maxExpirySeconds: before.maxExpirySeconds + 1 } as PolicyDocument;
    const { differ, same } = compared(change({ kind: 'policy', before, content }), names);
    expect(differ.map(({ name }) => name)).toEqual(['expiry']);
    expect(same).toEqual(expect.arrayContaining(before.rules.map(({ id }) => id)));
  });
});

describe(marked.name, () => {
  it('marks the words that the other version does not have', () => {
    expect(marked('at most 9 ETH a day', 'at most 50 ETH a day')).toEqual([
      { text: 'at most ', isNew: false },
      { text: '9', isNew: true },
      { text: ' ETH a day', isNew: false },
    ]);
    expect(marked('same', 'same')).toEqual([{ text: 'same', isNew: false }]);
  });
});

describe(signedParts.name, () => {
  const textOf = (sentence: string) =>
    signedParts(sentence)
      .map((part) =>
        part.kind === 'plain' || part.kind === 'id'
          ? part.text
          : part.kind === 'number'
            ? part.groups.join('') + part.rest
            : `0x${part.groups.join('')}`,
      )
      .join('');

  it.each([
    'at most 2000000 sUSD, up to 1234567.25.',
    'Add 0x52908400098527886E0F7030069857D2E4169EE7 on chain 31337, id ast_01a22e44-5f6b-7300-aa86-f9cd3812940a.',
    '',
  ])('alters no character of %j', (sentence) => {
    expect(textOf(sentence)).toBe(sentence);
  });

  it('groups amounts and addresses, and nothing else', () => {
    expect(signedParts('2000000 on chain 31337 until 2027-02-28, x1234')).toEqual([
      { kind: 'number', groups: ['2', '000', '000'], rest: '' },
      { kind: 'plain', text: ' on chain 31337 until 2027-02-28, x1234' },
    ]);
    expect(signedParts('0x52908400098527886E0F7030069857D2E4169EE7')[0]).toMatchObject({
      groups: ['5290', '8400', '0985', '2788', '6E0F', '7030', '0698', '57D2', 'E416', '9EE7'],
    });
  });

  it('sets ids apart, and no word that only looks like one', () => {
    const id = 'frz_01a22ee1-d0a0-7434-99c6-ea40ab535637';
    expect(signedParts(`Lift the freeze ${id}: "frz_1"`)).toEqual([
      { kind: 'plain', text: 'Lift the freeze ' },
      { kind: 'id', text: id },
      { kind: 'plain', text: ': "frz_1"' },
    ]);
  });

  it('shows what cannot be seen by its code point', () => {
    expect(signedParts('a\u202eb')).toEqual([{ kind: 'plain', text: 'a\ufffdU+202Eb' }]);
  });
});

describe(sentenceHalves.name, () => {
  it('finds what was before, and no words of somebody’s inside of quotes', () => {
    expect(sentenceHalves('tier a: 2. Before: tier a: 1.')).toEqual(['tier a: 2. ', 'Before: tier a: 1.']);
    expect(sentenceHalves('Add "x Before: y" now.')).toEqual(['Add "x Before: y" now.', null]);
    expect(sentenceHalves(String.raw`Add "x\" Before: y".`)).toEqual([
      String.raw`Add "x\" Before: y".`,
      null,
    ]);
  });
});

describe(lineDirection.name, () => {
  const review = {
    loosened: ['rule usd-per-day', 'the longest expiry'],
    tightened: [`tier large up to 5 ${ASSET}`],
  };

  it.each([
    ['usd-per-day: at most 2. Before: usd-per-day: at most 1.', 'loosens'],
    ['A transfer expires after at most 9 seconds.', 'loosens'],
    ['New: tier large: up to 5 ETH needs 1 of treasury.', 'tightens'],
    ['usd-per-day-2: at most 2.', null],
  ])('of %j is %s', (sentence, way) => {
    expect(lineDirection(sentence, review)).toBe(way);
  });
});

describe(progressOf.name, () => {
  const missing = [
    {
      group: 'governance',
      needed: 2,
      have: 1,
      people: [
        { id: 'per_a', name: 'Adam' },
        { id: 'per_c', name: 'Clara' },
      ],
    },
  ];
  const answers = [{ person: 'per_r', personName: 'Rita', decision: 'approve', reason: '' }];

  it('says what it needs, who has approved, who can, and what then', () => {
    expect(progressOf(change({ missing, answers }), 'per_c')).toEqual([
      'It loosens, so it needs 2 of governance besides its proposer.',
      'Rita has approved.',
      '1 more of governance: you or Adam.',
      'Then it waits 1 day, and can be rejected until it is active.',
    ]);
  });

  it('says that nobody can, where nobody can', () => {
    const none = [{ group: 'risk', needed: 1, have: 0, people: [] }];
    expect(progressOf(change({ missing: none, direction: 'tightens' }), 'per_c')).toEqual([
      'It tightens, so it needs 2 of governance besides its proposer.',
      '1 more of risk: nobody could now.',
      'Then it is active at once.',
    ]);
  });

  it('names who ended it, and why', () => {
    const ended = [{ person: 'per_r', personName: 'Rita', decision: 'reject', reason: 'no' }];
    expect(progressOf(change({ state: 'rejected', because: 'per_r: no', answers: ended }), 'per_c')).toEqual([
      'Rita rejected it: “no”. It changes nothing.',
    ]);
    expect(progressOf(change({ state: 'expired', because: 'it was not approved in time' }), 'per_c')).toEqual(
      ['It has ended: it was not approved in time. It changes nothing.'],
    );
  });
});

it('names an object and what becomes of it', () => {
  expect(titleOf(change({}))).toBe('Destination “Hot wallet 3”: new');
  expect(titleOf(change({ before: {}, content: null }))).toBe('Destination “Hot wallet 3”: removed');
  expect(titleOf(change({ kind: 'unfreeze', objectLabel: null }))).toBe('Unfreeze: freezes are lifted');
  expect([86_400, 5_400, 1].map(spanOf)).toEqual(['1 day', '90 minutes', '1 second']);
});

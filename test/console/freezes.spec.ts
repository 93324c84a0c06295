import { describe, expect, it } from '@jest/globals';
import { pageSubject } from '../../console/frame/freeze/page-subject.js';
import { pendingLiftings } from '../../console/pages/freezes/liftings.js';
import { whoLifts } from '../../console/pages/freezes/who-lifts.js';
import type { ChangeView, QuorumsView } from '../../src/changes/changes.contract.js';
import type { PersonView } from '../../src/identity/identity.contract.js';

const change = (id: string, members: object): ChangeView =>
  ({
    id,
    kind: 'unfreeze',
    state: 'proposed',
    content: { freezes: ['frz_1'], reason: 'x' },
    ...members,
  }) as unknown as ChangeView;

describe('the change that lifts a freeze', () => {
  it('is the one under way that was proposed first', () => {
    const pending = pendingLiftings([
      change('chg_3', {}),
      change('chg_2', { state: 'approved' }),
      change('chg_1', { state: 'rejected' }),
    ]);
    expect(pending.get('frz_1')?.id).toBe('chg_2');
  });

  it('is none of another kind, and none whose content has not its form', () => {
    const odd = [null, {}, { freezes: 'frz_1' }, { freezes: [1] }];
    const changes = odd.map((content, at) => change(String(at), { content }));
    expect(pendingLiftings([change('chg_1', { kind: 'policy' }), ...changes]).size).toBe(0);
  });
});

describe('who lifts a freeze', () => {
  const require = [{ group: 'governance', count: 2 }];
  const quorums = { kinds: { unfreeze: { loosen: { require } } } } as unknown as QuorumsView['content'];
  const person = (name: string, members: object): PersonView =>
    ({ name, groups: ['governance'], removedAt: null, ...members }) as PersonView;

  it('is everybody in the groups of the quorum who has not been removed', () => {
    const people = [
      person('Rita', {}),
      person('Gone', { removedAt: '2026-11-30T12:00:00Z' }),
      person('Ada', { groups: ['treasury'] }),
    ];
    expect(whoLifts(quorums, people)).toEqual([{ words: '2 of governance', names: ['Rita'] }]);
  });
});

describe('what a page is about', () => {
  const id = '01a22e2b-b6e9-7392-b8a9-48ba354aacd6';
  it.each([
    [`/safes/safe_${id}`, { kind: 'safe', id: `safe_${id}` }],
    [`/transfers/tr_${id}`, { kind: 'transfer', id: `tr_${id}` }],
    [`/transfers/tr_${id}/sign`, { kind: 'transfer', id: `tr_${id}` }],
    ['/transfers/new', null],
    ['/safes', null],
    ['/safes/../freezes', null],
    ['/', null],
  ])('of %s', (path, subject) => {
    expect(pageSubject(path)).toEqual(subject);
  });
});

import { describe, expect, it } from '@jest/globals';
import { EVENTS } from '../../../../test/log/events-of-every-type.js';
import { CHANGE_KINDS } from '../../changes/change.js';
import { AUDIT_TYPES } from '../acts/acts.js';
import type { AuditEvent } from '../entry.js';
import { hintsOf, type Notice } from './hints-of.js';
import { TOLD } from './told.js';

const kindsOf = (notice: Notice): string[] => hintsOf(notice).hints.map(({ kind }) => kind);

describe(hintsOf.name, () => {
  it.each(AUDIT_TYPES.filter((type) => TOLD[type] !== 'nothing'))('tells something of %s', (type) => {
    const { subject, safeId: safe }: AuditEvent = EVENTS[type];
    const { finding, freeze } = EVENTS[type].detail as Partial<Record<string, string>>;
    const { hints, isAccess } = hintsOf({ type, subject, safe, finding, freeze });
    expect(hints.length > 0 || isAccess).toBe(true);
    for (const { kind, id } of hints) expect(id === null).toBe(kind === 'everything' || kind === 'health');
  });

  it('tells nothing of reads, refusals and what is its maker’s own', () => {
    for (const type of AUDIT_TYPES.filter((each) => TOLD[each] === 'nothing'))
      expect(hintsOf({ type, subject: 'tr_1' })).toEqual({ hints: [], isAccess: false });
  });

  it('names the transfer, the Safe, the finding and the freeze that an entry is about', () => {
    expect(
      hintsOf({ type: 'finding.recorded', subject: 'tr_1', safe: 'safe_1', finding: 'fnd_1' }).hints,
    ).toEqual([
      { kind: 'finding', id: 'fnd_1' },
      { kind: 'safe', id: 'safe_1' },
      { kind: 'transfer', id: 'tr_1' },
    ]);
    expect(hintsOf({ type: 'gateway.frozen', subject: 'frz_1', freeze: 'frz_1' }).hints).toEqual([
      { kind: 'freeze', id: 'frz_1' },
    ]);
    expect(hintsOf({ type: 'chain_look', subject: 'tr_1' }).hints).toEqual([
      { kind: 'transfer', id: 'tr_1' },
    ]);
  });

  it('names the object of every kind of change once it is active, and not before', () => {
    for (const kind of CHANGE_KINDS) {
      const notice = { subject: 'chg_1', kind, object: 'obj_1' };
      expect(kindsOf({ type: 'change.approved', ...notice })).toEqual(['change']);
      expect(kindsOf({ type: 'change.activated', ...notice })).toHaveLength(2);
    }
    expect(
      hintsOf({ type: 'change.activated', subject: 'chg_1', kind: 'asset', object: 'ast_1' }).hints,
    ).toEqual([
      { kind: 'change', id: 'chg_1' },
      { kind: 'asset', id: 'ast_1' },
    ]);
  });

  it('takes what it does not know for everything', () => {
    for (const type of ['transfer.of-a-later-version', 'unreadable', '', 'toString'])
      expect(hintsOf({ type, subject: 'tr_1' })).toEqual({
        hints: [{ kind: 'everything', id: null }],
        isAccess: true,
      });
  });
});

import { describe, expect, it } from '@jest/globals';
import { changeEntries, founded, foundingEntry, transferEntries } from '../../../test/builders/told-log.js';
import type { SaidEntry } from '../audit-log/said-entry.js';
import { parseUtc } from '../values/time.js';
import { accessReport } from './access-report.js';
import { dutiesReport } from './duties-report.js';
import { logReport, typesOf } from './log-report.js';
import { reportTables } from './report-tables.js';

const ALL = { from: null, to: null };
const [ada, tessa, rita] = [founded('Ada'), founded('Tessa'), founded('Rita')];
const signed = { proposer: rita.id, approvers: [founded('Clara').id] };
/** Ada becomes an operator besides, and is called otherwise. */
const promoted = changeEntries(1_000, {
  ...{ ...signed, kind: 'person', subject: ada.id, at: '2026-12-01T08:00:00.000Z' },
  content: { ...ada.content, name: 'Ada Brand', roles: ['approver', 'operator'] },
});
const dismissed = changeEntries(1_001, {
  ...{ ...signed, kind: 'person', subject: ada.id, at: '2026-12-05T08:00:00.000Z', content: null },
});
const keyed: SaidEntry = {
  ...{ index: '1002', at: '2026-12-02T08:00:00.000Z', type: 'api-key.created', actor: rita.id },
  ...{ safe: null, subject: 'key_1' },
  detail: { name: 'siem', roles: ['auditor'], expiresAt: parseUtc('2026-12-03T08:00:00Z') },
};
const log = [foundingEntry(), ...transferEntries(), ...promoted, keyed, ...dismissed];
const of = (who: string) => accessReport(log, ALL).rows.filter((row) => row.who.id === who);

describe(accessReport.name, () => {
  it('says of every right from when, until when, and by whose signatures', () => {
    const operator = of(ada.id).find(({ value }) => value === 'operator');
    expect(operator).toEqual({
      ...{ who: { id: ada.id, name: 'Ada Brand' }, right: 'role', value: 'operator' },
      ...{ from: '2026-12-01T08:00:00Z', to: '2026-12-05T08:00:00Z' },
      grantedBy: {
        act: 'chg_01a20000-0000-7000-8000-000000001000',
        signers: [
          { id: rita.id, name: 'Rita' },
          { id: founded('Clara').id, name: 'Clara' },
        ],
      },
      endedBy: { act: 'chg_01a20000-0000-7000-8000-000000001001', signers: expect.any(Array) },
    });
    const approver = of(ada.id).find(({ value }) => value === 'approver');
    expect(approver).toMatchObject({ who: { name: 'Ada' }, to: '2026-12-05T08:00:00Z' });
    expect(of(ada.id).map(({ right }) => right)).toEqual(
      expect.arrayContaining(['role', 'group', 'confirmation-key']),
    );
    expect(of(ada.id).every(({ to }) => to === '2026-12-05T08:00:00Z')).toBe(true);
    expect(of(tessa.id).every(({ to }) => to === null)).toBe(true);
  });

  it('ends the rights of an API key by itself, and of nobody else with it', () => {
    expect(of('key_1')).toMatchObject([
      {
        who: { name: 'siem' },
        right: 'api-key-role',
        value: 'auditor',
        to: '2026-12-03T08:00:00Z',
        endedBy: null,
      },
    ]);
  });

  it('has what touches the period, and nothing else', () => {
    const period = { from: parseUtc('2026-12-06T00:00:00Z'), to: null };
    const { rows } = accessReport(log, period);
    expect(rows.filter(({ who }) => who.id === ada.id || who.id === 'key_1')).toEqual([]);
    expect(rows.filter(({ who }) => who.id === tessa.id)).toHaveLength(of(tessa.id).length);
    const before = accessReport(log, { from: null, to: parseUtc('2026-12-01T08:00:00Z') });
    expect(before.rows.some(({ value, who }) => value === 'operator' && who.id === ada.id)).toBe(false);
  });

  it('says how many changes it was told of without their proposals', () => {
    expect(accessReport([foundingEntry(), ...promoted.slice(1)], ALL).unknownChanges).toBe(1);
  });
});

/** The recorded transfer with some of its entries changed. */
function transferWith(change: (entry: SaidEntry) => SaidEntry | readonly SaidEntry[]): readonly SaidEntry[] {
  return [foundingEntry(), ...transferEntries().flatMap((entry) => change(entry))];
}

const rulesOf = (entries: readonly SaidEntry[]) =>
  dutiesReport(entries, ALL).transfers.flatMap(({ violations }) => violations.map(({ rule }) => rule));

describe(dutiesReport.name, () => {
  it('says of a transfer who did what, and that no rule was broken', () => {
    const { transfers, movers } = dutiesReport(log, ALL);
    expect(transfers).toMatchObject([
      {
        ...{ state: 'settled', amount: '80', asset: { name: 'ETH' }, destination: { name: 'Hot wallet 1' } },
        requester: { id: tessa.id, name: 'Tessa' },
        confirmers: [{ name: 'Ada' }, { name: 'Rita' }],
        excepters: [{ name: 'Clara' }, { name: 'Carlos' }],
        signers: [{ name: 'Otto' }, { name: 'Omar' }, { name: 'Orson' }],
        violations: [],
      },
    ]);
    // Three owners of three have to sign: nobody is alone, or a pair.
    expect(movers).toEqual([]);
  });

  it('invariant 10: finds each rule that was broken', () => {
    const ofType = (type: string, change: Partial<SaidEntry>) =>
      transferWith((entry) => (entry.type === type ? { ...entry, ...change } : entry));
    expect(rulesOf(ofType('transfer.answered', { actor: tessa.id }))).toEqual(
      expect.arrayContaining(['requester-confirmed', 'confirmed-twice', 'not-entitled', 'quorum-not-met']),
    );
    expect(rulesOf(ofType('transfer.excepted', { actor: tessa.id }))).toContain('requester-excepted');
    expect(rulesOf(transferWith((entry) => (entry.actor === rita.id ? [] : entry)))).toEqual([
      'quorum-not-met',
    ]);
    const [owner] = transferEntries().filter(({ type }) => type === 'transfer.owner-signed');
    const nobody = { detail: { ...owner?.detail, owner: '0x0000000000000000000000000000000000000001' } };
    expect(rulesOf(ofType('transfer.owner-signed', nobody))).toContain('not-entitled');
    const bySigner = transferWith((entry) => {
      if (entry.type !== 'transfer.requested') return entry;
      const intent = { ...(entry.detail['intent'] as object), requesterId: founded('Otto').id };
      return { ...entry, detail: { ...entry.detail, intent } };
    });
    expect(rulesOf(bySigner)).toEqual(expect.arrayContaining(['requester-signed', 'not-entitled']));
  });

  it('has only transfers that were asked for in the period', () => {
    expect(dutiesReport(log, { from: parseUtc('2026-12-01T00:00:00Z'), to: null }).transfers).toEqual([]);
  });

  it('invariant 10: names a pair that could have moved funds, and for how long', () => {
    const [{ content }] = [safeOfFounding()];
    const profile = { ...(content['profile'] as object), threshold: 2 };
    const weaker = changeEntries(1_003, {
      ...{ ...signed, kind: 'safe', subject: safeOfFounding().subject, at: '2026-12-01T08:00:00.000Z' },
      content: { ...content, profile },
    });
    const { movers } = dutiesReport([...log, ...weaker], ALL);
    expect(movers.every(({ way, people }) => way === 'outside' && people.length === 2)).toBe(true);
    expect(movers).toContainEqual(
      expect.objectContaining({ safe: expect.objectContaining({ name: content['label'] }), to: null }),
    );
  });
});

function safeOfFounding() {
  const { change } = foundingEntry().detail as never as {
    change: { content: { objects: { kind: string; subject: string; content: Record<string, unknown> }[] } };
  };
  const found = change.content.objects.find(({ kind }) => kind === 'safe');
  if (!found) throw new Error('the founding has no Safe');
  return found;
}

describe(logReport.name, () => {
  it('is the same from the types of entries that it is made from', () => {
    for (const kind of ['access', 'duties'] as const) {
      const some = log.filter(({ type }) => (typesOf(kind) as readonly string[]).includes(type));
      expect(logReport(kind, some, ALL)).toEqual(logReport(kind, log, ALL));
    }
  });

  it('has as many cells in every row as there are columns', () => {
    for (const kind of ['access', 'duties'] as const)
      for (const { columns, rows } of reportTables(logReport(kind, log, ALL)))
        for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});

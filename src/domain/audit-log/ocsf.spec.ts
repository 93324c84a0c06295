import { describe, expect, it } from '@jest/globals';
import { AUDIT_TYPES } from './acts/acts.js';
import { entryBody } from './entry.js';
import { leafHash } from './merkle.js';
import { OCSF_VERSION, type OcsfEntry, exportOcsfEvent, ocsfEvent, veiledOcsfEvent } from './ocsf.js';

const source = { origin: 'log.test/sluice' };
const at = '2026-11-22T08:30:00.123Z';

function entryOf(type: string, detail: OcsfEntry['body']['detail'] = {}, actor = 'per_1'): OcsfEntry {
  const act = { type, actor, safeId: 'safe_1', subject: 'tr_1', detail: JSON.stringify(detail) };
  const canonical = entryBody(act, 7n, at);
  const body = { at, type, actor, safe: 'safe_1', subject: 'tr_1', detail };
  return { index: 7n, leafHash: leafHash(canonical), canonical, body };
}

/** The attributes that a class of schema.ocsf.io 1.3.0 requires beyond those of every event, and its activities. */
const REQUIRED: Readonly<Record<number, { readonly has: readonly string[]; readonly activities: number[] }>> =
  {
    2004: { has: ['finding_info'], activities: [1] },
    3001: { has: ['user'], activities: [1, 6, 99] },
    3002: { has: ['user', 'service'], activities: [1, 2] },
    3004: { has: ['entity'], activities: [1, 3, 4] },
    6003: { has: ['actor', 'api', 'src_endpoint'], activities: [1, 2, 4, 99] },
  };

describe(ocsfEvent.name, () => {
  it.each(AUDIT_TYPES)('has what the schema requires of its class, for %s', (type) => {
    const event = ocsfEvent(entryOf(type), source);
    const uid = Number(event['class_uid']);
    const required = REQUIRED[uid];
    expect(required?.activities).toContain(event['activity_id']);
    for (const name of required?.has ?? ['?']) expect(event).toHaveProperty(name);
    expect(event).toMatchObject({
      category_uid: Math.floor(uid / 1000),
      type_uid: uid * 100 + Number(event['activity_id']),
      time: Date.parse(at),
      metadata: {
        version: OCSF_VERSION,
        product: { name: 'Sluice', vendor_name: 'Sluice' },
        uid: 'log.test/sluice/7',
        event_code: type,
      },
    });
    expect([1, 2, 3, 4, 5]).toContain(event['severity_id']);
    expect([1, 2]).toContain(event['status_id']);
  });

  it('loses nothing: the leaf hash can be computed from it', () => {
    const { raw_data: text, unmapped } = ocsfEvent(entryOf('transfer.settled', { amount: '5' }), source);
    const hash = typeof text === 'string' ? leafHash(text) : text;
    expect(unmapped).toMatchObject({ leafHash: hash, detail: { amount: '5' }, index: '7' });
  });

  it.each([
    ['session.refused', { networkAddress: '192.0.2.1' }, { type_uid: 300201, status_id: 2, severity_id: 2 }],
    ['session.opened', {}, { type_uid: 300201, status_id: 1, severity_id: 1 }],
    ['transfer.decided', { outcome: 'deny' }, { type_uid: 300403, status_id: 2, status_code: 'denied' }],
    ['finding.recorded', { code: 'SAFE_STATE_DRIFT', reason: 'x' }, { type_uid: 200401, severity_id: 4 }],
    ['safe.frozen', {}, { type_uid: 300403, status_id: 1, severity_id: 4 }],
    ['a.new-type', {}, { type_uid: 600399, activity_name: 'a.new-type', status_id: 0 }],
  ])('maps %s with %j', (type, detail, expected) => {
    expect(ocsfEvent(entryOf(type, detail), source)).toMatchObject(expected);
  });

  it('says from where a refused sign-in came, and of what a finding is', () => {
    const refused = ocsfEvent(
      entryOf('session.refused', { networkAddress: '192.0.2.1' }, 'anonymous'),
      source,
    );
    expect(refused).toMatchObject({ src_endpoint: { ip: '192.0.2.1' }, user: { type_id: 0 } });
    const found = ocsfEvent(entryOf('finding.recorded', { code: 'RESIGN_REQUEST', reason: 'twice' }), source);
    expect(found).toMatchObject({ finding_info: { title: 'RESIGN_REQUEST: twice' } });
  });
});

describe(veiledOcsfEvent.name, () => {
  it('has the hash, and nothing of what the entry says', () => {
    const entry = entryOf('transfer.requested');
    expect(veiledOcsfEvent(entry, source, 5)).toEqual({
      ...{ class_uid: 0, category_uid: 0, activity_id: 0, type_uid: 0 },
      ...{ time: 5, severity_id: 0, status_id: 0, message: 'veiled' },
      metadata: expect.objectContaining({ uid: 'log.test/sluice/7' }) as unknown,
      unmapped: { index: '7', leafHash: entry.leafHash, veiled: true },
    });
  });
});

describe(exportOcsfEvent.name, () => {
  it('carries the checkpoint', () => {
    expect(exportOcsfEvent({ actor: 'key_1', time: 5, checkpoint: 'note' }, source)).toMatchObject({
      ...{ class_uid: 6003, type_uid: 600302, time: 5 },
      actor: { user: { uid: 'key_1', type_id: 3 } },
      unmapped: { checkpoint: 'note' },
    });
  });
});

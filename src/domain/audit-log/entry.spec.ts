import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import { AUDIT_TYPES, type AuditEvent, auditLine } from './entry.js';
import { leafHash } from './merkle.js';

const at = '2026-01-02T03:04:05.678901Z';
const event: AuditEvent = {
  type: 'transfer.requested',
  actor: 'per_1',
  safeId: 'safe_1',
  subject: 'tr_1',
  detail: { amount: '5', reference: 'Übertrag €' },
};

const anyDetail = fc
  .dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, Json>);
const anyEvent: fc.Arbitrary<AuditEvent> = fc.record(
  {
    type: fc.constantFrom(...AUDIT_TYPES),
    actor: fc.string({ unit: 'grapheme' }),
    safeId: fc.string({ unit: 'grapheme' }),
    subject: fc.string({ unit: 'grapheme' }),
    detail: anyDetail,
  },
  { requiredKeys: ['type', 'actor', 'detail'] },
);
const anyIndex = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });

describe('AUDIT_TYPES', () => {
  it('names each type once', () => {
    expect(new Set(AUDIT_TYPES).size).toBe(AUDIT_TYPES.length);
  });
});

describe(auditLine.name, () => {
  it('invariant 16: is RFC 8785 text with everything of the act and its place', () => {
    expect(auditLine(event, 7n, at).body).toBe(
      '{"actor":"per_1","at":"2026-01-02T03:04:05.678901Z","detail":{"amount":"5","reference":"Übertrag €"},' +
        '"index":"7","safe":"safe_1","subject":"tr_1","type":"transfer.requested","v":1}',
    );
  });

  it('invariant 16: says null where an act has no Safe or subject', () => {
    const { body } = auditLine({ type: 'session.opened', actor: 'per_1', detail: {} }, 0n, at);
    expect(JSON.parse(body)).toMatchObject({ safe: null, subject: null });
  });

  it('invariant 16: does not depend on the order in which the detail was written', () => {
    fc.assert(
      fc.property(anyDetail, (detail) => {
        const reversed = Object.fromEntries(Object.entries(detail).reverse());
        expect(auditLine({ ...event, detail: reversed }, 7n, at)).toEqual(
          auditLine({ ...event, detail }, 7n, at),
        );
      }),
    );
  });

  it('invariant 16: parse(print(act)) is the act, and the leaf hash is over the very text', () => {
    fc.assert(
      fc.property(anyEvent, anyIndex, (act, index) => {
        const { body, leafHash: leaf } = auditLine(act, index, at);
        const { type, actor, safeId, subject, detail } = act;
        expect(JSON.parse(body)).toEqual({
          ...{ v: 1, index: index.toString(), at, type, actor, detail },
          ...{ safe: safeId ?? null, subject: subject ?? null },
        });
        expect(leaf).toBe(leafHash(body));
      }),
    );
  });

  it.each(['type', 'actor', 'safeId', 'subject', 'detail'] as const)(
    'invariant 16: another %s is another leaf',
    (field) => {
      fc.assert(
        fc.property(anyEvent, anyEvent, anyIndex, (act, other, index) => {
          fc.pre(canonicalJson(act[field] ?? null) !== canonicalJson(other[field] ?? null));
          const changed = { ...act, [field]: other[field] };
          expect(auditLine(changed, index, at).leafHash).not.toBe(auditLine(act, index, at).leafHash);
        }),
      );
    },
  );

  it('invariant 16: another place or moment is another leaf, so that a line cannot move', () => {
    fc.assert(
      fc.property(anyEvent, anyIndex, anyIndex, (act, index, other) => {
        fc.pre(index !== other);
        expect(auditLine(act, index, at).leafHash).not.toBe(auditLine(act, other, at).leafHash);
        const later = '2026-01-02T03:04:05.678902Z';
        expect(auditLine(act, index, later).leafHash).not.toBe(auditLine(act, index, at).leafHash);
      }),
    );
  });

  it('invariant 16: a text of somebody else cannot end the line early', () => {
    const { body } = auditLine({ ...event, detail: { reason: 'x"},"type":"transfer.settled"}\n' } }, 7n, at);
    expect(body).not.toContain('\n');
    expect(JSON.parse(body)).toMatchObject({ type: 'transfer.requested' });
  });
});

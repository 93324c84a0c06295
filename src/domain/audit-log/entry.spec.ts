import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Json, canonicalJson } from '../values/canonical-json.js';
import { AUDIT_TYPES } from './acts/acts.js';
import { entryBody, sealedText, stagedAct } from './entry.js';
import { leafHash } from './merkle.js';

type AnyAct = Parameters<typeof stagedAct>[0];

const leafOf = (act: AnyAct, index: bigint, moment: string): string =>
  leafHash(entryBody(stagedAct(act), index, moment));

const at = '2026-01-02T03:04:05.678901Z';
const event: AnyAct = {
  type: 'transfer.requested',
  actor: 'per_1',
  safeId: 'safe_1',
  subject: 'tr_1',
  detail: { amount: '5', reference: 'Übertrag €' },
};

const bodyOf = (act: AnyAct, index: bigint, moment: string): string =>
  entryBody(stagedAct(act), index, moment);

const anyDetail = fc
  .dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, Json>);
const anyEvent: fc.Arbitrary<AnyAct> = fc.record(
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

describe(entryBody.name, () => {
  it('invariant 16: is RFC 8785 text with everything of the act and its place', () => {
    expect(bodyOf(event, 7n, at)).toBe(
      '{"actor":"per_1","at":"2026-01-02T03:04:05.678901Z","detail":{"amount":"5","reference":"Übertrag €"},' +
        '"index":"7","safe":"safe_1","subject":"tr_1","type":"transfer.requested","v":1}',
    );
  });

  it('invariant 16: says null where an act has no Safe or subject', () => {
    const body = bodyOf({ type: 'session.opened', actor: 'per_1', detail: {} }, 0n, at);
    expect(JSON.parse(body)).toMatchObject({ safe: null, subject: null });
  });

  it('invariant 16: does not depend on the order in which the detail was written', () => {
    fc.assert(
      fc.property(anyDetail, (detail) => {
        const reversed = Object.fromEntries(Object.entries(detail).reverse());
        expect(bodyOf({ ...event, detail: reversed }, 7n, at)).toBe(bodyOf({ ...event, detail }, 7n, at));
      }),
    );
  });

  it('invariant 16: parse(print(act)) is the act, and its text is canonical', () => {
    fc.assert(
      fc.property(anyEvent, anyIndex, (act, index) => {
        const body = bodyOf(act, index, at);
        const { type, actor, safeId, subject, detail } = act;
        expect(JSON.parse(body)).toEqual({
          ...{ v: 1, index: index.toString(), at, type, actor, detail },
          ...{ safe: safeId ?? null, subject: subject ?? null },
        });
        expect(body).toBe(canonicalJson(JSON.parse(body) as Json));
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
          expect(leafOf(changed, index, at)).not.toBe(leafOf(act, index, at));
        }),
      );
    },
  );

  it('invariant 16: another place or moment is another leaf, so that a line cannot move', () => {
    fc.assert(
      fc.property(anyEvent, anyIndex, anyIndex, (act, index, other) => {
        fc.pre(index !== other);
        expect(leafOf(act, index, at)).not.toBe(leafOf(act, other, at));
        const later = '2026-01-02T03:04:05.678902Z';
        expect(leafOf(act, index, later)).not.toBe(leafOf(act, index, at));
      }),
    );
  });

  it('invariant 16: a text of somebody else cannot end the line early', () => {
    const body = bodyOf({ ...event, detail: { reason: 'x"},"type":"transfer.settled"}\n' } }, 7n, at);
    expect(body).not.toContain('\n');
    expect(JSON.parse(body)).toMatchObject({ type: 'transfer.requested' });
  });
});

describe(sealedText.name, () => {
  it.each(['type', 'actor', 'safeId', 'subject', 'detail'] as const)(
    'invariant 16: another %s, or another ref, is another text',
    (field) => {
      fc.assert(
        fc.property(anyEvent, anyEvent, (act, other) => {
          fc.pre(canonicalJson(act[field] ?? null) !== canonicalJson(other[field] ?? null));
          const [one, changed] = [stagedAct(act), stagedAct({ ...act, [field]: other[field] })];
          expect(sealedText('a', one)).not.toBe(sealedText('a', changed));
          expect(sealedText('a', one)).not.toBe(sealedText('b', one));
        }),
      );
    },
  );
});

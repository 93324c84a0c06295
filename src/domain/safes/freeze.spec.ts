import { describe, expect, it } from '@jest/globals';
import { parseId } from '../values/identifier.js';
import { unixSeconds } from '../values/time.js';
import { type Freeze, frozenBy, stands } from './freeze.js';

const id = (prefix: 'frz' | 'safe', last: number) =>
  `${prefix}_01a20000-0000-7000-8000-00000000000${String(last)}`;
const COLD = parseId('safe', id('safe', 1));
const OTHER = parseId('safe', id('safe', 2));

function freeze(last: number, change: Partial<Freeze> = {}): Freeze {
  const base = { code: 'SAFE_FROZEN', reason: `reason ${String(last)}`, actor: 'system' } as const;
  return {
    id: parseId('frz', id('frz', last)),
    scope: COLD,
    at: unixSeconds(100 + last),
    ...base,
    ...change,
  };
}

const nothing: ReadonlySet<string> = new Set();

describe(frozenBy.name, () => {
  it('is null without a freeze, and for a freeze of another Safe', () => {
    expect(frozenBy([], nothing, COLD)).toBeNull();
    expect(frozenBy([freeze(1, { scope: OTHER })], nothing, COLD)).toBeNull();
  });

  it('counts the freezes of the Safe and those of all', () => {
    const freezes = [
      freeze(1),
      freeze(2, { scope: 'all', code: 'SIG_MISMATCH' }),
      freeze(3, { scope: OTHER }),
    ];
    expect(frozenBy(freezes, nothing, COLD)).toMatchObject({
      standing: 2,
      codes: ['SAFE_FROZEN', 'SIG_MISMATCH'],
    });
    expect(frozenBy(freezes, nothing, OTHER)).toMatchObject({ standing: 2, scope: 'all' });
  });

  it('shows the first that stands, in whatever order they are read', () => {
    const freezes = [freeze(3), freeze(1), freeze(2)];
    expect(frozenBy(freezes, nothing, COLD)).toMatchObject({ id: id('frz', 1), reason: 'reason 1', at: 101 });
    const lifted = new Set([id('frz', 1)]);
    expect(frozenBy(freezes, lifted, COLD)).toMatchObject({ id: id('frz', 2), standing: 2 });
    const together = [freeze(2, { at: unixSeconds(7) }), freeze(1, { at: unixSeconds(7) })];
    expect(frozenBy(together, nothing, COLD)?.id).toBe(id('frz', 1));
  });

  it('ends only when every one of them is lifted, and begins anew with the next', () => {
    const lifted = new Set([id('frz', 1), id('frz', 2)]);
    expect(frozenBy([freeze(1), freeze(2), freeze(3)], lifted, COLD)).toMatchObject({ standing: 1 });
    expect(frozenBy([freeze(1), freeze(2)], lifted, COLD)).toBeNull();
    expect(frozenBy([freeze(1), freeze(2), freeze(4)], lifted, COLD)).toMatchObject({ id: id('frz', 4) });
  });
});

describe(stands.name, () => {
  it('is by the id and by nothing else', () => {
    expect(stands(freeze(1), new Set([id('frz', 2)]))).toBe(true);
    expect(stands(freeze(1), new Set([id('frz', 1)]))).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { isAffected, readHint } from '../../console/api/hints.js';

const EVERYTHING = { kind: 'everything', id: null };

describe(readHint.name, () => {
  it('reads a hint, and takes everything for changed by what is none', () => {
    expect(readHint('{"kind":"transfer","id":"tr_1"}')).toEqual({ kind: 'transfer', id: 'tr_1' });
    expect(readHint('{"kind":"health","id":null,"more":1}')).toEqual({ kind: 'health', id: null });
    for (const text of [
      '',
      'null',
      '[]',
      '{"kind":1,"id":null}',
      '{"kind":"transfer"}',
      '{"kind":"transfer","id":7}',
    ])
      expect(readHint(text)).toEqual(EVERYTHING);
  });
});

describe(isAffected.name, () => {
  it('leaves the pages of other transfers as they are', () => {
    const hint = { kind: 'transfer', id: 'tr_1' };
    expect(isAffected('/v1/transfers/tr_1/timeline', hint)).toBe(true);
    expect(isAffected('/v1/transfers/tr_2', hint)).toBe(false);
    expect(isAffected('/v1/transfers?state=live', hint)).toBe(true);
    expect(isAffected('/v1/policies/1', hint)).toBe(false);
    expect(isAffected('/v1/safes/safe_1', hint)).toBe(true);
    expect(isAffected('/v1/safes', hint)).toBe(false);
  });

  it('takes everything for old by a kind that is not known, whatever it is called', () => {
    for (const kind of ['everything', 'weather', 'constructor', '__proto__'])
      expect(isAffected('/v1/policies/1', { kind, id: null })).toBe(true);
  });
});

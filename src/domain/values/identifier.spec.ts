import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../errors.js';
import { idPattern, parseId } from './identifier.js';

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';

describe(parseId.name, () => {
  it.each(['tr', 'safe', 'ast', 'dst', 'per'] as const)('takes %s_ and a UUIDv7', (prefix) => {
    expect(parseId(prefix, `${prefix}_${uuid}`)).toBe(`${prefix}_${uuid}`);
  });

  it.each([
    ['the id of another kind', `safe_${uuid}`],
    ['no prefix', uuid],
    ['an upper-case id', `tr_${uuid.toUpperCase()}`],
    ['a UUIDv4', 'tr_01890a5d-ac96-474b-bcce-b302099a8057'],
    ['another variant', 'tr_01890a5d-ac96-774b-ccce-b302099a8057'],
    ['a path', `tr_${uuid}/../`],
    ['a newline', `tr_${uuid}\n`],
    ['two of them', `tr_${uuid}tr_${uuid}`],
    ['nothing', ''],
  ])('refuses %s', (_case, text) => {
    expect(() => parseId('tr', text)).toThrow(DomainError);
  });
});

describe(idPattern.name, () => {
  it('matches whole ids only', () => {
    expect(idPattern('key').test(`key_${uuid}`)).toBe(true);
    expect(idPattern('key').test(`a key_${uuid}`)).toBe(false);
  });
});

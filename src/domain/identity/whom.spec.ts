import { describe, expect, it } from '@jest/globals';
import { whom } from './whom.js';

const all = [
  { id: 'per_1', name: 'Ada Approver' },
  { id: 'per_2', name: 'Tessa' },
  { id: 'per_3', name: 'Tessa' },
  { id: 'key_4', name: 'per_1' },
  { id: 'per_5', name: 'Rita' },
];

describe(whom.name, () => {
  it('means an id before a name, and a name only exactly', () => {
    expect(whom('per_1', all)).toEqual({ kind: 'one', who: all[0] });
    expect(whom('Rita', all)).toEqual({ kind: 'one', who: all[4] });
  });

  it.each([
    ['Tessa', '"Tessa" is the name of per_2 and per_3: give the id'],
    ['rita', '"rita" is nobody here: is Rita (per_5) meant?'],
    ['Rits', '"Rits" is nobody here: is Rita (per_5) meant?'],
    ['Ada', '"Ada" is nobody here: is Ada Approver (per_1) meant?'],
    ['Zoe', '"Zoe" is nobody here'],
    ['Zoe "Z"', '"Zoe \\"Z\\"" is nobody here'],
  ])('%s is none of them', (given, words) => {
    expect(whom(given, all)).toEqual({ kind: 'none', words });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describedValue } from './described-value.js';
import type { WrittenJson } from './typed-data.js';

const pair = { type: 'tuple', components: [{ type: 'uint256' }, { type: 'bool' }] } as const;
const read = (type: string, value: WrittenJson) => describedValue({ type }, value);

describe('values as the Transaction Builder holds them', () => {
  it.each<[string, WrittenJson, WrittenJson]>([
    ['uint256', ' "12" ', '12'],
    ['uint256', '0xff', '0xff'],
    ['bool', 'TRUE', true],
    ['bool', '0', false],
    ['uint256[]', '[1, 2]', ['1', '2']],
    ['uint256[][2]', '[[1],[]]', [['1'], []]],
    ['bytes[]', '["0x12",0x34]', ['0x12', '0x34']],
    ['string[]', '["a,b"]', ['a,b']],
    ['string', '[1]', '[1]'],
  ])('reads %s %j', (type, value, expected) => {
    expect(read(type, value)).toEqual(expected);
  });

  it('reads tuples as JSON, in lists too', () => {
    expect(describedValue(pair, '["1",true]')).toEqual(['1', true]);
    expect(describedValue({ ...pair, type: 'tuple[]' }, '[[1,false]]')).toEqual([['1', false]]);
    expect(describedValue(pair, ['1', true])).toEqual(['1', true]);
  });

  it.each([
    '["1","true"]',
    '[1e3,true]',
    '[9007199254740993,true]',
    '[1]',
    '[1,true,2]',
    '{"a":1}',
    '7',
    'x',
  ])('refuses the tuple %s', (value) => {
    expect(() => describedValue(pair, value)).toThrow();
  });

  it.each([
    ['uint256', ''],
    ['uint256', '1e18'],
    ['uint256', 'ff'],
    ['uint256', '1.5'],
    ['uint256', '５'],
    ['uint256[]', '1,2'],
    ['bool', 'yes'],
    ['address', '0xf3a9C1D4E5b60718293A4b5c6D7E8F9001122334'],
    ['uint256[]', '['.repeat(40) + ']'.repeat(40)],
  ])('refuses %s %j', (type, value) => {
    expect(() => read(type, value)).toThrow();
  });

  it('reads every list of numbers as JSON does', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.maxSafeNat())), (lists) => {
        expect(read('uint256[][]', JSON.stringify(lists))).toEqual(lists.map((each) => each.map(String)));
      }),
    );
  });
});

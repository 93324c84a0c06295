import { describe, expect, it } from '@jest/globals';
import { readFormSearch } from '../../console/pages/new-transfer/form-search.js';
import { parseSearch, printSearch } from '../../console/plain-search.js';

describe(parseSearch.name, () => {
  it('makes texts of what stands in an address, and nothing else', () => {
    const read = parseSearch('?amount=50.000000000000000001&q=%5B1%5D&back=%2F%3Fa%3Db&x=1&x=2');
    expect(read).toEqual({ amount: '50.000000000000000001', q: '[1]', back: '/?a=b', x: '2' });
    expect(readFormSearch(read)).toEqual({ amount: '50.000000000000000001' });
    expect(parseSearch('')).toEqual({});
  });

  it('gives what was printed, whatever it was', () => {
    for (const text of ['3.5', '"3.5"', 'true', '{"a":1}', 'a&b=c#d', ' Ticket 4711, Kürzel ‮'])
      expect(parseSearch(printSearch({ text }))).toEqual({ text });
  });
});

describe(printSearch.name, () => {
  it('leaves out what is no text, and writes nothing for nothing', () => {
    expect(printSearch({ state: 'live', safe: '', asset: undefined })).toBe('?state=live');
    expect(printSearch({})).toBe('');
  });
});

import { describe, expect, it } from '@jest/globals';
import { NumberText, readJson } from './read-json.js';

describe(readJson.name, () => {
  it('D02: keeps each number as it is written', () => {
    const written = ['1.0000000000000001', '9007199254740993', '-0', '1E2'];
    expect(readJson(`[${written.join()}]`)).toEqual(written.map((text) => new NumberText(text)));
  });

  it.each([
    ['H17', '{"a":[{"to":1,"\\u0074o":2}]}', 'BODY_DUPLICATE_KEY', 'the key "to" is there twice'],
    ['H16', '{"a":{"__proto__":{}}}', 'BODY_SCHEMA', 'this key is not allowed anywhere'],
    ['H17', '{"a":"\\ud800"}', 'BODY_SCHEMA', 'the text has a lone surrogate'],
    ['H18', '['.repeat(100_000), 'BODY_TOO_DEEP', 'the JSON nests too deep'],
    ['H17', '{"a":1,}', 'BODY_NOT_JSON', 'it is neither 0x-hex nor one JSON value'],
  ])('%s: refuses %.40s', (_threat, text, code, message) => {
    expect(() => readJson(text)).toThrow(expect.objectContaining({ code, message }));
  });
});

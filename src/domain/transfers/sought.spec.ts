import { describe, expect, it } from '@jest/globals';
import { parseSought } from './sought.js';

const ID = 'tr_01890a5d-ac96-774b-bcce-b302099a8056';
const ADDRESS = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

describe(parseSought.name, () => {
  it.each([
    ['an id', ID, { by: 'id', id: ID }],
    ['any hash, in any case', `0x${'aB'.repeat(32)}`, { by: 'hash', hash: `0x${'ab'.repeat(32)}` }],
    ['an address with its checksum', ADDRESS, { by: 'address', address: ADDRESS }],
    ['an address as chain tools print it', ADDRESS.toLowerCase(), { by: 'address', address: ADDRESS }],
    ['a part of a reference', ' Refill 7 ', { by: 'reference', part: 'Refill 7' }],
    ['an id of something else', `safe${ID.slice(2)}`, { by: 'reference', part: `safe${ID.slice(2)}` }],
    ['half an address', ADDRESS.slice(0, 20), { by: 'reference', part: ADDRESS.slice(0, 20) }],
    ['letters of any script beside others', 'ноя 2026', { by: 'reference', part: 'ноя 2026' }],
  ])('reads %s as what it is', (_, text, expected) => {
    expect(parseSought(text)).toEqual(expected);
  });

  it.each([
    ['a wrong checksum', ADDRESS.replace('aA', 'aa'), 'ADDRESS_FORMAT'],
    ['two characters', 'ab', 'QUERY_SCHEMA'],
    ['spaces around two', '  ab  ', 'QUERY_SCHEMA'],
    ['nothing', '', 'QUERY_SCHEMA'],
    ['what no index finds', '---', 'QUERY_SCHEMA'],
    ['one letter beside signs', 'a--', 'QUERY_SCHEMA'],
    ['the beginnings of words', '-a k 7', 'QUERY_SCHEMA'],
    ['letters that are not in a row', 'a_a', 'QUERY_SCHEMA'],
    ['letters of another script alone', 'ноябрь', 'QUERY_SCHEMA'],
    ['letters that only look like these', '\u{1d41a}\u{1d41b}\u{1d41c}\u212a', 'QUERY_SCHEMA'],
    ['hidden characters', 'ref\u202eill', 'TEXT_CONTROL_CHARS'],
    ['a zero byte', 'ref\0ill', 'TEXT_CONTROL_CHARS'],
    ['half a character', 'ref\ud800ill', 'TEXT_CONTROL_CHARS'],
    ['more than any reference has', 'a'.repeat(141), 'BODY_SCHEMA'],
  ])('refuses %s', (_, text, code) => {
    expect(() => parseSought(text)).toThrow(expect.objectContaining({ code }));
  });
});

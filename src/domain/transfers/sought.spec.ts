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
    ['the beginning of a word', 'k 7', { by: 'reference', part: 'k 7' }],
    ['letters of any script', 'ноя', { by: 'reference', part: 'ноя' }],
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
    ['hidden characters', 'ref\u202eill', 'TEXT_CONTROL_CHARS'],
    ['a zero byte', 'ref\0ill', 'TEXT_CONTROL_CHARS'],
    ['half a character', 'ref\ud800ill', 'TEXT_CONTROL_CHARS'],
    ['more than any reference has', 'a'.repeat(141), 'BODY_SCHEMA'],
  ])('refuses %s', (_, text, code) => {
    expect(() => parseSought(text)).toThrow(expect.objectContaining({ code }));
  });
});

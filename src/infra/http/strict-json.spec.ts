import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../domain/errors.js';
import { parseStrictJson } from './strict-json.js';

const parse = (text: string): unknown => parseStrictJson(new TextEncoder().encode(text));

function refusalOf(act: () => unknown): { code: string; pointers: string[] } {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError)
      return { code: error.code, pointers: error.faults.map((fault) => fault.pointer) };
    throw error;
  }
  throw new Error('was accepted');
}

describe(parseStrictJson.name, () => {
  it('reads a plain body into objects without a prototype', () => {
    const value = parse('{"a":[1,-2,true,null,"é\\u00e9"],"b":{"to":"0x"}}');
    expect(JSON.stringify(value)).toBe('{"a":[1,-2,true,null,"éé"],"b":{"to":"0x"}}');
    expect(Object.getPrototypeOf(value)).toBeNull();
  });

  it.each([
    ['{"to":"0xA","to":"0xB"}', ['/to']],
    ['{"a":{"to":1,"\\u0074o":2}}', ['/a/to']],
    ['[{"x":{"a/b~":1,"a/b~":1}}]', ['/0/x/a~1b~0']],
  ])('H17: refuses duplicate keys in %s', (text, pointers) => {
    expect(refusalOf(() => parse(text))).toEqual({ code: 'BODY_DUPLICATE_KEY', pointers });
  });

  it.each(['__proto__', 'constructor', 'prototype', '\\u005f_proto__'])('H16: refuses the key %s', (key) => {
    const { code, pointers } = refusalOf(() => parse(`{"a":{"${key}":{"admin":true}}}`));
    expect([code, pointers.length]).toEqual(['BODY_SCHEMA', 1]);
  });

  it.each([
    '1.0000000000000001',
    '1e2',
    '-0',
    '9007199254740993',
    '9007199254740992',
    '1.0',
    '3e22',
    '0.5',
    '1E0',
  ])('invariant 22: refuses the number %s', (number) => {
    expect(refusalOf(() => parse(`{"n":[${number}]}`))).toEqual({ code: 'BODY_SCHEMA', pointers: ['/n/0'] });
  });

  it.each([
    '{"a":NaN}',
    '{"a":Infinity}',
    '{"a":01}',
    '{"a":+1}',
    "{'a':1}",
    '{a:1}',
    '{"a":1,}',
    '{"a":1} x',
    '{"a":1}{}',
    '',
    ' ',
  ])('refuses what is not one JSON value: %s', (text) => {
    expect(refusalOf(() => parse(text)).code).toBe('BODY_NOT_JSON');
  });

  it('refuses a byte order mark, broken UTF-8, comments and lone surrogates', () => {
    expect(refusalOf(() => parse('\uFEFF{}')).code).toBe('BODY_NOT_JSON');
    expect(refusalOf(() => parseStrictJson(Uint8Array.of(0x22, 0xff, 0x22))).code).toBe('BODY_NOT_JSON');
    expect(refusalOf(() => parseStrictJson(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).code).toBe(
      'BODY_NOT_JSON',
    );
    expect(refusalOf(() => parse('{"a":1/* x */}')).code).toBe('BODY_NOT_JSON');
    expect(refusalOf(() => parse('{"a":"\\ud800"}'))).toEqual({ code: 'BODY_SCHEMA', pointers: ['/a'] });
  });

  it('H18: refuses a depth bomb without parsing it', () => {
    expect(refusalOf(() => parse('['.repeat(60_000))).code).toBe('BODY_TOO_DEEP');
    expect(refusalOf(() => parse(`${'{"a":'.repeat(17)}1${'}'.repeat(17)}`)).code).toBe('BODY_TOO_DEEP');
    expect(parse(`${'['.repeat(16)}1${']'.repeat(16)}`)).toBeTruthy();
    expect(parse('{"a":"[[[[[[[[[[[[[[[[[[[[[[[[[[[\\"[[[[["}')).toBeTruthy();
  });

  it('refuses more than 64 KiB', () => {
    expect(refusalOf(() => parse(`"${'a'.repeat(65_535)}"`)).code).toBe('BODY_TOO_LARGE');
  });

  it('reads everything that it accepts exactly as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(value);
        try {
          expect(JSON.stringify(parse(text))).toBe(text);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
        }
      }),
    );
  });
});

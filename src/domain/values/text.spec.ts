import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../errors.js';
import { parseLabel, parsePlainText } from './text.js';

function codeOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe(parsePlainText.name, () => {
  it.each([
    'refill of HOT-1',
    'Überweisung für März',
    '补充热钱包',
    '=SUM(A1)',
    'a "quoted" <b>text</b>',
    '🙂',
  ])('takes %j as it is', (text) => {
    expect(parsePlainText(text, 80)).toBe(text);
  });

  // THREATS H19: a text that reads differently from what it is.
  it.each([
    ['a newline', 'ok\n{"event":"APPROVED"}'],
    ['a carriage return', 'ok\rno'],
    ['a tab', 'a\tb'],
    ['a NUL', 'a\0b'],
    ['a delete', 'a\u007fb'],
    ['a next line', 'a\u0085b'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['a right-to-left override', 'invoice \u202e4202'],
    ['a direction isolate', 'a\u2066b'],
    ['a zero-width space', 'a\u200bb'],
    ['a zero-width joiner', 'a\u200db'],
    ['a soft hyphen', 'a\u00adb'],
    ['a byte order mark', '\ufeffa'],
    ['a tag character', 'a\u{e0041}b'],
    ['a lone surrogate', 'a\ud800b'],
    ['a character of private use', 'a\ue000b'],
    ['a combining grapheme joiner', 'a\u034fb'],
    ['a Hangul filler', 'a\u3164b'],
    ['a variation selector', 'a\u{e0100}b'],
  ])('refuses %s', (_case, text) => {
    expect(codeOf(() => parsePlainText(text, 80))).toBe('TEXT_CONTROL_CHARS');
  });

  it.each(['', ' ', '\u00a0 \u3000', 'a'.repeat(81)])(
    'refuses a text of no or too many characters: %j',
    (text) => {
      expect(codeOf(() => parsePlainText(text, 80))).toBe('BODY_SCHEMA');
    },
  );

  it('never changes a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        expect(['BODY_SCHEMA', 'TEXT_CONTROL_CHARS', text]).toContain(codeOf(() => parsePlainText(text, 80)));
      }),
    );
  });
});

describe(parseLabel.name, () => {
  it.each(['HOT-1', 'Hot wallet 1', 'a', 'Kraken (deposit) #7 v1.2/eu_west'])('takes %j', (text) => {
    expect(parseLabel(text)).toBe(text);
  });

  // THREATS C05
  it.each([
    '',
    ' HOT',
    'H\u043et-1',
    'HOT\u200b',
    '\uff28OT',
    'HOT\n',
    '-HOT',
    'a'.repeat(65),
    'HOT<1>',
    'HOT\u00a01',
  ])('refuses %j', (text) => {
    expect(codeOf(() => parseLabel(text))).toBe('LABEL_CONFUSABLE');
  });
});

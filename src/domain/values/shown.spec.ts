import { describe, expect, it } from '@jest/globals';
import { shown, shownOnPage } from './shown.js';

const HIDDEN = [
  ['\u202e', 'U+202E', 'turns letters round'],
  ['\u2066', 'U+2066', 'isolates a direction'],
  ['\u200b', 'U+200B', 'has no width'],
  ['\n', 'U+000A', 'breaks the line'],
  ['\u001b', 'U+001B', 'controls a terminal'],
  ['\u2028', 'U+2028', 'separates lines'],
  ['\u{e0067}', 'U+E0067', 'tags what stands before it'],
  ['\u3164', 'U+3164', 'fills and shows nothing'],
  ['\ud800', 'U+D800', 'is half a character'],
  ['\ue000', 'U+E000', 'means what somebody likes'],
] as const;

describe(shown.name, () => {
  it.each(HIDDEN)(
    'says by its code that there is a character that hides: %j, %s, which %s',
    (char, code, _hides) => {
      expect(shown(`a${char}b`)).toBe(`a\\u{${code.slice(2).replace(/^0+/, '').toLowerCase()}}b`);
    },
  );
});

describe(shownOnPage.name, () => {
  it.each(HIDDEN)(
    'says by its code that there is a character that hides: %j, %s, which %s',
    (char, code, _hides) => {
      expect(shownOnPage(`a${char}b`)).toBe(`a\ufffd${code}b`);
    },
  );

  it('leaves whatever can be seen as it is', () => {
    for (const text of ['<img src=x onerror=alert(1)>', '🇨🇭 Zürich', 'ארנק חם ١', 'a\u00a0b', '']) {
      expect(shownOnPage(text)).toBe(text);
      expect(shown(text)).toBe(text);
    }
  });
});

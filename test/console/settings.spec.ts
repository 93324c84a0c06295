import { expect, it } from '@jest/globals';
import { browserOf } from '../../console/pages/settings/browser-of.js';

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
    'Chrome on Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/147.0 Safari/537.36 Edg/147.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15',
    'Safari on macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/147.0 Safari/604.1',
    'Chrome on iOS',
  ],
  ['Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0', 'Firefox on Android'],
  ['sluice/0.1.0', 'sluice/0.1.0'],
  ['', 'a program without a name'],
])('names the browser of %s', (userAgent, name) => {
  expect(browserOf(userAgent)).toBe(name);
});

it('cuts what is no browser and long', () => {
  expect(browserOf('x'.repeat(200))).toBe(`${'x'.repeat(40)}…`);
});

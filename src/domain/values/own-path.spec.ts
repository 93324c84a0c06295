import { describe, expect, it } from '@jest/globals';
import { isOwnPath } from './own-path.js';

describe(isOwnPath.name, () => {
  it.each([
    '/',
    '/transfers?state=settled&q=%22a%22',
    '/transfers/tr_1/sign#digest',
    '/transfers?q=//evil.example',
    '/a/../transfers',
  ])('takes %s', (text) => {
    expect(isOwnPath(text)).toBe(true);
  });

  it.each([
    '',
    'transfers',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' /transfers',
    '/a b',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,evil',
    '/.//evil.example',
    '/..//evil.example',
    '/%2e//evil.example',
    '/a/%2E%2E//evil.example',
    '/\u2028/evil.example',
    '/\u0000',
    '/é',
    '/"><script>',
    `/${'a'.repeat(2_000)}`,
  ])('refuses %j', (text) => {
    expect(isOwnPath(text)).toBe(false);
  });
});

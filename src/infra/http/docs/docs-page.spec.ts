import { describe, expect, it } from '@jest/globals';
import { docsPage } from './docs-page.js';

describe(docsPage.name, () => {
  const page = docsPage();

  it('fits narrow screens, and offers nothing to sign in to', () => {
    expect(page).toMatch('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(page).toMatch(/\.auth-wrapper, \.swagger-ui \.authorization__btn[^{]*\{ display: none; \}/);
  });

  it('runs only the files that stand beside it, none of its own', () => {
    expect([...page.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)].map(([, , inside]) => inside)).toEqual([
      '',
      '',
      '',
    ]);
    const loaded = [...page.matchAll(/ (?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(loaded.filter((path) => !path.startsWith('/docs/'))).toEqual([]);
    expect(page).not.toMatch(/url\(|@import|https?:/);
  });

  it.each([
    ['the method GET', '#fff', '#1a63b8'],
    ['the method POST', '#fff', '#14703f'],
    ['the method DELETE', '#fff', '#b3261e'],
    ['other badges', '#fff', '#59616e'],
    ['links', '#0b5c86', '#fff'],
    ['places of parameters', '#595959', '#eff7ff'],
  ])('is legible: %s', (_, text, ground) => {
    expect(
      [text, ground].filter((each) => each !== '#fff' && each !== '#eff7ff' && !page.includes(each)),
    ).toEqual([]);
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });
});

/** By WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const digits = colour.slice(1).length === 3 ? colour.slice(1).replaceAll(/./g, '$&$&') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = (digits.match(/../g) ?? [])
    .map((part) => Number.parseInt(part, 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

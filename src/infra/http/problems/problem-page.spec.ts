import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '../../../domain/errors.js';
import { problemPage } from './problem-page.js';

describe(problemPage.name, () => {
  const page = problemPage();

  it('has one anchor for every code, and every anchor once', () => {
    const anchors = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(anchors).toEqual([...new Set(anchors)]);
    expect(anchors.filter((id) => /^[A-Z_]+$/.test(id ?? '')).sort()).toEqual([...ERROR_CODES].sort());
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(anchors).toEqual(expect.arrayContaining(links));
    const [, index = ''] = /<ul class="codes">(.*?)<\/ul>/.exec(page) ?? [];
    const listed = [...index.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(listed).toEqual([...ERROR_CODES].sort());
  });

  it('has no script, loads nothing, and shows no mark-up of its source', () => {
    expect(page).not.toMatch(/<script|<link|<img|src=|url\(|https?:|javascript:|`| on[a-z]+=/i);
  });
});

import type { Page } from 'playwright-core';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const TIME = String.raw`(?:\d{1,2} [A-Z][a-z]{2}(?: \d{4})?, )?\d\d:\d\d`;

/** What differs from run to run, by its shape, and what stands for it. */
const SHAPES: readonly (readonly [string, string])[] = [
  [String.raw`\b([a-z]{2,5})_${UUID}`, '$1_01890a5d-ac96-774b-bcce-b302099a8057'],
  [String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`, '2026-11-30T21:04:00Z'],
  [String.raw`${TIME} GMT[+-]\d+, ${TIME} UTC`, '22:04 Berlin, 21:04 UTC'],
  [TIME, '22:04'],
  [String.raw`\b\d{1,2} [A-Z][a-z]{2} \d{4}\b`, '28 Nov 2026'],
  [String.raw`\bGMT[+-]\d+`, 'Berlin'],
  [String.raw`\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (?=22:04)`, 'Monday '],
  [String.raw`expires in \d+ (?:s|min)\b`, 'expires in 59 min'],
  [String.raw`\b\d+ (?:s|min)\b`, '4 min'],
  [String.raw`\b\d+ ms (?:ahead of|behind)`, '2 ms ahead of'],
  [String.raw`\bblock \d+`, 'block 18'],
  [String.raw`http://(localhost|127\.0\.0\.1):\d+`, 'http://$1:3000'],
  [String.raw`\blocalhost:\d+`, 'localhost:3000'],
  [String.raw`\+[0-9a-f]{8}\+[A-Za-z0-9+/]{40,}=*`, '+1a2b3c4d+AVp0ePCFbKEgzY9zkdWsvZBgPQQ4UETmpSDJlNAXqR0'],
  [String.raw`\b[0-9a-f]{4} [0-9a-f]{4} … [0-9a-f]{4}\b`, '1a2b 3c4d … 9e0f'],
];

/** Numbers that differ from run to run, by where they stand. */
const PLACES: readonly (readonly [string, string])[] = [
  ['[data-is="Head"]', '18'],
  ['#log dd', '64'],
  ['#relayer data', '999 999.99'],
];

/** A time zone in which it is ten in the evening, so that it is never within office hours. */
export function tenInTheEvening(now: Date): string {
  // Not that of UTC: times are then said in another form.
  const ahead = ((22 - now.getUTCHours() + 35) % 24) - 11 || 1;
  // By POSIX what is ahead of UTC has a minus.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${String(Math.abs(ahead))}`;
}

/**
 * Puts stand-ins in the place of ids, hashes, times and counts that the service made, after the page has checked and
 * shown the true ones. The page's clock stands still from then on, so that they stay.
 */
export async function steady(page: Page): Promise<void> {
  await page.clock.setFixedTime(Date.now());
  await page.evaluate(`(${REWRITE})(${JSON.stringify({ shapes: SHAPES, places: PLACES })})`);
}

const REWRITE = `({ shapes, places }) => {
  const known = new Map();
  // Equal values get equal digits; the first gets the first.
  const digitsFor = (value) => {
    if (!known.has(value)) {
      let seed = known.size + 1;
      const digit = () => ((seed = (seed * 1103515245 + 12345) % 2147483648) >> 16) % 16;
      known.set(value, Array.from({ length: value.length }, () => digit().toString(16)).join(''));
    }
    return known.get(value);
  };
  const textsIn = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    return texts;
  };
  const set = (text, value) => { if (text.nodeValue !== value) text.nodeValue = value; };
  for (const hex of document.querySelectorAll('.hex, .digest')) {
    const texts = textsIn(hex).filter(({ nodeValue, parentElement }) => nodeValue !== '0x' && !parentElement.classList.contains('no'));
    const value = texts.map(({ nodeValue }) => nodeValue).join('');
    if (value.length !== 64) continue;
    let from = 0;
    for (const text of texts) {
      const { length } = text.nodeValue;
      set(text, digitsFor(value).slice(from, from + length));
      from += length;
    }
  }
  for (const [selector, stand] of places)
    for (const place of document.querySelectorAll(selector))
      for (const text of textsIn(place)) if (/\\d/.test(text.nodeValue)) set(text, text.nodeValue.replace(/\\d[\\d\\u2009.]*/, stand));
  for (const text of textsIn(document.body)) {
    let value = text.nodeValue.replaceAll(/\\b0x([0-9a-f]{64})\\b/g, (_, digits) => '0x' + digitsFor(digits));
    for (const [shape, stand] of shapes) value = value.replaceAll(new RegExp(shape, 'g'), stand);
    set(text, value);
  }
}`;

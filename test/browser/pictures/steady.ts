import type { Page } from 'playwright-core';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const TIME = String.raw`(?:\d{1,2} [A-Z][a-z]{2}(?: \d{4})?, )?(?<![T:\d])\d\d:\d\d(?![:\d])`;

/** What differs from run to run, by its shape, and what stands for it. */
const SHAPES: readonly (readonly [string, string])[] = [
  [String.raw`\b([a-z]{2,5})_${UUID}`, '$1_01890a5d-ac96-774b-bcce-b302099a8057'],
  [String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`, '2026-11-30T21:04:00Z'],
  [String.raw`${TIME} UTC`, '21:04 UTC'],
  [String.raw`${TIME}(?! UTC)`, '22:04'],
  [String.raw`\b\d{1,2} [A-Z][a-z]{2} \d{4}\b`, '28 Nov 2026'],
  [String.raw`\bGMT[+-]\d+`, 'Berlin'],
  [String.raw`\b[MTWFS][a-z]+day (?=22:04)`, 'Monday '],
  [String.raw`\b\d+ (?:s|min|h)\b`, '4 min'],
  [String.raw`\bblock \d+`, 'block 18'],
  [String.raw`\b(localhost|127\.0\.0\.1):\d+`, '$1:3000'],
  [String.raw`\+[0-9a-f]{8}\+[A-Za-z0-9+/]{40,}=*`, '+1a2b3c4d+AVp0ePCFbKEgzY9zkdWsvZBgPQQ4UETmpSDJlNAXqR0'],
];

/** What differs from run to run in no shape of its own, by where it stands. */
const PLACES: readonly (readonly [string, string])[] = [
  ['.side-end code', '1a2b 3c4d … 9e0f'],
  ['#providers [data-is="Head"]', '18'],
  ['#providers [data-is="Behind"]', '0 blocks, 0 s'],
  ['#log dd:nth-of-type(1)', '64'],
  ['#log dd:nth-of-type(2)', '64, 22:04'],
  ['#jobs dd:nth-of-type(1)', '0'],
  ['#relayer .amt', '999 999.99'],
  ['#database dd', 'this process is 2 ms ahead of the database, by which everything is decided'],
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
    for (const place of document.querySelectorAll(selector)) textsIn(place).forEach((text, at) => set(text, at === 0 ? stand : ''));
  for (const text of textsIn(document.body)) {
    let value = text.nodeValue.replaceAll(/\\b0x([0-9a-f]{64})\\b/g, (_, digits) => '0x' + digitsFor(digits));
    for (const [shape, stand] of shapes) value = value.replaceAll(new RegExp(shape, 'g'), stand);
    const before = (text.previousSibling ?? text.parentElement.previousSibling)?.textContent ?? '';
    if (/expires in $/i.test(before)) value = value.replace(/^4 min/, '59 min');
    set(text, value);
  }
}`;

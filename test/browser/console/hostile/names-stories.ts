import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import type { ConsoleWorld } from '../console-world.js';
import { misplaced } from '../misplaced.js';
import { Liar } from './liar.js';

const MARKUP = '<img src=x onerror="window.isTaken=1">';
const TURNED = `Hot \u202e1 tellaw\u2066\u200b ${MARKUP} \u0000`;
const LONG = `${TURNED}${'W'.repeat(1000)}`;

/** Members that hold what somebody else chose. */
const CHOSEN = new Set([
  ...[
    'label',
    'safeLabel',
    'objectLabel',
    'name',
    'requesterName',
    'personName',
    'actorName',
    'proposerName',
  ],
  ...[
    'symbol',
    'reference',
    'reason',
    'why',
    'words',
    'sentence',
    'note',
    'title',
    'summary',
    'ticket',
    'userAgent',
  ],
  ...['networkAddress', 'group', 'rule', 'because', 'owner'],
]);
/** Lists of them. */
const LISTS = new Set(['sentences', 'groups', 'rules', 'remarks']);

function poisoned(value: unknown, text: string, key = ''): unknown {
  if (typeof value === 'string') return CHOSEN.has(key) ? text : value;
  if (Array.isArray(value))
    return value.map((each: unknown) =>
      typeof each === 'string' && LISTS.has(key) ? text : poisoned(each, text, ''),
    );
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poisoned(each, text, name)]));
}

const FOUND = `(() => {
  const HIDDEN = /[\\u0000-\\u0008\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069]/;
  const bad = [];
  for (const node of document.querySelectorAll('*')) {
    for (const { name, value } of node.attributes) if (HIDDEN.test(value)) bad.push(node.tagName + ' ' + name + ' ' + value.slice(0, 60));
    for (const child of node.childNodes) if (child.nodeType === 3 && HIDDEN.test(child.data)) bad.push(node.tagName + '.' + node.className + ': ' + child.data.slice(0, 60));
  }
  if (HIDDEN.test(document.title)) bad.push('title ' + document.title);
  return { bad, images: document.querySelectorAll('img[src="x"], img[onerror]').length, isTaken: window.isTaken === 1, text: document.body.innerText.includes('\\ufffdU+202E') };
})()`;
const Found = z.object({
  bad: z.array(z.string()),
  images: z.number(),
  isTaken: z.boolean(),
  text: z.boolean(),
});

async function harm(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  const { bad, images, isTaken } = Found.parse(await page.evaluate(FOUND));
  found.push(...bad);
  if (images > 0) found.push('an element was made of it');
  if (isTaken) found.push('it was executed');
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await misplaced(page);
    if (wide !== null) found.push(`${String(width)}: wider than the window: ${wide}`);
  }
  return found;
}

export function namesStories(opened: () => ConsoleWorld): void {
  it('story 12: explores', async () => {
    const world = opened();
    const { story } = world;
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    for (const text of [LONG]) {
      const context = await world.contextOf('Clara');
      const liar = await Liar.before(context, world.origin);
      liar.lies = [{ of: /^\/v1\/(?!installation)/, becomes: (body) => poisoned(body, text) }];
      const page = await world.visit(context, '/');
      for (const path of [
        '/',
        '/transfers',
        `/transfers/${id}`,
        `/transfers/${id}/sign`,
        '/transfers/new',
        '/exceptions',
        '/changes',
        '/freezes',
        '/findings',
        '/limits',
        '/safes',
        `/safes/${story.firstSafe.id}`,
        '/status',
        '/settings',
      ]) {
        await page.goto(`${world.origin}${path}`);
        await liar.settled(page);
        const all = await harm(page);
        console.log(path, JSON.stringify(all, null, 1));
        await page.screenshot({
          path: `/tmp/lies/n${text === LONG ? 'l' : 't'}-${path.replaceAll('/', '_').slice(0, 20)}.png`,
        });
      }
    }
    expect(MARKUP).toBe('');
  });
}

import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import type { Founding } from '../../../../sandbox/founding.js';
import { made } from '../../../e2e/answers.js';
import type { ConsoleWorld } from '../console-world.js';
import { misplaced } from '../misplaced.js';
import { Liar } from './liar.js';
import { poisoned } from './poisoned.js';
import { proposedPerson } from './proposed-person.js';

const MARKUP = '<img src=x onerror="window.isTaken=1">';
/** What Sluice takes of anybody: markup, two scripts that read the other way, a flag, and no place to break a line. */
const ODD = `${MARKUP} שלום مرحبا 🇨🇭 <b>`;
const odd = (length: number): string => ODD + 'W'.repeat(length - ODD.length);
/** What it takes of nobody: text that turns around, that is not seen, or that ends early. */
const TURNED = `Hot \u202e1 tellaw\u2066\u200b\u0000 ${MARKUP} 🇨🇭 `;
const TURNED_SHOWN = 'Hot \ufffdU+202E1 tellaw\ufffdU+2066\ufffdU+200B\ufffdU+0000 <img src=x';
const NAME = odd(80);

/** Tariq, under a name as odd as they come. */
export function oddlyNamed(document: Founding): Founding {
  const people = document.people.map((each) => (each.name === 'Tariq' ? { ...each, name: NAME } : each));
  return { ...document, people };
}

/** What became of a text other than text. */
const FOUND = `(() => {
  const HIDDEN = /[\\p{Cf}\\p{Zl}\\p{Zp}\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]/u;
  const found = [];
  for (const node of document.querySelectorAll('*')) {
    for (const { name, value } of node.attributes) if (HIDDEN.test(value)) found.push(node.tagName + ' ' + name + ': ' + value.slice(0, 60));
    for (const child of node.childNodes) if (child.nodeType === 3 && HIDDEN.test(child.data)) found.push(node.tagName + ': ' + child.data.slice(0, 60));
  }
  if (HIDDEN.test(document.title)) found.push('title: ' + document.title);
  if (document.querySelector('img, [onerror]')) found.push('an element was made of it');
  if (window.isTaken === 1) found.push('it was executed');
  return { found, text: document.body.textContent };
})()`;
const Found = z.object({ found: z.array(z.string()), text: z.string() });

/** Holds that a page shows texts as text, within its layout. */
async function isTextAlone(page: Page, texts: readonly string[]): Promise<void> {
  const { found, text } = Found.parse(await page.evaluate(FOUND));
  const harm = [...found];
  for (const each of texts) if (!text.includes(each)) harm.push(`it does not show ${each}`);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    harm.push(...(await misplaced(page)).map((each) => `${String(width)}: ${each}`));
  }
  if (harm.length > 0) throw new Error(`at ${page.url()}: ${harm.join('; ')}`);
}

export function namesStories(opened: () => ConsoleWorld): void {
  it('story 12: names as odd as Sluice takes them are text, under which people sign', async () => {
    const world = opened();
    const { story, origin } = world;
    const [reference, reason, ticket] = [odd(140), odd(280), 'W'.repeat(64)];
    const asked = { by: 'Tariq', reference };
    const [id, ended, held, frozen] = [
      await story.awaiting({ ...asked, amount: '1', safe: story.freshSafe() }),
      await story.awaiting({ ...asked, amount: '1', safe: story.freshSafe() }),
      await story.requested({ ...asked, amount: '60', safe: story.freshSafe() }, 'needs-exception'),
      story.freshSafe(),
    ];
    const cancelled = await story.person('Tariq').post(`/v1/transfers/${ended}/cancel`, { reason });
    expect(cancelled).toMatchObject({ status: 200 });
    made(
      await story.person('Clara').except(held, { rule: 'eth-per-transfer', ceiling: '60', reason, ticket }),
    );
    made(await story.person('Rita').post('/v1/freezes', { scope: frozen.id, reason }));
    const change = await proposedPerson(world, NAME);
    made(await story.person('Carlos').changes.reject(change, reason));
    const open = await proposedPerson(world, NAME);

    const page = await world.as('Ada', '/');
    const shown: readonly (readonly [string, readonly string[]])[] = [
      ['/', [NAME]],
      ['/transfers', [NAME, reference]],
      [`/transfers/${id}`, [NAME, reference]],
      [`/transfers/${id}/sign`, []],
      [`/transfers/${ended}`, [reason]],
      [`/transfers/${held}`, [reason, ticket]],
      ['/exceptions', [reason]],
      ['/changes', [NAME]],
      [`/changes/${open}`, [NAME]],
      [`/changes/${change}`, [NAME, reason]],
      ['/freezes', [reason]],
      [`/safes/${frozen.id}`, [reason]],
    ];
    for (const [path, texts] of shown) {
      await page.goto(`${origin}${path}`);
      for (const text of texts) await page.getByText(text).first().waitFor({ state: 'attached' });
      await isTextAlone(page, texts);
    }
  });

  it('story 12: what a server says to turn text around is shown by its code, within the layout', async () => {
    const world = opened();
    const { story, origin } = world;
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    const context = await world.contextOf('Ada');
    const liar = await Liar.before(context, world.origin);
    const becomes = (answer: unknown): unknown => poisoned(answer, TURNED + 'W'.repeat(1000));
    liar.lies = [{ of: /^\/v1\/(?!installation|sessions)/, becomes }];
    const page = await world.visit(context, '/');
    const shown: readonly (readonly [string, readonly string[]])[] = [
      ['/transfers', [TURNED_SHOWN]],
      [`/transfers/${id}`, []],
      ['/limits', [TURNED_SHOWN]],
      ['/safes', [TURNED_SHOWN]],
      [`/safes/${story.firstSafe.id}`, []],
    ];
    for (const [path, texts] of shown) {
      await page.goto(`${origin}${path}`);
      await liar.settled(page);
      await isTextAlone(page, texts);
    }
  });
}

import type { Page } from 'playwright-core';
import { z } from 'zod';

const Look = z.object({ text: z.array(z.string()), boxes: z.array(z.string()) });

/** What a page shows and how it is laid out, as lines: in no measure that depends on the fonts of a machine. */
export async function lookOf(page: Page, root: string): Promise<readonly string[]> {
  const { text, boxes } = Look.parse(await page.evaluate(`(${LOOK})(${JSON.stringify(root)})`));
  return [...text, '---', ...boxes];
}

/**
 * The text, line by line. Then each landmark, heading, section, table, list and control below what it stands in: at which
 * of its edges it begins, and whether it stands below or beside the one before. A distance, in pixels, is only said where
 * nothing is between the two, so that only the stylesheet makes it. What wraps as it has to may stand below or beside.
 */
const LOOK = `(root) => {
  const KINDS = 'header, nav, main, aside, section, article, form, footer, h1, h2, h3, p, ul, ol, dl, table, figure, details, fieldset, button, .btn, input, select, textarea, .digest, .say, .title, .standing, .acts, [role="group"], [role="dialog"]';
  const top = [...document.querySelectorAll(root)].at(-1);
  const boxOf = (element) => element.getBoundingClientRect();
  const isSeen = (element) => {
    const { width, height } = boxOf(element);
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
  };
  const names = (element) => {
    const kind = element.getAttribute('role') ?? element.tagName.toLowerCase();
    // What is read of a digest is its digits.
    if (element.matches('.digest')) return 'digest';
    const own = element.getAttribute('aria-label') ?? document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent;
    const isShort = element.matches('h1, h2, h3, button, .btn');
    const name = own ?? (isShort ? element.textContent : '');
    return (kind + ' ' + name.trim().replaceAll(/\\s+/g, ' ').slice(0, 40)).trim();
  };
  const isWrapping = (element) => {
    const { display, flexWrap } = getComputedStyle(element);
    return display.includes('flex') ? flexWrap === 'wrap' : display === 'inline';
  };
  /** Whether anything that wraps is between an element and what it is said to stand in. */
  const flows = (element, parent) => {
    if (getComputedStyle(element).display.startsWith('inline')) return true;
    for (let each = element.parentElement; each; each = each.parentElement) {
      if (isWrapping(each)) return true;
      if (each === parent) return false;
    }
    return false;
  };
  const sideOf = (box, outer, style) => {
    const start = outer.left + parseFloat(style.paddingInlineStart);
    const end = outer.right - parseFloat(style.paddingInlineEnd);
    // Tables hang over both sides by as much.
    if (Math.abs(box.left - start) <= 13) return 'start';
    return Math.abs(box.right - end) <= 13 ? 'end' : 'within';
  };
  const lines = [];
  const walk = (element, parent, depth, before) => {
    let last = before;
    for (const child of element.children) {
      const isKind = child.matches(KINDS);
      if (!isKind || !isSeen(child)) {
        if (child.checkVisibility()) last = walk(child, parent, depth, last);
        continue;
      }
      const box = boxOf(child);
      const free = flows(child, parent);
      const parts = [names(child)];
      if (!free) parts.push(sideOf(box, boxOf(parent), getComputedStyle(parent)));
      if (last !== null) {
        const other = boxOf(last);
        const isBelow = box.top >= other.bottom - 1;
        const isBeside = box.left >= other.right - 1 || box.right <= other.left + 1;
        if (!isBelow && !isBeside) parts.push('OVER ' + names(last));
        else if (free) parts.push('after');
        else if (!isBelow) parts.push('beside');
        else parts.push(child.previousElementSibling === last ? 'below ' + String(Math.round(box.top - other.bottom)) : 'below');
      }
      lines.push('  '.repeat(depth) + parts.join(', '));
      walk(child, child, depth + 1, null);
      last = child;
    }
    return last;
  };
  walk(top, top, 0, null);
  const text = top.innerText.split('\\n').map((line) => line.replaceAll(/[ \\t]+/g, ' ').trim()).filter((line) => line !== '');
  return { text, boxes: lines };
}`;

/** Pixels by which a distance may differ. */
const NEAR = 4;
const DISTANCE = /, below (-?\d+)$/;

/** Where a page looks other than it did: lines that were, and lines that are instead. */
export function changesOf(look: readonly string[], kept: readonly string[]): readonly string[] {
  const changes = [
    ...without(kept, look).map((line) => `was: ${line}`),
    ...without(look, kept).map((line) => `is: ${line}`),
  ];
  const moved = look.find((line, at) => !isNear(line, kept[at] ?? ''));
  if (changes.length > 0 || moved === undefined) return changes;
  return [`has the same lines in another order, from: ${moved}`];
}

/** The lines that others do not have, or not as often. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.findIndex((other) => isNear(line, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function isNear(line: string, other: string): boolean {
  if (line === other) return true;
  const [one, two] = [line, other].map((each) => DISTANCE.exec(each)?.[1]);
  if (one === undefined || two === undefined) return false;
  return (
    line.replace(DISTANCE, '') === other.replace(DISTANCE, '') && Math.abs(Number(one) - Number(two)) <= NEAR
  );
}

import type { Page } from 'playwright-core';
import { z } from 'zod';

const Misplaced = z.array(z.string());

/** What lies over something else, sticks out of what it stands in, or is cut off: whatever fonts the machine has. */
export async function misplaced(page: Page): Promise<readonly string[]> {
  return Misplaced.parse(await page.evaluate(`(${MISPLACED})()`));
}

const MISPLACED = `() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  const found = [];
  const root = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"], [role="menu"]')].at(-1) ?? document.body;
  const said = (element) => element.tagName.toLowerCase() + '.' + (element.getAttribute('class') ?? '') + ' “' + element.textContent.trim().slice(0, 40) + '”';
  const isHidden = (element) => element.closest('.vh, .skip, option, [data-base-ui-focus-guard]') !== null || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  if (scrollWidth > clientWidth) found.push('wider than the window');
  for (const element of root.querySelectorAll('*')) {
    if (isHidden(element) || element.closest('svg') !== null) continue;
    const style = getComputedStyle(element);
    const isCut = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
    if (isCut && style.textOverflow !== 'ellipsis' && !element.matches('input, textarea, select')) found.push('cut off: ' + said(element));
    const parent = element.parentElement;
    const around = getComputedStyle(parent);
    if (['absolute', 'fixed', 'sticky'].includes(style.position) || around.display.startsWith('inline') || around.textOverflow === 'ellipsis') continue;
    const hangs = Math.max(0, -parseFloat(style.marginInlineEnd) || 0);
    if (element.getBoundingClientRect().right > parent.getBoundingClientRect().right + hangs + 1.5 && element.getClientRects().length > 0)
      found.push('sticks out: ' + said(element));
  }
  // What is taken out of the flow is there to lie over the rest.
  const layerOf = (element) => {
    let each = element;
    while (each && !['absolute', 'fixed', 'sticky'].includes(getComputedStyle(each).position)) each = each.parentElement;
    return each;
  };
  const lines = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (text.nodeValue.trim() === '' || isHidden(text.parentElement)) continue;
    let block = text.parentElement;
    while (getComputedStyle(block).display === 'inline' || getComputedStyle(block).display === 'contents') block = block.parentElement;
    const range = document.createRange();
    range.selectNodeContents(text);
    const outer = block.getBoundingClientRect();
    const isClipped = getComputedStyle(block).overflowX !== 'visible';
    for (const { left, top, right, bottom, width } of range.getClientRects()) {
      if (width < 1) continue;
      if (right > outer.right + 2 && !isClipped) found.push('sticks out: ' + said(block));
      const rect = { left, top, bottom, right: isClipped ? Math.min(right, outer.right) : right };
      lines.push({ rect, text, layer: layerOf(block) });
    }
  }
  lines.forEach(({ rect, text, layer }, at) => {
    for (const other of lines.slice(at + 1)) {
      if (other.layer !== layer || other.text === text) continue;
      const across = Math.min(rect.right, other.rect.right) - Math.max(rect.left, other.rect.left);
      const down = Math.min(rect.bottom, other.rect.bottom) - Math.max(rect.top, other.rect.top);
      if (across > 3 && down > 6) found.push('“' + text.nodeValue.slice(0, 40) + '” lies over “' + other.text.nodeValue.slice(0, 40) + '”');
    }
  });
  return [...new Set(found)].slice(0, 5);
}`;

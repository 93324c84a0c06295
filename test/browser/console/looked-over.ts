import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { misplaced } from './misplaced.js';

const WIDTHS = [1280, 320] as const;
const SCHEMES = ['light', 'dark'] as const;
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What depends on colours; everything else is the same in both schemes. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** What a page or a dialog offends against, wide and narrow, light and dark: WCAG 2.2 AA, and nothing cut off, over something else, or out of its place. */
export async function offences(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const where = `${new URL(page.url()).pathname}, ${colorScheme}, ${String(width)}`;
      const all = await violations(page, colorScheme === 'dark');
      found.push(...all.map((each) => `${where}: ${each}`));
    }
    const where = `${new URL(page.url()).pathname}, ${String(width)}`;
    found.push(...(await misplaced(page)).map((each) => `${where}: ${each}`));
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  return found;
}

async function violations(page: Page, isColourAlone: boolean): Promise<readonly string[]> {
  // In the page itself: another page, as it would open otherwise, is not under the console's policy.
  // Half a megabyte, which the page keeps: it need not be sent again.
  const isThere = await page.evaluate('window.axe !== undefined');
  const builder = new AxeBuilder({ page, ...(isThere === true && { axeSource: 'void 0' }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    // They stand around what is open and hand the focus on, so that it rests on none of them.
    .exclude('[data-base-ui-focus-guard]');
  const axe = isColourAlone ? builder.withRules(OF_COLOUR) : builder.withTags(LEVELS);
  const { violations: found } = await axe.analyze();
  return found.map(({ id, nodes }) => {
    const which = nodes.map(({ target, failureSummary = '' }) => `${String(target)} ${failureSummary}`);
    return `${id}: ${which.join('; ').replaceAll(/\s+/g, ' ')}`;
  });
}

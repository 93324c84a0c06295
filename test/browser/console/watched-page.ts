import type { Page } from 'playwright-core';
import { z } from 'zod';

const Seen = z.array(z.string());

/** Notes from now on every state that a transfer's page shows, as long as nobody loads it anew. */
export async function watchStates(page: Page): Promise<void> {
  await page.locator('article .chip').first().waitFor();
  await page.evaluate(`(() => {
    const states = () => [...document.querySelectorAll('article .chip')].map((chip) => chip.textContent).join(', ');
    window.statesSeen = [states()];
    new MutationObserver(() => {
      if (states() !== '' && states() !== window.statesSeen.at(-1)) window.statesSeen.push(states());
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  })()`);
}

/** @throws Error if the page was loaded anew meanwhile */
export async function statesSeen(page: Page): Promise<readonly string[]> {
  return Seen.parse(await page.evaluate('window.statesSeen'));
}

import type { Page } from 'playwright-core';

/** Waits until the top bar names them. */
export async function isSignedIn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${name}, `) }).waitFor();
}

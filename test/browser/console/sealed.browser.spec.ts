import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launched, newPage } from '../chromium.js';
import { servedFolder } from './served-folder.js';

const BUILT = 'dist/console';
const REFUSED = /Failed to find a valid digest in the 'integrity' attribute/;

describeInBrowser('a console of which one file was changed', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launched();
  });
  afterAll(() => browser.close());

  /** What a visitor of the door sees, and what the browser complains about. */
  async function visited(isChanged?: (path: string) => boolean) {
    const served = await servedFolder(BUILT, isChanged ? { isChanged } : {});
    const context = await browser.newContext();
    try {
      const page = await newPage(context);
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(`${served.origin}/sign-in`, { waitUntil: 'networkidle' });
      const shows = await page.locator('#app').innerText();
      const isStyled = await page.evaluate('document.styleSheets.length > 0');
      return { shows, isStyled, refused: complaints.some((each) => REFUSED.test(each)) };
    } finally {
      await context.close();
      await served.stop();
    }
  }

  it('runs as it was built', async () => {
    const { shows, ...rest } = await visited();
    expect(rest).toEqual({ isStyled: true, refused: false });
    expect(shows).toContain('Sign in');
  });

  it('does not run a changed page of it', async () => {
    const { shows, refused } = await visited((path) => path.includes('/sign-in-page-'));
    expect(refused).toBe(true);
    expect(shows).toContain('A part of the console did not come as it was built');
  });

  it('does not run what such a page imports, if that was changed', async () => {
    const { shows, refused } = await visited((path) => path.includes('/door-'));
    expect(refused).toBe(true);
    expect(shows).not.toContain('passkey');
  });

  it('runs nothing at all if the entry was changed, and takes no changed rules', async () => {
    expect(await visited((path) => path.includes('/index-'))).toMatchObject({ shows: '', refused: true });
    expect(await visited((path) => path.endsWith('.css'))).toMatchObject({ isStyled: false, refused: true });
  });
});

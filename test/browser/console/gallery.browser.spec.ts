import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launched, newPage } from '../chromium.js';
import { offences } from './looked-over.js';
import { servedFolder } from './served-folder.js';

const folder = mkdtempSync(join(tmpdir(), 'sluice-gallery-'));

describeInBrowser('every part of the console, in every state', () => {
  let browser: Browser;
  let served: Awaited<ReturnType<typeof servedFolder>>;
  const complaints: string[] = [];

  beforeAll(async () => {
    const build = `import { builtPage, writePage } from './scripts/build-console.mjs';
      writePage(await builtPage('console/gallery'), ${JSON.stringify(folder)});`;
    const env = { ...process.env, NODE_OPTIONS: '' };
    execFileSync(process.execPath, ['--input-type=module', '-e', build], { env });
    [browser, served] = await Promise.all([launched(), servedFolder(folder)]);
  });
  afterAll(async () => {
    await browser.close();
    await served.stop();
    rmSync(folder, { recursive: true });
  });

  async function opened(query: string): Promise<Page> {
    const page = await newPage(await browser.newContext({ reducedMotion: 'reduce' }));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${served.origin}/${query}`);
    await page
      .getByRole('heading', {
        name: query.includes('sheet') ? 'Confirm this transfer' : 'Parts of the console',
      })
      .waitFor();
    // What is awaited shows so only after a moment.
    await page.getByText('Asking for what is to be signed').first().waitFor({ state: 'attached' });
    return page;
  }

  /** Whatever somebody called something, it is text. */
  async function isHarmless(page: Page): Promise<void> {
    expect(await page.title()).not.toContain('taken over');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    const text = await page.locator('body').innerText();
    expect(text.match(/.{0,40}[\u202a-\u202e\u2066-\u2069\u200b].{0,20}/g)).toBeNull();
  }

  it.each(['', '?connection=offline', '?sheet'])(
    'is for everybody, and shows names as text: %s',
    async (query) => {
      const page = await opened(query);
      expect(await offences(page)).toEqual([]);
      await isHarmless(page);
      await page.context().close();
      expect(complaints.splice(0)).toEqual([]);
    },
  );

  it('is there of all that the console has', () => {
    const shown = readdirSync('console/gallery')
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => readFileSync(join('console/gallery', name), 'utf8'))
      .join('\n');
    const parts = readdirSync('console/parts')
      .filter((name) => name.endsWith('.tsx'))
      .flatMap((name) => [
        ...readFileSync(join('console/parts', name), 'utf8').matchAll(/^export function ([A-Z]\w+)/gm),
      ])
      .map(([, name = '']) => name);
    expect(parts.filter((name) => !new RegExp(`<${name}\\b`).test(shown))).toEqual([]);
  });
});

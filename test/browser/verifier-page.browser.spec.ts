import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { printVerifierKey } from '../../src/domain/audit-log/verifier-key.js';
import { tellBundle } from '../../src/domain/evidence/verify-bundle.js';
import { requestWords } from '../../src/domain/evidence/signer-words.js';
import { verifyRequest } from '../../src/domain/evidence/verify-request.js';
import { entryTexts, exportLines } from '../builders/audit-export.js';
import { logSigner } from '../builders/witnessed-log.js';
import { bundleText, recordedBundle, recordedRoots } from '../vectors/evidence-bundle.js';
import { requestRoots, requestText } from '../vectors/signature-request.js';
import { describeInBrowser, launched, newPage } from './chromium.js';

const { founding, chainId, logKey } = recordedRoots();
const TRUST = { founding, chain: String(chainId), logKey: printVerifierKey(logKey) };
const folder = mkdtempSync(join(tmpdir(), 'sluice-verifier-'));
const page = join(folder, 'verifier.html');

/** The answer as a table of texts. */
const CELLS = `[...document.querySelectorAll('#lines tr')].map((row) => [...row.children].map((cell) => cell.textContent))`;
const Cells = z.array(z.tuple([z.string(), z.string(), z.string()]));

let browser: Browser;
let tab: Page;
const asked: string[] = [];

beforeAll(async () => {
  build(page);
  browser = await launched();
  const context = await browser.newContext({ offline: true });
  tab = await newPage(context);
  tab.on('request', (request) => asked.push(request.url()));
  await tab.goto(pathToFileURL(page).href);
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

function build(target: string): void {
  execFileSync(process.execPath, ['scripts/build-verifier.mjs', target]);
}

function fileOf(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Given {
  readonly trust?: Readonly<Record<string, string>>;
  readonly entry?: string;
  readonly isToBeSigned?: boolean;
}

/** What the page says of a file: its verdict, its summary, and the text of every line. */
async function answerTo(content: string, { trust = TRUST, entry, isToBeSigned = false }: Given = {}) {
  for (const name of ['founding', 'chain', 'logKey', 'witnessPolicy'])
    await tab.fill(`#${name}`, trust[name] ?? '');
  await tab.setInputFiles('#file', fileOf('given', content));
  await tab.setInputFiles('#entry', entry === undefined ? [] : fileOf('entry', entry));
  await tab.setChecked('#isToBeSigned', isToBeSigned);
  await tab.click('button');
  await tab.waitForSelector('#summary:not(:text("Verifying"))');
  return {
    outcome: await tab.getAttribute('body', 'data-outcome'),
    summary: await tab.innerText('#summary'),
    story: await tab.textContent('#story'),
    request: await tab.textContent('#request'),
    lines: Cells.parse(await tab.evaluate(CELLS)),
  };
}

describeInBrowser('the verifier as one file in a browser', () => {
  it('invariant 18: says of a bundle what the command line says, line by line', async () => {
    const { lines, story } = await tellBundle(bundleText, recordedRoots());
    const answer = await answerTo(bundleText);
    expect(answer).toMatchObject({
      outcome: 'proved',
      story: story?.sentence,
      summary: 'It holds, against the founding and the key of the log that you gave.',
    });
    expect(answer.lines).toEqual(
      lines.map(({ check, ok, words, part }) => [
        ok === true ? 'proved' : 'not proved',
        check,
        ok === true ? words : words + part,
      ]),
    );
  });

  it('invariant 18: refuses a changed bundle and names the part, and calls one without roots no proof', async () => {
    const [first, second] = recordedBundle().confirmations.map(({ signature }) => JSON.stringify(signature));
    const changed = await answerTo(bundleText.replace(String(first), String(second)));
    expect(changed).toMatchObject({ outcome: 'failed', summary: 'It does not hold.' });
    expect(changed.lines.filter(([mark]) => mark === 'FAILED').map(([, , words]) => words)).toContainEqual(
      expect.stringContaining('/confirmations/0'),
    );
    expect(await answerTo(bundleText, { trust: {} })).toMatchObject({ outcome: 'open' });
    expect(await answerTo(bundleText, { trust: { ...TRUST, chain: '1' } })).toMatchObject({
      outcome: 'failed',
    });
  });

  it('invariant 18: shows an owner what the device must show, and nothing of what is not proven', async () => {
    const { founding: own, chainId: chain, logKey: key } = requestRoots();
    const trust = { founding: own, chain: String(chain), logKey: printVerifierKey(key) };
    const { request } = await verifyRequest(requestText, requestRoots());
    if (!request) throw new Error('the recorded request does not hold');
    const answer = await answerTo(requestText, { trust, isToBeSigned: true });
    expect(answer).toMatchObject({ outcome: 'proved', request: requestWords(request) });
    expect(answer.request).toContain(request.digests.eip712Digest);
    expect(await tab.getAttribute('#request svg', 'aria-label')).toContain(request.digests.eip712Digest);

    const { to } = request.message;
    const other = requestText.replaceAll(to, '0x3333333333333333333333333333333333333333');
    expect(other).not.toBe(requestText);
    const refused = {
      outcome: 'failed',
      summary: 'It does not hold. Sign nothing, and tell the others.',
      request: '',
    };
    expect(await answerTo(other, { trust, isToBeSigned: true })).toMatchObject(refused);
    expect(await answerTo(bundleText, { isToBeSigned: true })).toMatchObject(refused);
    expect(await answerTo(requestText, { trust: {}, isToBeSigned: true })).toMatchObject({
      ...{ outcome: 'open', request: '', story: '', lines: [] },
    });
  });

  it('verifies a checkpoint, and refuses it of another log', async () => {
    const { checkpoint, key } = recordedBundle().log;
    expect(key).toBe(TRUST.logKey);
    const answer = await answerTo(checkpoint);
    expect(answer.outcome).toBe('proved');
    expect(answer.lines[0]).toEqual(['proved', 'log', expect.stringContaining('has signed a tree of')]);
    expect(await answerTo(checkpoint.replace(/\n[0-9]+\n/, '\n7\n'))).toMatchObject({ outcome: 'failed' });
  });

  it('verifies an export of the log, and refuses one with a line less', async () => {
    const lines = exportLines(entryTexts(23));
    const trust = { logKey: printVerifierKey(logSigner.key) };
    const answer = await answerTo(`${lines.join('\n')}\n`, { trust });
    expect(answer).toMatchObject({
      outcome: 'proved',
      summary: 'It holds, against the key of the log that you gave.',
    });
    expect(answer.lines).toContainEqual(['proved', 'log', 'no entry of 0 to 22 is missing']);
    const short = lines.toSpliced(7, 1);
    expect(await answerTo(`${short.join('\n')}\n`, { trust })).toMatchObject({ outcome: 'failed' });
    expect(await answerTo(lines.join('\n'), { trust })).toMatchObject({ outcome: 'failed' });
  });

  it('says what it cannot read, and verifies nothing then', async () => {
    const wrong = await answerTo(bundleText, { trust: { ...TRUST, founding: '0x12' } });
    expect(wrong).toMatchObject({ outcome: 'failed', lines: [] });
    expect(wrong.summary).toMatch(/^The founding digest cannot be read/);
    const receipt = await answerTo('c2sp.org/tlog-proof@v1\n');
    expect(receipt.summary).toBe('Choose the entry that the receipt is of, too.');
    const markup = await answerTo('<img src=x onerror=alert(1)>');
    expect(markup).toMatchObject({ outcome: 'failed', lines: [] });
    expect(await tab.$$('#answer img')).toEqual([]);
  });

  it('opens no connection, and could not: its own policy forbids it', async () => {
    expect(asked).toEqual([pathToFileURL(page).href]);
    const heard: string[] = [];
    const server = createServer((request, response) => {
      heard.push(String(request.url));
      response.setHeader('access-control-allow-origin', '*').end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${String(port)}/`;
    await tab.context().setOffline(false);
    const reached = (): Promise<boolean> =>
      tab.evaluate(`fetch(${JSON.stringify(url)}).then(() => true, () => false)`);
    expect(await reached()).toBe(false);
    expect(heard).toEqual([]);
    server.close();
  });

  it('is built to the same bytes from the same sources', () => {
    const again = join(folder, 'again.html');
    build(again);
    const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
    expect(hashOf(again)).toBe(hashOf(page));
  });
});

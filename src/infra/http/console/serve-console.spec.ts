import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { ConsoleFiles } from './console-files.js';
import { isPagePath, serveConsole } from './serve-console.js';

const BUILT = 'dist/console';
const html = readFileSync(join(BUILT, 'index.html'), 'utf8');
const files = ConsoleFiles.read();
if (!files) throw new Error('the console was not built');
const app = express()
  .use(serveConsole(files, 'same-origin'))
  .use((_request, response) => void response.status(404).send('the API'));
const get = (path: string) => request(app).get(path).set('Accept', 'text/html,*/*;q=0.8');

const folder = mkdtempSync(join(tmpdir(), 'sluice-console-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const sha = (algorithm: string, bytes: Buffer | string, encoding: 'hex' | 'base64'): string =>
  createHash(algorithm).update(bytes).digest(encoding);

describe('the page of the console', () => {
  it('is the same for every path that is a page, and is never kept', async () => {
    for (const path of ['/', '/transfers', '/transfers/tr_1/sign', '/no-such-page']) {
      const { status, text, headers } = await get(path);
      expect({ status, text }).toEqual({ status: 200, text: html });
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'integrity-policy': 'blocked-destinations=(script)',
      });
    }
  });

  it('is no answer to a program, nor for the paths of the API', async () => {
    for (const path of [
      '/v1/transfers',
      '/docs',
      '/health/live',
      '/.well-known/security.txt',
      '/assets/none.js',
    ])
      expect((await get(path)).text).toBe('the API');
    expect((await request(app).get('/transfers').set('Accept', 'application/json')).text).toBe('the API');
    expect((await request(app).get('/transfers').set('Accept', '*/*')).text).toBe('the API');
    expect((await request(app).get('/').set('Accept', '*/*')).text).toBe(html);
    expect((await request(app).post('/transfers').set('Accept', 'text/html')).text).toBe('the API');
  });

  it('may run only scripts of which it names the hash', async () => {
    const { headers } = await get('/');
    const importMap = /<script type="importmap">([^]*?)<\/script>/.exec(html)?.[1] ?? '';
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`script-src 'self' 'sha256-${sha('sha256', importMap, 'base64')}';`);
    expect(policy).toContain("default-src 'none'; ");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(policy).not.toContain('unsafe');
    const { integrity } = JSON.parse(importMap) as { integrity: Record<string, string> };
    expect(Object.keys(integrity).length).toBeGreaterThan(3);
    for (const [path, hash] of Object.entries(integrity))
      expect(hash).toBe(`sha384-${sha('sha384', readFileSync(join(BUILT, path)), 'base64')}`);
    for (const [, path = '', hash = ''] of html.matchAll(
      /(?:src|href)="(\/assets\/[^"]+)" integrity="([^"]+)"/g,
    ))
      expect(hash).toBe(`sha384-${sha('sha384', readFileSync(join(BUILT, path)), 'base64')}`);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<script type="module" src="[^"]+" integrity=/g)).toHaveLength(1);
    expect(html.match(/<link rel="stylesheet" href="[^"]+" integrity=/g)).toHaveLength(1);
  });

  it('is answered to by a popup only where the sandbox has a wallet', async () => {
    const sandbox = express().use(serveConsole(files, 'same-origin-allow-popups'));
    const { headers } = await request(sandbox).get('/').set('Accept', 'text/html');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin-allow-popups');
  });
});

describe('the files of the console', () => {
  const path = /src="(\/assets\/[^"]+)"/.exec(html)?.[1] ?? '';

  it('are kept for a year under the name of their hash, and sent as small as the browser takes them', async () => {
    const plain = await get(path).set('Accept-Encoding', 'identity');
    expect(plain.text).toBe(readFileSync(join(BUILT, path), 'utf8'));
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'Accept-Encoding',
    });
    for (const [accepted, encoding] of [
      ['gzip', 'gzip'],
      ['gzip, deflate, br, zstd', 'br'],
    ] as const) {
      const small = await get(path).set('Accept-Encoding', accepted);
      expect(small.headers['content-encoding']).toBe(encoding);
    }
  });

  it('are named by one hash, which another byte changes', () => {
    expect(files.hash).toBe(sha('sha256', html, 'hex'));
    cpSync(BUILT, folder, { recursive: true });
    expect(ConsoleFiles.read(folder)?.hash).toBe(files.hash);
    writeFileSync(join(folder, 'index.html'), html.replace('sha384-', 'sha384-A'));
    expect(ConsoleFiles.read(folder)?.hash).not.toBe(files.hash);
    writeFileSync(join(folder, 'index.html'), html.replace('importmap', 'map'));
    expect(() => ConsoleFiles.read(folder)).toThrow('was not sealed');
  });

  it('are none where none were built', () => {
    expect(ConsoleFiles.read(join(folder, 'nowhere'))).toBeUndefined();
  });
});

it('takes every path for a page that has no use in the API', () => {
  expect(['/', '/transfers', '/v1x'].map(isPagePath)).toEqual([true, true, true]);
  expect(['/v1', '/v1/x', '/health', '/api/v1/safes'].map(isPagePath)).toEqual([false, false, false, false]);
});

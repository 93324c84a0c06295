import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import express from 'express';
import { FakeDesk } from '../../../test/builders/fake-desk.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { ProgramFailure } from '../../cli/program-failure.js';
import { ConsoleFiles } from '../../infra/http/console/console-files.js';
import { serveConsole } from '../../infra/http/console/serve-console.js';
import { onlineCommands } from '../online-commands.js';

const html = readFileSync('dist/console/index.html');
const HASH = createHash('sha256').update(html).digest('hex');
const [, CHUNK = ''] = /"(\/assets\/transfer-page-[^"]+\.js)"/.exec(html.toString('utf8')) ?? [];
const installation = {
  ...{ name: 'sluice', version: '0.1.0', origin: 'http://localhost', warning: '', isSandbox: true },
  chain: { id: 31_337, name: 'Sandbox' },
  signIn: { wallet: true, passkey: false, whyNoPasskey: 'no', openId: false },
  ...{ foundingDigest: '0x', logKey: 'key', sandboxWallet: null },
};

/** What is served otherwise than it was built. */
const served = { page: undefined as string | undefined, chunk: false, says: HASH as string | null };
const folder = new Folder();
let origin = '';
let stop: () => void;

beforeAll(async () => {
  const files = ConsoleFiles.read();
  if (!files) throw new Error('the console was not built');
  const app = express()
    .get(
      '/v1/installation',
      (_, response) => void response.json({ ...installation, consoleHash: served.says }),
    )
    .use((request, response, next) => {
      if (request.path === '/' && served.page !== undefined) response.type('html').send(served.page);
      else if (request.path === CHUNK && served.chunk)
        response.type('js').send(`${readFileSync(join('dist/console', CHUNK), 'utf8')} `);
      else next();
    })
    .use(serveConsole(files, 'same-origin'));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  stop = () => {
    server.close();
    server.closeAllConnections();
  };
});
afterEach(() => {
  Object.assign(served, { page: undefined, chunk: false, says: HASH });
});
afterAll(() => {
  stop();
  folder.remove();
});

async function check(...args: readonly string[]) {
  const desk = new FakeDesk({ XDG_STATE_HOME: folder.path });
  const program = new Command().exitOverride();
  for (const command of onlineCommands(desk)) program.addCommand(command);
  try {
    await program.parseAsync(['console', 'check', origin, ...args], { from: 'user' });
    return { code: 0, out: desk.said.join('\n') };
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error;
    return { code: error.exitCode, out: [error.message, ...error.lines].join('\n') };
  }
}

describe('sluice console check', () => {
  it('fetches all of it, and names it by one hash', async () => {
    const { code, out } = await check('--hash', HASH.toUpperCase());
    expect(code).toBe(0);
    expect(out).toContain(`${HASH} of index.html, as the gateway says`);
    expect(out).toMatch(/Files +[0-9]{2,}, [0-9]+ bytes, each as named/);
    const { out: json } = await check('--json');
    expect(JSON.parse(json)).toMatchObject({ origin, sha256: HASH, expected: null });
  });

  it('says which file is another, and ends with 8', async () => {
    served.chunk = true;
    const { code, out } = await check();
    expect(code).toBe(8);
    expect(out).toMatch(/^1 of [0-9]+ files are not as index.html names them/);
    expect(out.split('\n').at(-1)?.trim()).toBe(CHUNK);
  });

  it('ends with 8 where the page is another than the gateway says, or than is wanted', async () => {
    served.says = '0'.repeat(64);
    expect(await check()).toMatchObject({ code: 8 });
    served.says = HASH;
    const { code, out } = await check('--hash', '1'.repeat(64));
    expect(code).toBe(8);
    expect(out).toContain(`is ${HASH}, not ${'1'.repeat(64)}`);
  });

  it.each([
    ['a script', '<script src="/assets/other.js"></script></head>'],
    ['a stylesheet', '<link rel="stylesheet" href="https://elsewhere.example/x.css"></head>'],
    ['rules', '<style>body{display:none}</style></head>'],
    ['another base', '<base href="https://elsewhere.example/"></head>'],
  ])('ends with 8 where the page names %s without a hash, whatever hash it has itself', async (_, more) => {
    served.page = html.toString('utf8').replace('</head>', more);
    served.says = createHash('sha256').update(served.page).digest('hex');
    const { code, out } = await check('--hash', served.says);
    expect({ code, out }).toEqual({ code: 8, out: expect.stringContaining('not sealed') });
  });

  it('ends with 10 where there is no console, and with 2 for what is no hash', async () => {
    served.says = null;
    expect(await check()).toMatchObject({ code: 10 });
    expect(await check('--hash', 'abc')).toMatchObject({ code: 2 });
  });
});

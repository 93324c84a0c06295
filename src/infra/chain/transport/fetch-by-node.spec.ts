import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { DomainError } from '../../../domain/errors.js';
import { RpcProvider } from '../rpc-provider.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const MEGABYTES_11 = 11 * 1024 * 1024;

const withResult = (result: unknown): string => JSON.stringify({ jsonrpc: '2.0', id: 1, result });

describe('a provider that is asked by Node itself', () => {
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let seen: { method: string; headers: IncomingMessage['headers']; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      seen.push({ method: request.method ?? '', headers: request.headers, body });
      answer(request, response);
    });
  });
  let origin = '';

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });

  beforeEach(() => {
    seen = [];
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const asked = (timeoutMs = 30_000, url = `http://${origin}/v1`): Promise<string> =>
    new RpcProvider({ name: 'one', url }, timeoutMs).request('eth_chainId', [], z.string());

  const refusal = async (timeoutMs?: number): Promise<string> => {
    const error: unknown = await asked(timeoutMs).catch((each: unknown) => each);
    if (!(error instanceof DomainError)) throw new Error(`no refusal: ${String(error)}`);
    return `${error.code}: ${error.message}`;
  };
  const SILENT = 'RPC_UNAVAILABLE: provider one did not answer eth_chainId';

  it('gives its answer, packed or not, and says what fetch says', async () => {
    answer = (_request, response) => response.writeHead(200, JSON_TYPE).end(withResult('0x1'));
    expect(await asked()).toBe('0x1');
    answer = (_request, response) =>
      response
        .writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' })
        .end(gzipSync(withResult('0x2 in é')));
    expect(await asked(30_000, `http://user:secret@${origin}/v1`)).toBe('0x2 in é');
    const [{ method, headers, body } = { method: '', headers: {}, body: '' }, second] = seen;
    expect(method).toBe('POST');
    expect(headers).toMatchObject({ ...JSON_TYPE, accept: '*/*', 'user-agent': 'node' });
    expect(headers['content-length']).toBe(String(body.length));
    expect(JSON.parse(body)).toMatchObject({ jsonrpc: '2.0', method: 'eth_chainId', params: [] });
    expect(second?.headers.authorization).toBe(`Basic ${btoa('user:secret')}`);
  });

  it('has its refusals told from no answer, whatever their status', async () => {
    const error = JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: -32000, message: 'no' } });
    for (const status of [200, 429]) {
      answer = (_request, response) => response.writeHead(status, JSON_TYPE).end(error);
      expect(await refusal()).toBe('RPC_UNAVAILABLE: provider one answered with error -32000 to eth_chainId');
    }
    answer = (_request, response) => response.writeHead(502).end('<html>');
    expect(await refusal()).toBe(SILENT);
    answer = (_request, response) => response.writeHead(204).end();
    expect(await refusal()).toBe('RPC_UNAVAILABLE: provider one gave a malformed answer to eth_chainId');
  });

  it('does not answer when it is too late, with the head or with the rest', async () => {
    answer = () => undefined;
    expect(await refusal(100)).toBe(SILENT);
    answer = (_request, response) => response.writeHead(200, JSON_TYPE).write('{"result":');
    expect(await refusal(300)).toBe(SILENT);
  });

  it('does not answer when it breaks off', async () => {
    answer = (request) => request.socket.destroy();
    expect(await refusal()).toBe(SILENT);
    answer = (request, response) => {
      response.writeHead(200, JSON_TYPE).write('{"result":', () => request.socket.destroy());
    };
    expect(await refusal()).toBe(SILENT);
    answer = (_request, response) =>
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(withResult('0x1'));
    expect(await refusal()).toBe(SILENT);
  });

  it('does not answer with more than ten megabytes, packed or not', async () => {
    const long = withResult('1'.repeat(MEGABYTES_11));
    answer = (_request, response) => response.writeHead(200, JSON_TYPE).end(long);
    expect(await refusal()).toBe(SILENT);
    const bomb = gzipSync(long);
    expect(bomb.length).toBeLessThan(100_000);
    answer = (_request, response) =>
      response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(bomb);
    expect(await refusal()).toBe(SILENT);
  });

  it('is followed where it has moved', async () => {
    answer = ({ url }, response) => {
      if (url === '/v1') response.writeHead(308, { location: '/v2' }).end();
      else response.writeHead(200, JSON_TYPE).end(withResult('0x3'));
    };
    expect(await asked()).toBe('0x3');
    expect(seen.at(-1)).toMatchObject({ method: 'POST', body: seen[0]?.body });
  });
});

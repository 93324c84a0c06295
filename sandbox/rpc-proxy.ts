import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request as send, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const call = z.looseObject({ method: z.string(), params: z.unknown().optional() });
const answer = z.looseObject({
  id: z.unknown(),
  result: z.unknown().optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
});

type RpcRequest = z.infer<typeof call>;
type RpcResponse = z.infer<typeof answer>;

/** May be called for several requests at once. */
export type Tamper = (request: RpcRequest, response: RpcResponse) => RpcResponse | Promise<RpcResponse>;

export interface RpcProxy {
  url: string;
  /** Rewrites every answer; undefined passes answers on unchanged. */
  tamper: Tamper | undefined;
  /** `silent` takes requests and never answers; `down` closes the connection at once. */
  mode: 'pass' | 'silent' | 'down';
  stop(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function tampered(tamper: Tamper, sent: Buffer, received: string): Promise<string> {
  const requests: unknown = JSON.parse(sent.toString());
  const responses: unknown = JSON.parse(received);
  if (!Array.isArray(requests))
    return JSON.stringify(await tamper(call.parse(requests), answer.parse(responses)));
  // The answers of a batch may come in any order.
  const byId = new Map(
    requests.map((request: unknown) => [z.object({ id: z.unknown() }).parse(request).id, request]),
  );
  const changed = z
    .array(answer)
    .parse(responses)
    .map(async (response) => tamper(call.parse(byId.get(response.id)), response));
  return JSON.stringify(await Promise.all(changed));
}

/** By Node's own client: half of all questions of a test pass here, and `fetch` takes three times the work. */
async function ask({ url, agent }: Upstream, sent: Buffer): Promise<{ status: number; received: string }> {
  const headers = { 'content-type': 'application/json', 'content-length': sent.length };
  const asked = send(url, { method: 'POST', agent, headers });
  // What breaks off later is an error of the answer's body as well.
  asked.on('error', () => undefined);
  asked.end(sent);
  const [reply] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: reply.statusCode ?? 502, received: (await bodyOf(reply)).toString() };
}

async function pass(upstream: Upstream, tamper: Tamper | undefined, exchange: Exchange): Promise<void> {
  const sent = await bodyOf(exchange.request);
  const { status, received } = await ask(upstream, sent);
  exchange.response.writeHead(status, { 'content-type': 'application/json' });
  exchange.response.end(tamper ? await tampered(tamper, sent, received) : received);
}

interface Upstream {
  url: string;
  agent: Agent;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Forwards JSON-RPC to another endpoint. It serves as the second provider where there is only one node, and in tests as
 * the provider that lies, hangs or is gone.
 */
export async function startRpcProxy(options: { upstream: string; tamper?: Tamper }): Promise<RpcProxy> {
  const upstream = { url: options.upstream, agent: new Agent({ keepAlive: true }) };
  const server = createServer((request, response) => {
    if (proxy.mode === 'down') request.socket.destroy();
    if (proxy.mode !== 'pass') return;
    pass(upstream, proxy.tamper, { request, response }).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });
  // Only the client closes idle connections: a close by the server that races a request looks like an outage.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: RpcProxy = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    tamper: options.tamper,
    mode: 'pass',
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
        upstream.agent.destroy();
      }),
  };
  return proxy;
}

import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { Witness } from './witness.js';

const PATH = '/add-checkpoint';
/** A proof is at most 63 lines, and a note at most a few signatures: far less than this. */
const BODY_MAX = 65_536;
const TIMEOUT_MS = 10_000;

/** The witness over HTTP. Callers need no authentication: it cosigns only what the log itself has signed. */
export function witnessServer(witness: Witness, complain: (text: string) => void): Server {
  const server = createServer(
    { requestTimeout: TIMEOUT_MS, headersTimeout: TIMEOUT_MS },
    (request, response) => {
      serve(witness, request, response).catch((error: unknown) => {
        complain(String(error));
        if (response.headersSent) response.destroy();
        else answer(response, 500, 'the witness cannot sign now\n');
      });
    },
  );
  server.maxConnections = 100;
  return server;
}

async function serve(witness: Witness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url !== PATH) {
    answer(response, 404, 'there is only add-checkpoint\n');
    return;
  }
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST');
    answer(response, 405, 'add-checkpoint is a POST\n');
    return;
  }
  const body = await bodyOf(request);
  if (!body) {
    response.setHeader('Connection', 'close');
    answer(response, 413, 'the request is too long\n');
    return;
  }
  const { status, body: text, contentType } = await witness.addCheckpoint(body);
  answer(response, status, text, contentType);
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, status: number, body: string, contentType = 'text/plain'): void {
  response.writeHead(status, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }).end(body);
}

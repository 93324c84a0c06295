import { once } from 'node:events';
import { type IncomingMessage, request as askOpenly } from 'node:http';
import { request as askSecretly } from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** As many bytes of an answer as viem reads: no more are kept, packed or unpacked. */
const BYTES_MAX = 10_485_760;

const REDIRECTS: readonly (number | undefined)[] = [301, 302, 303, 307, 308];

const unpacked = promisify(gunzip);

/**
 * `fetch` for viem's transport, by Node's own client and its pool of connections, which takes half of the work: a
 * transfer takes hundreds of questions to the chain. The time limit is the caller's, by its signal.
 */
export async function fetchByNode(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  if (typeof url !== 'string' || typeof init.body !== 'string') return fetch(url, init);
  const answer = await answerTo(url, init, init.body);
  if (REDIRECTS.includes(answer.statusCode)) {
    answer.destroy();
    return fetch(url, init);
  }
  const bytes = await bytesOf(answer);
  return new Response(bytes.length > 0 ? bytes : null, {
    status: answer.statusCode ?? 502,
    headers: { 'content-type': answer.headers['content-type'] ?? '' },
  });
}

async function answerTo(url: string, init: RequestInit, body: string): Promise<IncomingMessage> {
  const ask = url.startsWith('https:') ? askSecretly : askOpenly;
  const asked = ask(url, {
    method: init.method ?? 'GET',
    headers: {
      // As `fetch` says of itself: some providers refuse whoever does not.
      ...{ accept: '*/*', 'accept-encoding': 'gzip', 'user-agent': 'node' },
      ...Object.fromEntries(new Headers(init.headers)),
      'content-length': Buffer.byteLength(body),
    },
    ...(init.signal && { signal: init.signal }),
  });
  // What breaks off later is an error of the answer's body as well.
  asked.on('error', () => undefined);
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}

async function bytesOf(answer: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BYTES_MAX) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  return answer.headers['content-encoding'] === 'gzip'
    ? unpacked(bytes, { maxOutputLength: BYTES_MAX })
    : bytes;
}

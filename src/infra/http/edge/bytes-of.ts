import type { IncomingMessage } from 'node:http';
import { RequestAborted } from '../problems/request-aborted.js';

/**
 * The body of a request; undefined if it is larger than this.
 * @throws RequestAborted
 */
export async function bytesOf(request: IncomingMessage, max: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop must not destroy the stream, because the refusal is sent over its socket.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > max) return undefined;
      chunks.push(chunk);
    }
  } catch (cause) {
    // Node says ECONNRESET, as a lost database would.
    if (request.destroyed && !request.complete) throw new RequestAborted('the caller left', { cause });
    throw cause;
  }
  return Buffer.concat(chunks);
}

import type { Response } from 'express';
import type { Sink } from './listener.js';

/** In milliseconds: how long a reader may take for the last words. */
const LAST_WORDS_MS = 1_000;
/** In milliseconds: after which the system asks whether a silent peer is still there. */
const KEEP_ALIVE_MS = 30_000;

const HEADERS = {
  'Content-Type': 'text/event-stream',
  // No transforming: a proxy or middleware that compresses would hold back what is short.
  'Cache-Control': 'no-store, no-transform',
  // nginx buffers answers unless it is told.
  'X-Accel-Buffering': 'no',
  // The connection ends with the stream: a server that stops would wait for it.
  Connection: 'close',
} as const;

/** Begins the answer, and writes the stream to it. */
export function sinkOf(response: Response): Sink {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  response.socket?.setKeepAlive(true, KEEP_ALIVE_MS);
  response.flushHeaders();
  return {
    write: (text) => response.write(text),
    end: (text) => {
      response.end(text);
      setTimeout(() => response.destroy(), LAST_WORDS_MS).unref();
    },
    cut: () => {
      response.destroy();
    },
  };
}

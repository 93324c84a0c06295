import compression from 'compression';
import type { RequestHandler } from 'express';

/**
 * Compresses answers to GET. The others are short, and carry what is secret: the secret of an API key, the token of an
 * invitation, nonces and challenges. Compressed beside a text that an attacker chose, a secret shows in the length of
 * the answer (BREACH). A stream of events is never compressed: it would be held back.
 */
export function compressedAnswers(): RequestHandler {
  return compression({
    threshold: 1024,
    filter: (request, response) =>
      request.method === 'GET' &&
      !/^text\/event-stream\b/i.test(String(response.getHeader('Content-Type') ?? '')) &&
      compression.filter(request, response),
  });
}

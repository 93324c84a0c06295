/**
 * `fetch` on a new connection. The server may close a kept-alive connection (idle, or by a crash) just as the next
 * request is written to it. Then nobody can tell whether that request arrived.
 */
export function fetchOnce(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('connection', 'close');
  return fetch(url, { ...init, headers });
}

/**
 * `fetch` on a connection of its own. The other end of one that was kept may close it, for a crash or because it was
 * idle, just as the next request is written to it: then nobody can say whether that request was heard.
 */
export function fetchOnce(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('connection', 'close');
  return fetch(url, { ...init, headers });
}

/** The setting RPC_URLS for providers that are called rpc-1, rpc-2 and so on, as `namedProviders` founds them. */
export function rpcUrls(urls: readonly string[]): string {
  return urls.map((url, index) => `${nameOf(index)}=${url}`).join(',');
}

/** Providers by those names, all of the sandbox's own. */
export function namedProviders(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    name: nameOf(index),
    operator: 'sandbox',
    kind: 'own-node' as const,
  }));
}

function nameOf(index: number): string {
  return `rpc-${String(index + 1)}`;
}

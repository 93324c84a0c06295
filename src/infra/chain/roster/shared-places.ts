import { lookup } from 'node:dns/promises';

/** Where a provider is. */
export interface Place {
  readonly name: string;
  readonly url: string;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** All addresses of a host name; none if it cannot be resolved. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/**
 * Two providers whose URLs lead to one address and port: whoever answers there would be asked twice and believed as two.
 * A name that cannot be resolved is nobody's yet: that provider is silent.
 */
export async function sharedPlace(
  endpoints: readonly Place[],
  resolve: Resolve = addressesOf,
): Promise<readonly [string, string] | undefined> {
  const places = await Promise.all(
    endpoints.map(async ({ name, url }) => ({ name, at: await placesOf(url, resolve) })),
  );
  for (const [index, one] of places.entries()) {
    const other = places.slice(index + 1).find(({ at }) => at.some((each) => one.at.includes(each)));
    if (other) return [one.name, other.name];
  }
  return undefined;
}

async function placesOf(url: string, resolve: Resolve): Promise<readonly string[]> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const resolved = await resolve(host);
  const at = port === '' ? (DEFAULT_PORTS[protocol] ?? '') : port;
  return [host, ...resolved].map((each) => `${each} ${at}`);
}

async function addressesOf(hostname: string): Promise<readonly string[]> {
  try {
    return (await lookup(hostname, { all: true })).map(({ address }) => address);
  } catch {
    return []; // whoever asks it will say that it does not answer
  }
}

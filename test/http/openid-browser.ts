import type { Test } from 'supertest';
import type { Agent } from './identity-world.js';

/** Begins a sign-in by OpenID in a browser; where Sluice sends it. */
export async function begin(agent: Agent, query: Readonly<Record<string, string>> = {}): Promise<URL> {
  const answer = await agent.get('/v1/sessions/oidc').query(query).expect(302);
  return new URL(answer.headers['location'] ?? '');
}

/** Brings a browser to where the provider sent it back to. */
export function follow(agent: Agent, { pathname, search }: URL): Test {
  return agent.get(`${pathname}${search}`);
}

/** The same address with other members in its query; null takes one away. */
export function changed(url: URL, change: Readonly<Record<string, string | null>>): URL {
  const copy = new URL(url);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) copy.searchParams.delete(name);
    else copy.searchParams.set(name, value);
  }
  return copy;
}

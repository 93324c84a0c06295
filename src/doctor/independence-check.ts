import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { z } from 'zod';
import { isPublicChain } from '../domain/values/chains.js';
import { sharedPlace } from '../infra/chain/roster/shared-places.js';
import type { RpcEndpoint } from '../infra/chain/rpc-provider.js';
import { type Finding, fail, ok, warn } from './finding.js';
import { QUESTIONS } from './provider-questions.js';
import type { SeenProvider } from './provider-check.js';

const CHECK = 'independence';

/** Two providers are believed as two: so that they are two is looked for in names, addresses and programs. */
export async function independence(
  endpoints: readonly RpcEndpoint[],
  seen: readonly SeenProvider[],
  chainId: number,
): Promise<readonly Finding[]> {
  const shared = await sharedPlace(endpoints);
  if (shared)
    return [
      fail(
        CHECK,
        `${shared.join(' and ')} lead to one place: whoever answers there would be believed as two.`,
        'Set providers of two operators in RPC_URLS.',
      ),
    ];
  const engines = enginesFinding(seen);
  // On the sandbox's chain one node stands for all.
  if (!isPublicChain(chainId)) return [ok(CHECK, 'No two lead to one place.'), ...engines];
  const found = [
    ...domainFindings(endpoints),
    ...(await addressFindings(endpoints)),
    ...(await clientFindings(seen)),
  ];
  const named = found.length > 0 ? found : [ok(CHECK, 'They differ in domain, address and program.')];
  return [...named, ...engines];
}

function enginesFinding(seen: readonly SeenProvider[]): Finding[] {
  const answering = seen.filter(({ head }) => head !== null);
  const nowhere = QUESTIONS.filter(
    ({ method, isOfEngine }) =>
      isOfEngine && answering.length > 0 && answering.every(({ lacking }) => lacking.includes(method)),
  ).map(({ method }) => method);
  if (nowhere.length === 0) return [];
  const words = `No provider serves ${nowhere.join(', ')}.`;
  return [
    fail('engines', words, 'Add a provider that does: nothing can be examined without (docs/runbook.md).'),
  ];
}

/** The names of providers by what they share; only what more than one has. */
function sharing(pairs: readonly (readonly [name: string, what: string])[]): [string, string[]][] {
  const groups = Map.groupBy(pairs, ([, what]) => what);
  return [...groups]
    .map(([what, list]): [string, string[]] => [what, list.map(([name]) => name)])
    .filter(([, names]) => new Set(names).size > 1);
}

function domainFindings(endpoints: readonly RpcEndpoint[]): Finding[] {
  const pairs = endpoints.flatMap(({ name, url }) => {
    const domain = registrableDomain(new URL(url).hostname);
    return domain === undefined ? [] : [[name, domain] as const];
  });
  return sharing(pairs).map(([domain, names]) =>
    warn(
      CHECK,
      `${names.join(' and ')} are both at ${domain}.`,
      'Take one of another operator, or run one of your own.',
    ),
  );
}

/** Whose name it is, as far as the name alone tells: public suffixes of two labels are a country's usual ones. */
export function registrableDomain(hostname: string): string | undefined {
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || !hostname.includes('.')) return undefined;
  const labels = hostname.split('.');
  const isTwofold = /(?:^|\.)(?:ac|co|com|edu|gov|net|or|org)\.[a-z]{2}$/.test(hostname);
  return labels.slice(isTwofold ? -3 : -2).join('.');
}

async function addressFindings(endpoints: readonly RpcEndpoint[]): Promise<Finding[]> {
  const pairs = await Promise.all(
    endpoints.map(async ({ name, url }) => {
      const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
      const found = await lookup(host, { all: true }).catch(() => []);
      return found.map(({ address }) => [name, address] as const);
    }),
  );
  return sharing(pairs.flat()).map(([address, names]) =>
    warn(
      CHECK,
      `${names.join(' and ')} are at one address, ${address}.`,
      'Have them on machines of their own.',
    ),
  );
}

async function clientFindings(seen: readonly SeenProvider[]): Promise<Finding[]> {
  const pairs = await Promise.all(
    seen.map(async ({ provider }) => {
      // Some hosted ones do not say; that is no fault.
      const version = await provider
        .request('web3_clientVersion', [], z.string().min(1).max(200))
        .catch(() => undefined);
      return version === undefined ? [] : [[provider.name, version] as const];
    }),
  );
  return sharing(pairs.flat()).map(([, names]) =>
    warn(
      CHECK,
      `${names.join(' and ')} run the same program of the same version.`,
      'Take one with another client: one fault would be in both.',
    ),
  );
}

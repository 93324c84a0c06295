import { describe, expect, it } from '@jest/globals';
import { setupFault } from './provider-setup.js';
import { sharedPlace } from './shared-places.js';

const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'a.example': ['203.0.113.1', '203.0.113.2'],
  'b.example': ['203.0.113.3'],
  'alias.example': ['203.0.113.2'],
  'six.example': ['2001:db8::1'],
};
const resolve = (host: string) => Promise.resolve(HOSTS[host] ?? []);
const at = (...urls: readonly string[]) => urls.map((url, index) => ({ name: `p${String(index + 1)}`, url }));
const shared = (...urls: readonly string[]) => sharedPlace(at(...urls), resolve);

describe(sharedPlace.name, () => {
  it.each([
    ['one host twice', 'https://a.example/one', 'https://a.example/two'],
    ['another name of one host', 'https://a.example', 'https://alias.example'],
    ['its address', 'https://a.example', 'https://203.0.113.1'],
    ['its IPv6 address', 'https://six.example', 'https://[2001:db8::1]/'],
    ['the port that is meant', 'https://a.example', 'https://alias.example:443'],
  ])('invariant 7: finds %s', async (_what, one, other) => {
    expect(await shared(one, 'https://b.example', other)).toEqual(['p1', 'p3']);
  });

  it('takes other hosts and other ports for others, and a name that leads nowhere for nobody', async () => {
    expect(await shared('https://a.example', 'https://b.example', 'https://none.example')).toBeUndefined();
    expect(await shared('http://127.0.0.1:8545', 'http://127.0.0.1:8546')).toBeUndefined();
    expect(await shared('https://none.example', 'https://nowhere.example')).toBeUndefined();
  });

  it('asks the host’s own names', async () => {
    expect(await sharedPlace(at('http://localhost:1', 'http://127.0.0.1:1'))).toEqual(['p1', 'p2']);
    expect(await sharedPlace(at('http://no-such-name.invalid', 'http://127.0.0.1:1'))).toBeUndefined();
  });
});

describe(setupFault.name, () => {
  const named = (name: string, operator: string) => ({ name, operator, kind: 'hosted' as const });
  const endpoints = at('https://a.example', 'https://b.example');
  const two = [named('p1', 'one'), named('p2', 'two')];
  const faultOf = (change: Partial<Parameters<typeof setupFault>[0]>) =>
    setupFault({ chainId: 1, inForce: two, endpoints, ...change }, resolve);

  it('invariant 26: takes settings that have a place of its own for every provider', async () => {
    expect(await faultOf({})).toBeUndefined();
    expect(
      await faultOf({ endpoints: at('https://a.example', 'https://b.example', 'https://c.example') }),
    ).toBeUndefined();
  });

  it.each([
    ['names none', { inForce: [] }, 'names no RPC provider'],
    ['names one', { inForce: two.slice(1) }, 'fewer than 2 RPC providers'],
    [
      'names two of one operator',
      { inForce: [named('p1', 'one'), named('p2', 'one')] },
      'fewer than 2 operators',
    ],
    ['names one without a URL', { inForce: [...two, named('p3', 'two')] }, 'no URL of the RPC provider p3'],
    [
      'has one place twice',
      { endpoints: at('https://a.example', 'https://alias.example') },
      'p1 and p2 are one',
    ],
  ])('invariant 26: does not start when it %s', async (_what, change, words) => {
    const fault = await faultOf(change);
    expect(fault).toContain(words);
    expect(fault).not.toContain('\n');
  });

  it('lets the sandbox be of one operator', async () => {
    const own = [named('p1', 'sandbox'), named('p2', 'sandbox')];
    expect(await faultOf({ chainId: 31_337, inForce: own })).toBeUndefined();
  });
});

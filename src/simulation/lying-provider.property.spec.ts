import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { CHAIN_ID, factsOf, movementOf, serviceOf, tokenAsset } from '../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../test/world.js';
import type { Json } from '../domain/values/canonical-json.js';
import { addressFromHex } from '../domain/values/address.js';
import type { Judgement } from '../domain/simulation/compare.js';
import { Providers } from '../infra/chain/providers.js';
import { SafeReader, type SafeReading } from '../infra/chain/safe-reader.js';
import type { SimulationFacts } from './simulation-facts.js';
import type { SimulationOutcome } from './simulation.service.js';
import { providersAt } from '../../test/named-providers.js';

const RUNS = 100;

const Answer = z.json();
const DIGITS = Array.from({ length: 16 }, (_none, digit) => digit.toString(16));

/** One value that stood in an answer of an honest run. */
interface Place {
  readonly method: string;
  /** The parameters as JSON: nothing moves on this chain, so the same is asked in every run. */
  readonly asked: string;
  readonly path: readonly (string | number)[];
  readonly value: Json;
}

/** `trap` is a transfer that must be refused: more than the Safe holds. */
type Kind = 'token' | 'trap';

let chain: FreshChain;
let facts: Record<Kind, SimulationFacts>;
let truth: Judgement;
let places: Record<Kind | 'profile', readonly Place[]>;

beforeAll(async () => {
  chain = await freshChain();
  const reading = await profile();
  const factsFor = (units: bigint): SimulationFacts =>
    factsOf(reading, movementOf(tokenAsset(chain), units), chain.relayer.address);
  facts = { token: factsFor(1_000n), trap: factsFor(10n ** 20n) };
  truth = (await simulated('token')).judgement;
  if (truth.verdict !== 'agreed') throw new Error('the honest run was not agreed');
  places = {
    token: await recorded(() => simulated('token')),
    trap: await recorded(() => simulated('trap')),
    profile: await recorded(profile),
  };
});
afterEach(() => {
  chain.proxy.tamper = undefined;
});
afterAll(async () => {
  await chain.stop();
});

/** The liar is the first provider, of which the local EVM takes its state. */
function liarFirst(): Providers {
  const [node, proxy] = chain.rpcUrls;
  const endpoints = [
    { name: 'liar', url: proxy },
    { name: 'honest', url: node },
  ];
  return providersAt(endpoints, CHAIN_ID);
}

function profile(): Promise<SafeReading> {
  return new SafeReader(liarFirst()).readProfile(addressFromHex(chain.safe), 'all');
}

function simulated(kind: Kind): Promise<SimulationOutcome> {
  return serviceOf(liarFirst()).simulate(facts[kind]);
}

/** Every value in every answer that the liar-to-be gives in an honest run. */
async function recorded(run: () => Promise<unknown>): Promise<readonly Place[]> {
  const found: Place[] = [];
  chain.proxy.tamper = ({ method, params }, response) => {
    const asked = JSON.stringify(params);
    found.push(...leaves(Answer.parse(response.result), []).map((place) => ({ method, asked, ...place })));
    return response;
  };
  await run();
  chain.proxy.tamper = undefined;
  return found;
}

function leaves(value: Json, path: readonly (string | number)[]): readonly Pick<Place, 'path' | 'value'>[] {
  const here = { path, value };
  if (typeof value !== 'object' || value === null) return [here];
  const inner = Array.isArray(value)
    ? (value as readonly Json[]).flatMap((each, at) => leaves(each, [...path, at]))
    : Object.entries(value).flatMap(([key, each]) => leaves(each, [...path, key]));
  return [here, ...inner];
}

/** A copy in which one place holds something else; undefined takes the field away. */
function changed(value: Json, [key, ...rest]: readonly (string | number)[], lie: Json | undefined): Json {
  if (key === undefined) return lie ?? null;
  if (Array.isArray(value)) {
    const [items, at] = [value as readonly Json[], Number(key)];
    if (rest.length === 0 && lie === undefined) return items.toSpliced(at, 1);
    return items.with(at, changed(items[at] ?? null, rest, lie));
  }
  const fields = value as Readonly<Record<string, Json>>;
  if (rest.length === 0 && lie === undefined) {
    return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
  }
  return { ...fields, [key]: changed(fields[key] ?? null, rest, lie) };
}

/** Lies that have the form of the truth, and some that have not. */
function lieAbout(value: Json): fc.Arbitrary<Json | undefined> {
  const anything = fc.constantFrom<(Json | undefined)[]>(undefined, null, '0x', '0x0', '0x1', [], {});
  if (typeof value !== 'string' || !value.startsWith('0x') || value.length < 3) return anything;
  const digit = fc.tuple(fc.integer({ min: 2, max: value.length - 1 }), fc.constantFrom(...DIGITS));
  const sameForm = digit.map(([at, other]) => value.slice(0, at) + other + value.slice(at + 1));
  const word = fc.constantFrom(`0x${'0'.repeat(64)}`, `0x${'f'.repeat(64)}`, `0x${'1'.padStart(64, '0')}`);
  return fc.oneof({ weight: 5, arbitrary: sameForm }, word, anything);
}

interface Lie extends Place {
  readonly lie: Json | undefined;
}

// By method and field, so that a method with a few fields is lied about as often as one with hundreds.
function anyLie(from: readonly Place[]): fc.Arbitrary<Lie> {
  const byField = new Map<string, Place[]>();
  for (const place of from) {
    const field = [place.method, ...place.path.filter((each) => typeof each === 'string')].join(' ');
    byField.set(field, [...(byField.get(field) ?? []), place]);
  }
  return fc
    .constantFrom(...byField.values())
    .chain((same) => fc.constantFrom(...same))
    .chain((place) => lieAbout(place.value).map((lie) => ({ ...place, lie })));
}

/** A run that is refused sooner, because another answer was faster, may not come to ask what the lie is about. */
let untold = 0;
beforeEach(() => {
  untold = 0;
});
afterEach(() => {
  expect(untold).toBeLessThan(RUNS / 10);
});

/** Does something while the first provider lies in one place. */
async function withLie<T>({ method, asked, path, lie }: Lie, run: () => Promise<T>): Promise<T> {
  let told = 0;
  chain.proxy.tamper = (request, response) => {
    if (request.method !== method || JSON.stringify(request.params) !== asked) return response;
    told += 1;
    return { ...response, result: changed(Answer.parse(response.result), path, lie) };
  };
  try {
    return await run();
  } finally {
    chain.proxy.tamper = undefined;
    if (told === 0) untold += 1;
  }
}

describe('one provider that lies about any field of any answer', () => {
  it('the honest runs use every method that the engines rest on', () => {
    const methods = new Set([...places.token, ...places.profile].map((each) => each.method));
    expect([...methods].toSorted()).toEqual([
      'debug_traceCall',
      'eth_chainId',
      'eth_getBlockByHash',
      'eth_getBlockByNumber',
      'eth_getCode',
      'eth_getProof',
      'eth_simulateV1',
    ]);
  });

  it('invariant 7: no lie makes an honest transfer agreed under another digest', async () => {
    await fc.assert(
      fc.asyncProperty(anyLie(places.token), async (lie) => {
        const { judgement } = await withLie(lie, () => simulated('token'));
        if (judgement.verdict === 'agreed') expect(judgement).toEqual(truth);
      }),
      { numRuns: RUNS },
    );
  });

  it('invariant 7: no lie lets a transfer pass that must be refused', async () => {
    await fc.assert(
      fc.asyncProperty(anyLie(places.trap), async (lie) => {
        const { judgement } = await withLie(lie, () => simulated('trap'));
        expect(judgement.verdict).not.toBe('agreed');
      }),
      { numRuns: RUNS },
    );
  });

  it('invariant 15: no lie shows another Safe than there is', async () => {
    const real = await profile();
    await fc.assert(
      fc.asyncProperty(anyLie(places.profile), async (lie) => {
        const shown = await withLie(lie, profile).catch((error: unknown) => error);
        if (shown instanceof Error) expect(shown).toMatchObject({ code: expect.stringMatching(/^RPC_/) });
        else expect(shown).toEqual(real);
      }),
      { numRuns: RUNS },
    );
  });
});

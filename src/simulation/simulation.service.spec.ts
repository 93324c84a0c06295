import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { concat, encodeFunctionData, erc20Abi, parseEther } from 'viem';
import {
  CHAIN_ID,
  HOT_WALLET,
  factsOf,
  movementOf,
  providersOf,
  tokenAsset,
  serviceOf as threeEngines,
} from '../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../test/world.js';
import type { Asset } from '../domain/assets/asset.js';
import { effectsDigest } from '../domain/simulation/effects.js';
import { type Address, addressFromHex } from '../domain/values/address.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { type RpcProxy, startRpcProxy } from '../../sandbox/rpc-proxy.js';
import type { SimulationFacts } from './simulation-facts.js';
import type { SimulationRecord } from './simulation-record.js';
import { type SimulationOutcome, SimulationService } from './simulation.service.js';
import { TraceCallSimulator } from './node-engines/trace-call.simulator.js';
import { providersAt } from '../../test/named-providers.js';

let chain: FreshChain;
let safe: Address;

beforeAll(async () => {
  chain = await freshChain();
  safe = addressFromHex(chain.safe);
});
afterEach(() => {
  chain.proxy.tamper = undefined;
  chain.proxy.mode = 'pass';
});
afterAll(async () => {
  await chain.stop();
});

function serviceOf(patienceWithB?: number): SimulationService {
  return threeEngines(providersOf(chain, patienceWithB));
}

async function facts(asset: Asset | 'native', units: bigint): Promise<SimulationFacts> {
  const reading = await new SafeReader(providersOf(chain)).readProfile(safe, 'all');
  return factsOf(reading, movementOf(asset, units), chain.relayer.address);
}

/** Simulates a transfer while the second provider lies. */
async function simulate(asset: Asset | 'native', units: bigint): Promise<SimulationOutcome> {
  return serviceOf().simulate(await facts(asset, units));
}

/** Unrelated movements of coin and token to the destination, and out of the Safe for the gas. */
async function unrelatedDeposits(): Promise<void> {
  const { client, token } = chain;
  await client.sendTransaction({ to: HOT_WALLET, value: 123n });
  await client.impersonateAccount({ address: safe });
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [HOT_WALLET, 77n] });
  await client.sendTransaction({ account: safe, to: token.address, data });
  await client.stopImpersonatingAccount({ address: safe });
}

describe('invariant 4: what is simulated is what is signed', () => {
  it.each(['native', 'token'])(
    'invariant 4: %s is agreed, alike at two blocks with deposits between',
    async (kind) => {
      const asset = kind === 'native' ? ('native' as const) : tokenAsset(chain);
      const first = await simulate(asset, 1_000n);
      await unrelatedDeposits();
      const second = await simulate(asset, 1_000n);
      if (first.judgement.verdict !== 'agreed') throw new Error(JSON.stringify(first.judgement));
      expect(second.judgement).toMatchObject({
        verdict: 'agreed',
        effectsDigest: first.judgement.effectsDigest,
      });
      expect(effectsDigest(first.judgement.effects)).toBe(first.judgement.effectsDigest);
      expect(second.record['block']).not.toEqual(first.record['block']);
    },
  );

  it('invariant 4: the record holds the call, the only overrides, and who answered what', async () => {
    const { record, judgement } = await simulate('native', 5n);
    expect(judgement.verdict).toBe('agreed');
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    expect(record['overrides']).toHaveLength(chain.threshold);
    expect(record['call']).toMatchObject({ from: chain.relayer.address, to: safe });
    const runs = reportsIn(record);
    expect(runs.map((each) => `${String(each['engine'])} ${String(each['provider'])}`)).toEqual([
      'debug_traceCall a',
      'debug_traceCall b',
      'eth_simulateV1 a',
      'eth_simulateV1 b',
      'local-evm a',
    ]);
    expect(JSON.stringify(record)).not.toContain('127.0.0.1');
  });

  it('invariant 4: runs at the block that other checks looked at', async () => {
    const reading = await new SafeReader(providersOf(chain)).readProfile(safe, 'all');
    await chain.mine(2);
    const ready = factsOf(reading, movementOf('native', 5n), chain.relayer.address);
    const { judgement, block } = await serviceOf().simulate(ready, reading.block);
    expect([judgement.verdict, block]).toEqual(['agreed', reading.block]);
  });

  it('invariant 4: facts that do not belong together are refused', async () => {
    const good = await facts('native', 5n);
    const other = await facts('native', 6n);
    for (const bad of [
      { ...good, transaction: other.transaction },
      { ...good, safeTxHash: other.safeTxHash },
      { ...good, executor: good.profile.owners[0] ?? good.executor },
    ]) {
      await expect(serviceOf().simulate(bad)).rejects.toMatchObject({ code: 'SIM_BINDING' });
    }
  });
});

describe('a burn', () => {
  it('invariant 5: uses up the nonce and moves nothing, by every engine', async () => {
    const reading = await new SafeReader(providersOf(chain)).readProfile(safe, 'all');
    const burn = factsOf(reading, null, chain.relayer.address);
    const { judgement, record } = await serviceOf().simulate(burn);
    expect(judgement).toMatchObject({ verdict: 'agreed', effects: { nativeChanges: [], tokenChanges: [] } });
    expect(record).toMatchObject({ asset: null, destination: null, safeTxHash: burn.safeTxHash });
    expect(new Set(reportsIn(record).map((each) => each['engine']))).toEqual(
      new Set(['debug_traceCall', 'eth_simulateV1', 'local-evm']),
    );
  });

  it('invariant 4: a transaction that is not the burn of this nonce is refused', async () => {
    const reading = await new SafeReader(providersOf(chain)).readProfile(safe, 'all');
    const burn = factsOf(reading, null, chain.relayer.address);
    const other = factsOf(reading, movementOf('native', 5n), chain.relayer.address);
    await expect(serviceOf().simulate({ ...other, movement: burn.movement })).rejects.toMatchObject({
      code: 'SIM_BINDING',
    });
  });
});

describe('invariant 5: other effects are refused', () => {
  it('invariant 5: more than the Safe has reverts', async () => {
    const coin = await simulate('native', parseEther('1001'));
    expect(coin.judgement).toMatchObject({
      verdict: 'refused',
      code: 'SIM_REVERT',
      reasons: [expect.stringContaining('GS013')],
    });
    const token = await simulate(tokenAsset(chain), 10n ** 20n);
    expect(token.judgement).toMatchObject({ verdict: 'refused', code: 'SIM_REVERT' });
  });

  it('invariant 4: a nonce that is not the next one reverts', async () => {
    const reading = await new SafeReader(providersOf(chain)).readProfile(safe, 'all');
    const ahead = factsOf(
      { ...reading, nonce: reading.nonce + 1n },
      movementOf('native', 5n),
      chain.relayer.address,
    );
    expect((await serviceOf().simulate(ahead)).judgement).toMatchObject({
      verdict: 'refused',
      code: 'SIM_REVERT',
    });
  });

  it('invariant 5: a destination with code that passes the coin on is refused', async () => {
    // CALL(gas, 0xbad0..., callvalue), as in THREATS G01 without the condition.
    const bytecode = concat([
      '0x600060006000600034',
      '0x73bad0000000000000000000000000000000000001',
      '0x5af100',
    ]);
    await chain.client.setCode({ address: HOT_WALLET, bytecode });
    await chain.mine(1);
    const { judgement } = await simulate('native', 5n);
    await chain.client.setCode({ address: HOT_WALLET, bytecode: '0x' });
    await chain.mine(1);
    expect(judgement).toMatchObject({ verdict: 'refused', code: 'DELTA_MISMATCH' });
  });
});

type Path = readonly [string | number, ...(string | number)[]];

/** A copy of a JSON value in which one place holds something else, or undefined if there is no such place. */
function changed(value: unknown, [key, ...rest]: readonly (string | number)[], lie: unknown): unknown {
  if (key === undefined) return lie;
  if (typeof value !== 'object' || value === null) return undefined;
  const inner = changed((value as Record<string | number, unknown>)[key], rest, lie);
  if (rest.length > 0 && inner === undefined) return undefined;
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
}

function reportsIn(record: SimulationRecord): readonly Record<string, unknown>[] {
  return (record['attempts'] as unknown as { report: Record<string, unknown> }[]).map((each) => each.report);
}

interface Lying {
  told: number;
}

/** Lets the second provider lie in one place of one method's answers. Both tracers are one method: `pre` tells them apart. */
function lieIn(proxy: RpcProxy, method: string, [path, lie]: readonly [Path, unknown]): Lying {
  const lying = { told: 0 };
  const ofDiff = path[0] === 'pre' || path[0] === 'post';
  proxy.tamper = (request, response) => {
    const isDiff = Object.hasOwn(Object(response.result) as object, 'pre');
    if (request.method !== method || (method === 'debug_traceCall' && isDiff !== ofDiff)) return response;
    const result = changed(response.result, path, lie);
    if (result === undefined) return response;
    lying.told += 1;
    return { ...response, result };
  };
  return lying;
}

describe('invariant 7: a provider that lies refuses', () => {
  const one = `0x${'1'.padStart(64, '0')}`;
  const stranger = `0x${'ab'.repeat(20)}`;
  const inner = ['calls', 0, 'calls', 0] as const;
  // Six reads stand before the transaction: four of the Safe, two of the token.
  const transaction = [0, 'calls', 6] as const;
  const lies: Record<string, readonly [string, Path, unknown]> = {
    'the status of a trace': ['debug_traceCall', ['error'], 'execution reverted'],
    'the status of a simulation': ['eth_simulateV1', [...transaction, 'status'], '0x0'],
    'the amount in a log of a trace': ['debug_traceCall', [...inner, 'logs', 0, 'data'], one],
    'the amount in a log of a simulation': ['eth_simulateV1', [...transaction, 'logs', 0, 'data'], one],
    'no logs in a trace': ['debug_traceCall', [...inner, 'logs'], undefined],
    'another order of logs': ['debug_traceCall', ['calls', 0, 'logs', 0, 'position'], '0x0'],
    'no inner call': ['debug_traceCall', ['calls', 0, 'calls'], []],
    'a delegatecall less': ['debug_traceCall', ['calls', 0, 'type'], 'STATICCALL'],
    'a storage account more': ['debug_traceCall', ['post', stranger], { storage: { [one]: one } }],
    'a native balance more': ['debug_traceCall', ['post', stranger], { balance: '0x5' }],
    'new code': ['debug_traceCall', ['post', stranger], { code: '0x00' }],
    'no change at all': ['debug_traceCall', ['post'], {}],
    'another token balance': ['eth_simulateV1', [0, 'calls', 12, 'returnData'], one],
    'another parent block': ['eth_simulateV1', [0, 'parentHash'], `0x${'ab'.repeat(32)}`],
    'another block number': ['eth_simulateV1', [0, 'number'], '0xffff'],
  };

  it.each(Object.entries(lies))('invariant 7: %s', async (_name, [method, path, lie]) => {
    const lying = lieIn(chain.proxy, method, [path, lie]);
    const { judgement } = await simulate(tokenAsset(chain), 1_000n);
    expect(lying.told).toBe(1);
    expect(judgement).toMatchObject({ verdict: 'refused', code: 'SIMULATORS_DISAGREE' });
  });

  it('invariant 7: another hash of the block', async () => {
    const ready = await facts('native', 5n);
    lieIn(chain.proxy, 'eth_getBlockByNumber', [['hash'], `0x${'cd'.repeat(32)}`]);
    const { judgement, record } = await serviceOf().simulate(ready);
    expect(judgement).toMatchObject({ verdict: 'refused', code: 'RPC_DISAGREE' });
    expect(record['block']).toBeNull();
  });

  it('invariant 7: both providers telling the same lie still meet the derived effects', async () => {
    const second = await startRpcProxy({ upstream: chain.rpcUrls[0] });
    try {
      const endpoints = [
        { name: 'a', url: second.url },
        { name: 'b', url: chain.rpcUrls[1] },
      ];
      const providers = providersAt(endpoints, CHAIN_ID);
      const ready = await facts('native', 5n);
      const slotZero = `0x${'0'.repeat(64)}`;
      for (const proxy of [second, chain.proxy]) {
        lieIn(proxy, 'debug_traceCall', [
          ['post', safe.toLowerCase(), 'storage', slotZero],
          `0x${'b'.repeat(64)}`,
        ]);
      }
      const { judgement } = await threeEngines(providers).simulate(ready);
      if (judgement.verdict !== 'refused') throw new Error('not refused');
      expect(judgement.reasons).toContainEqual(expect.stringContaining('writes Safe slot 0 (singleton)'));
    } finally {
      await second.stop();
    }
  });
});

describe('invariant 6: could not run is not passed', () => {
  it.each(['silent', 'down'] as const)('invariant 6: one provider that is %s', async (mode) => {
    const ready = await facts('native', 5n);
    chain.proxy.mode = mode;
    expect((await serviceOf(300).simulate(ready)).judgement.verdict).toBe('unavailable');
  });

  it.each<[string, Path]>([
    ['eth_simulateV1', [0, 'calls', 0, 'returnData']],
    ['debug_traceCall', ['input']],
    ['debug_traceCall', ['post']],
  ])('invariant 6: an answer of %s without %j', async (method, path) => {
    expect(lieIn(chain.proxy, method, [path, undefined]).told).toBe(0);
    expect((await simulate('native', 5n)).judgement.verdict).toBe('unavailable');
  });

  it('invariant 6: an executor that cannot pay for the gas', async () => {
    const ready = await facts('native', 5n);
    const poor = { ...ready, executor: addressFromHex(`0x${'9a'.repeat(20)}`) };
    expect((await serviceOf().simulate(poor)).judgement.verdict).toBe('unavailable');
  });

  it('invariant 6: one engine alone does not start', () => {
    const providers = providersOf(chain);
    const trace = new TraceCallSimulator(providers);
    expect(() => new SimulationService(providers, [trace])).toThrow('two different simulation engines');
    expect(() => new SimulationService(providers, [trace, trace])).toThrow(
      'two different simulation engines',
    );
  });
});

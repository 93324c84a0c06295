import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, concat, numberToHex, size } from 'viem';
import { HOT_WALLET, factsOf, movementOf, providersOf, serviceOf } from '../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../test/world.js';
import { effectsDigest } from '../domain/simulation/effects.js';
import type { SimulationRequest, Simulator } from '../domain/simulation/simulator.js';
import { addressFromHex } from '../domain/values/address.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { LocalEvmSimulator } from './local-evm/local-evm.simulator.js';
import { SimulateV1Simulator } from './node-engines/simulate-v1.simulator.js';
import { executionOf } from './simulation-facts.js';
import { TraceCallSimulator } from './node-engines/trace-call.simulator.js';

let chain: FreshChain;
const COINBASE = addressFromHex('0xc01ba5e000000000000000000000000000000001');

beforeAll(async () => {
  chain = await freshChain();
  await chain.client.setCoinbase({ address: COINBASE });
  await chain.mine(5);
});
afterAll(async () => {
  await chain.stop();
});

/** A transfer of 5 wei to a destination that holds this code. */
async function requestTo(code: Hex): Promise<SimulationRequest> {
  await chain.client.setCode({ address: HOT_WALLET, bytecode: code });
  await chain.mine(1);
  const reading = await new SafeReader(providersOf(chain)).readProfile(addressFromHex(chain.safe), 'all');
  const facts = factsOf(reading, movementOf('native', 5n), chain.relayer.address);
  return { ...executionOf(facts, reading.block), provider: 'a' };
}

const push = (value: number | bigint): Hex => {
  const bytes = numberToHex(value, { size: Math.max(1, Math.ceil(value.toString(16).length / 2)) });
  return concat([numberToHex(0x5f + size(bytes), { size: 1 }), bytes]);
};
/** Writes what the instructions leave on the stack into slot 1. */
const kept = (...instructions: Hex[]): Hex => concat([...instructions, '0x600155']);
/** Puts these bytes at the start of memory, at most 32. */
const inMemory = (bytes: Hex): Hex =>
  concat([push(BigInt(bytes)), push((32 - size(bytes)) * 8), '0x1b', '0x5f52']);
const create = '0x69602a60005260206000f3600052600a60166000f0' as Hex;

// What code can do or see; each leaves a trace of it in storage, a call or a log.
const CODES: Record<string, Hex> = {
  'the gas price': kept('0x3a'),
  'the coinbase': kept('0x41'),
  'the base fee': kept('0x48'),
  'the origin': kept('0x32'),
  prevrandao: kept('0x44'),
  'the block number': kept('0x43'),
  'the timestamp': kept('0x42'),
  'the gas limit of the block': kept('0x45'),
  'the chain id': kept('0x46'),
  'the blob base fee': kept('0x4a'),
  'the balance of the origin, which has paid for gas': kept('0x3231'),
  'its own balance': kept('0x47'),
  'the gas that is left': kept('0x5a'),
  'the hash of the parent block': kept('0x600143034060005500'),
  'the hash of an older block': kept('0x6004430340'),
  'the hash of its own block': kept('0x4340'),
  'the code hash of the sender': kept('0x333f'),
  'the code hash of an account that is not there': kept('0x621234563f'),
  'an instruction of the newest fork (CLZ)': kept('0x60011e'),
  'transient storage': kept('0x602a60015d60015c'),
  'SHA-256': concat(['0x60205f60205f5f6002', '0x5a', '0xf1', '0x505f51600155']),
  P256VERIFY: concat(['0x60205f60a05f5f610100', '0x5a', '0xf1', '0x600155', '0x3d600255']),
  'a log': concat([push(7), push(9), '0x5f5fa2']),
  'a static call': concat(['0x5f5f5f5f32', '0x5a', '0xfa', '0x600155']),
  'a delegate call': concat(['0x5f5f5f5f33', '0x5a', '0xf4', '0x600155']),
  'a call with the code of another': concat(['0x5f5f5f5f5f33', '0x5a', '0xf2', '0x600155']),
  'a call that passes the coin on': concat(['0x5f5f5f5f34', push(0xbadn << 128n), '0x5a', '0xf1', '0x50']),
  'a write that is undone': concat(['0x602a600155', '0x5f600155']),
  'a contract that it creates': concat([create, '0x600155']),
  'a contract at an address that it chooses': concat([
    ...([inMemory('0x5f5ff3'), push(9), push(3), '0x5f34f5', '0x600155'] as Hex[]),
  ]),
  'a created contract that ends itself': concat([inMemory('0x33ff'), '0x60025f34f0', '0x600155']),
  'its own end, which moves its balance': concat([push(0xbadn << 128n), '0xff']),
  'a call into itself that fails after a write': concat([
    ...(['0x36', push(0x20), '0x57', '0x5f5f60015f5f30', '0x5a', '0xf1', '0x600255', '0x00'] as Hex[]),
  ]),
};

const EQUAL = Object.entries(CODES);

describe('the local EVM sees what the nodes see', () => {
  it.each(EQUAL)('%s', async (_name, code) => {
    const request = await requestTo(code);
    const providers = providersOf(chain);
    const digests = async (engine: Simulator): Promise<unknown> => {
      const { effects } = await engine.simulate(request);
      return { digest: effectsDigest(effects), effects };
    };
    const local = await digests(new LocalEvmSimulator(providers));
    expect(local).toMatchObject({ effects: { status: { outcome: 'success' } } });
    expect(local).toEqual(await digests(new TraceCallSimulator(providers)));
  });
});

describe('G01: a destination that looks for a simulation', () => {
  // From THREATS G01: if the instruction gives zero, stop; else pass the coin on.
  const trap = (instruction: Hex): Hex =>
    concat([
      instruction,
      '0x1560275760006000600060003473bad00000000000000000000000000000000000015af150005b00',
    ]);

  it.each<[string, Hex]>([
    ['gas price', '0x3a'],
    ['coinbase', '0x41'],
    ['base fee', '0x48'],
    ['origin', '0x32'],
    ['prevrandao', '0x44'],
  ])('invariant 5: by the %s is refused', async (_name, instruction) => {
    await requestTo(trap(instruction));
    const reading = await new SafeReader(providersOf(chain)).readProfile(addressFromHex(chain.safe), 'all');
    const facts = factsOf(reading, movementOf('native', 5n), chain.relayer.address);
    const { judgement } = await serviceOf(providersOf(chain)).simulate(facts);
    expect(judgement.verdict).toBe('refused');
  });

  it.each<[string, Hex]>([
    ['gas price', '0x3a'],
    ['coinbase', '0x41'],
    ['origin', '0x32'],
    ['prevrandao', '0x44'],
  ])('the %s is no zero in any of the three engines', async (_name, instruction) => {
    const request = await requestTo(trap(instruction));
    const providers = providersOf(chain);
    const engines = [TraceCallSimulator, SimulateV1Simulator, LocalEvmSimulator];
    const reports = await Promise.all(engines.map((engine) => new engine(providers).simulate(request)));
    const evil = addressFromHex('0xbad0000000000000000000000000000000000001');
    for (const { effects } of reports) {
      expect(effects.nativeChanges).toContainEqual({ account: evil, delta: 5n });
    }
  });
});

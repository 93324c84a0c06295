import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, encodeFunctionData, keccak256 } from 'viem';
import { factsOf, movementOf, providersOf, tokenAsset } from '../../test/simulated-transfer.js';
import { type CompiledContract, compileTestContracts, deployContract } from '../../test/test-contracts.js';
import { type FreshChain, freshChain } from '../../test/world.js';
import type { Erc20Asset } from '../domain/assets/asset.js';
import { type BalanceLayout, OPENZEPPELIN_ERC20_BASE, mappingAt } from '../domain/assets/balance-layout.js';
import { type Address, addressFromHex } from '../domain/values/address.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { TokenReader } from '../infra/chain/token-reader.js';
import { codeAt } from '../../sandbox/sandbox-client.js';
import { SimulateV1Simulator } from './node-engines/simulate-v1.simulator.js';
import { type SimulationOutcome, SimulationService } from './simulation.service.js';
import { TraceCallSimulator } from './node-engines/trace-call.simulator.js';

const REGISTRY = addressFromHex('0x1820a4b7618bde71dce8cdc73aab6c95905fad24');

let chain: FreshChain;
let contractOf: (name: string) => CompiledContract;

beforeAll(async () => {
  chain = await freshChain();
  contractOf = compileTestContracts('Tokens');
});
afterAll(async () => {
  await chain.stop();
});

const deploy = (name: string, args: readonly unknown[]): Promise<Address> =>
  deployContract(chain, contractOf(name), args);

async function proxied(proxy: string): Promise<Address> {
  const { abi } = contractOf('NamespacedUsd');
  const start: Hex = encodeFunctionData({ abi, functionName: 'start', args: [chain.safe] });
  return deploy(proxy, [await deploy('NamespacedUsd', []), start]);
}

/** Pins a token by what is found on the chain, as the founding set-up does. */
async function pinned(address: Address): Promise<Erc20Asset> {
  const providers = providersOf(chain);
  const tokens = new TokenReader(providers);
  const block = await providers.agreedBlock('latest', 'all');
  const [balances, proxy] = await Promise.all([
    tokens.findBalances(address, block),
    tokens.findProxy(address, block),
  ]);
  if (!balances) throw new Error('no layout was found');
  const codeHash = parseBytes32(keccak256(await codeAt(chain.client, address)));
  return { ...tokenAsset(chain), address, codeHash, balances, proxy };
}

async function simulate(asset: Erc20Asset): Promise<SimulationOutcome> {
  const providers = providersOf(chain);
  const engines = [new TraceCallSimulator(providers), new SimulateV1Simulator(providers)];
  const reading = await new SafeReader(providers).readProfile(addressFromHex(chain.safe), 'all');
  const facts = factsOf(reading, movementOf(asset, 1_000n), chain.relayer.address);
  return new SimulationService(providers, engines).simulate(facts);
}

interface Case {
  readonly name: string;
  readonly token: () => Promise<Address>;
  readonly balances: BalanceLayout;
  readonly proxy: string | undefined;
}

const namespaced: BalanceLayout = { kind: 'mapping', base: OPENZEPPELIN_ERC20_BASE };
const cases: readonly Case[] = [
  {
    name: 'OpenZeppelin',
    token: () => Promise.resolve(addressFromHex(chain.token.address)),
    balances: mappingAt(0),
    proxy: undefined,
  },
  {
    name: 'USDT, which returns nothing',
    token: () => deploy('NoReturnUsd', [chain.safe]),
    balances: mappingAt(2),
    proxy: undefined,
  },
  {
    name: 'Solady',
    token: () => deploy('SoladyUsd', [chain.safe]),
    balances: { kind: 'solady' },
    proxy: undefined,
  },
  {
    name: 'OpenZeppelin 5 behind EIP-1967',
    token: () => proxied('Eip1967Token'),
    balances: namespaced,
    proxy: 'eip1967',
  },
  {
    name: 'OpenZeppelin 5 behind ZeppelinOS',
    token: () => proxied('ZeppelinosToken'),
    balances: namespaced,
    proxy: 'zeppelinos',
  },
];

describe.each(cases)('invariant 5: a token as $name has it', ({ token, balances, proxy }) => {
  let asset: Erc20Asset;
  beforeAll(async () => {
    asset = await pinned(await token());
  });

  it('invariant 5: has its layout and its implementation found', () => {
    expect(asset.balances).toEqual(balances);
    expect(asset.proxy?.kind).toBe(proxy);
  });

  it('invariant 5: is moved exactly as derived, slot by slot, on every engine', async () => {
    expect((await simulate(asset)).judgement).toMatchObject({
      verdict: 'agreed',
      effects: {
        tokenChanges: expect.arrayContaining([
          { token: asset.address, account: chain.safe, delta: -1_000n },
        ]) as unknown,
      },
    });
  });

  it('invariant 5: is refused by any other layout, as its writes then are not known', async () => {
    const other = mappingAt(77);
    expect((await simulate({ ...asset, balances: other })).judgement).toMatchObject({ verdict: 'refused' });
  });
});

describe('invariant 5: what a token runs', () => {
  it('invariant 5: a proxy that is pinned as none makes a call that nobody expected', async () => {
    const asset = await pinned(await proxied('Eip1967Token'));
    expect((await simulate({ ...asset, proxy: null })).judgement).toMatchObject({
      verdict: 'refused',
      code: 'UNEXPECTED_CALL',
    });
  });

  it('invariant 5: an implementation that is not the pinned one is refused at simulation as well', async () => {
    const address = await proxied('Eip1967Token');
    const asset = await pinned(address);
    const { abi } = contractOf('Eip1967Token');
    const implementation = await deploy('NamespacedUsd', []);
    const data = encodeFunctionData({ abi, functionName: 'upgradeTo', args: [implementation] });
    await chain.client.waitForTransactionReceipt({
      hash: await chain.client.sendTransaction({ to: address, data }),
    });
    expect((await simulate(asset)).judgement).toMatchObject({ verdict: 'refused', code: 'UNEXPECTED_CALL' });
  });

  it('THREATS B08: a balance that is computed from shares is in no slot', async () => {
    const tokens = new TokenReader(providersOf(chain));
    for (const [name, args] of [
      ['SharesUsd', [chain.safe]],
      ['SplitUsd', []],
    ] as const) {
      const token = await deploy(name, args);
      const block = await providersOf(chain).agreedBlock('latest', 'all');
      expect(await tokens.findBalances(token, block)).toBeUndefined();
    }
  });

  it('invariant 5: a token whose code comes from a beacon cannot be pinned', async () => {
    const token = await deploy('BeaconToken', [chain.safe]);
    const block = await providersOf(chain).agreedBlock('latest', 'all');
    await expect(new TokenReader(providersOf(chain)).findProxy(token, block)).rejects.toMatchObject({
      code: 'TOKEN_NOT_PINNED',
    });
  });

  it('THREATS B05: a token that is registered as an ERC-777 is found out', async () => {
    const tokens = new TokenReader(providersOf(chain));
    const token = addressFromHex(chain.token.address);
    const before = await providersOf(chain).agreedBlock('latest', 'all');
    expect(await tokens.hasHooks(token, before)).toBe(false);
    const registry = await deploy('EveryInterface', []);
    await chain.client.setCode({ address: REGISTRY, bytecode: await codeAt(chain.client, registry) });
    await chain.mine(1);
    const after = await providersOf(chain).agreedBlock('latest', 'all');
    expect(await tokens.hasHooks(token, after)).toBe(true);
  });
});

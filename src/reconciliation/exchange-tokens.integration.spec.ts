import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { type Abi, type Hex, encodeFunctionData, keccak256, parseAbi, parseEther } from 'viem';
import { z } from 'zod';
import { codeAt } from '../../sandbox/sandbox-client.js';
import { executeWithOwners } from '../../test/builders/safe-execution.js';
import { createReleasedSafe } from '../../test/safe-releases.js';
import {
  HOT_WALLET,
  factsOf,
  movementOf,
  providersOf,
  serviceOf,
  tokenAsset,
} from '../../test/simulated-transfer.js';
import { type CompiledContract, compileTestContracts, deployContract } from '../../test/test-contracts.js';
import { type FreshChain, freshChain } from '../../test/world.js';
import { TokenChecks } from '../assets/token-checks.js';
import type { Erc20Asset } from '../domain/assets/asset.js';
import { mappingAt } from '../domain/assets/balance-layout.js';
import { type Address, addressFromHex } from '../domain/values/address.js';
import { type Bytes32, parseBytes32 } from '../domain/values/hex.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { TokenReader } from '../infra/chain/token-reader.js';
import { ExecutionTracer } from '../simulation/node-engines/execution-tracer.js';
import { ExecutionComparison } from './execution-comparison.js';

// The models are in contracts/test/ExchangeTokens.sol; WETH9 is the published build.
const require = createRequire(import.meta.url);
const SUPPLY = 10n ** 12n;
const issuer = parseAbi([
  'function pause()',
  'function block_(address account)',
  'function setParams(uint256 newBasisPoints, uint256 newMaxFee)',
  'function deprecate(address upgraded)',
  'function upgradeTo(address implementation)',
  'function deposit() payable',
  'function transfer(address to, uint256 value)',
]);
type IssuerCall = Parameters<typeof encodeFunctionData<typeof issuer>>[0];

let chain: FreshChain;
let safe: Address;
let contractOf: (name: string) => CompiledContract;

beforeAll(async () => {
  chain = await freshChain();
  contractOf = compileTestContracts('ExchangeTokens');
  safe = await createReleasedSafe(chain, { version: '1.4.1', saltNonce: 14n });
});
afterAll(() => chain.stop());

const deploy = (name: string, args: readonly unknown[] = []): Promise<Address> =>
  deployContract(chain, contractOf(name), args);

async function send(to: Address, call: Omit<IssuerCall, 'abi'>, value = 0n): Promise<void> {
  const data = encodeFunctionData({ abi: issuer, ...call });
  const hash = await chain.client.sendTransaction({ to, data, value, gas: 1_000_000n });
  const { status } = await chain.client.waitForTransactionReceipt({ hash });
  if (status !== 'success') throw new Error(`${call.functionName ?? 'a call'} of a model failed`);
}

async function behind(proxy: string, model: string): Promise<Address> {
  const data = encodeFunctionData({
    ...{ abi: contractOf(model).abi, functionName: 'start' },
    args: [safe, SUPPLY],
  });
  return deploy(proxy, [await deploy(model), data]);
}

const Weth = z.object({
  abi: z.custom<Abi>((value) => Array.isArray(value)),
  bytecode: z.custom<Hex>((value) => typeof value === 'string' && value.startsWith('0x')),
});

async function weth(): Promise<Address> {
  const token = await deployContract(chain, Weth.parse(require('canonical-weth/build/contracts/WETH9.json')));
  await send(token, { functionName: 'deposit' }, parseEther('1'));
  await send(token, { functionName: 'transfer', args: [safe, SUPPLY] });
  return token;
}

async function hashAt(address: Address): Promise<Bytes32> {
  return parseBytes32(keccak256(await codeAt(chain.client, address)));
}

/** Takes a token in as a founding or a change does: measured on the chain, and compared with what was reviewed. */
async function onboarded(address: Address): Promise<Erc20Asset> {
  const [providers, symbol] = [providersOf(chain), 'TOK'];
  const [reader, tokens] = [new SafeReader(providers), new TokenReader(providers)];
  const block = await providers.agreedBlock('latest', 'all');
  const proxy = await tokens.findProxy(address, block);
  const implementation = proxy && { address: proxy.implementation, codeHash: proxy.codeHash };
  const reviewed = {
    symbol,
    address,
    codeHash: await hashAt(address),
    ...(implementation && { implementation }),
  };
  const checks = new TokenChecks(reader, tokens);
  const asset: Erc20Asset = {
    ...tokenAsset(chain),
    address,
    symbol,
    ...(await checks.pins(reviewed, block)),
  };
  const faults = await checks.faults(
    [asset],
    [{ label: 'Cold 1', ...(await reader.readProfile(safe, 'all')) }],
    block,
  );
  if (faults.length > 0) throw new Error(faults.join());
  return asset;
}

async function simulated(asset: Erc20Asset, destination = HOT_WALLET) {
  const providers = providersOf(chain);
  const { profile, nonce, block } = await new SafeReader(providers).readProfile(safe, 'all');
  const movement = movementOf(asset, 1_000n, destination);
  const facts = factsOf({ profile, nonce, block }, movement, chain.relayer.address);
  const { judgement, record } = await serviceOf(providers).simulate(facts);
  return { judgement, record, facts, profile, nonce, movement };
}

/** The slots say one thing and `balanceOf` another; one engine asks it, and the others read the slots. */
async function expectSelfContradiction(asset: Erc20Asset): Promise<void> {
  const { judgement } = await simulated(asset);
  if (judgement.verdict !== 'refused') throw new Error(`it was ${judgement.verdict}`);
  expect(judgement.code).toBe('SIMULATORS_DISAGREE');
  for (const reason of judgement.reasons.filter((each) => each.includes(' differ in ')))
    expect(reason).toMatch(/eth_simulateV1.*differ in tokenChanges$/);
}

const Attempts = z.object({
  attempts: z.array(z.object({ report: z.object({ kind: z.literal('answered'), engine: z.string() }) })),
});

async function refusal(asset: Erc20Asset, destination = HOT_WALLET): Promise<string> {
  const { judgement } = await simulated(asset, destination);
  return judgement.verdict === 'refused' ? judgement.code : judgement.verdict;
}

const tokens = [
  { name: 'USDT', token: () => deploy('TetherModel', [safe, SUPPLY]), slot: 2, proxy: undefined },
  {
    ...{ name: 'USDC', token: () => behind('ZeppelinosProxyModel', 'UsdcModel') },
    ...{ slot: 9, proxy: 'zeppelinos' },
  },
  { name: 'WETH9', token: weth, slot: 3, proxy: undefined },
  { name: 'DAI', token: () => deploy('DaiModel', [safe, SUPPLY]), slot: 2, proxy: undefined },
  {
    ...{ name: 'wstETH', slot: 0, proxy: undefined },
    token: async () => deploy('WstEthModel', [safe, SUPPLY, await deploy('StEthModel', [safe])]),
  },
  {
    ...{ name: 'PYUSD', token: () => behind('ZeppelinosProxyModel', 'PyusdModel') },
    ...{ slot: 1, proxy: 'zeppelinos' },
  },
  {
    ...{ name: 'PYUSD behind EIP-1967', token: () => behind('Eip1967ProxyModel', 'PyusdModel') },
    ...{ slot: 1, proxy: 'eip1967' },
  },
];

describe.each(tokens)('$name', ({ token, slot, proxy }) => {
  let asset: Erc20Asset;

  beforeAll(async () => {
    asset = await onboarded(await token());
  });

  it('invariant 5: is taken in, its layout measured and its proxy found', () => {
    expect([asset.balances, asset.proxy?.kind]).toEqual([mappingAt(slot), proxy]);
  });

  it('invariant 5: moves as derived on all three engines, and as executed by the Safe', async () => {
    const { judgement, record, facts, profile, movement } = await simulated(asset);
    expect(judgement).toMatchObject({ verdict: 'agreed' });
    const engines = Attempts.parse(record).attempts.map(({ report }) => report.engine);
    expect(new Set(engines)).toEqual(new Set(['debug_traceCall', 'eth_simulateV1', 'local-evm']));

    const transactionHash = parseBytes32(await executeWithOwners(chain, safe, facts.transaction));
    await chain.mine(3);
    const reader = new SafeReader(providersOf(chain));
    const approved = {
      ...{ profile, movement, transaction: facts.transaction },
      ...{ safeTxHash: facts.safeTxHash, transactionHash },
      executor: addressFromHex(chain.deployer.address),
    };
    const comparison = new ExecutionComparison(reader, new ExecutionTracer(providersOf(chain)));
    const { verdict } = await comparison.compare(approved, await reader.block('finalized'));
    expect(verdict).toMatchObject({ reasons: [], unseen: [], notes: [] });
    const block = await reader.block('latest');
    expect(await reader.toldBalance(asset, HOT_WALLET, block)).toBe(1_000n);
  });
});

const stoppable = tokens.filter(({ name }) => /^(USDT|USDC|PYUSD)/.test(name));

describe.each(stoppable)('$name, stopped by its issuer', ({ name, token }) => {
  it('invariant 5: is refused while it is paused', async () => {
    const asset = await onboarded(await token());
    await send(asset.address, { functionName: 'pause' });
    expect(await refusal(asset)).toBe('SIM_REVERT');
  });

  it('invariant 5: is refused once the Safe is on its blacklist', async () => {
    const asset = await onboarded(await token());
    await send(asset.address, { functionName: 'block_', args: [safe] });
    expect(await refusal(asset)).toBe('SIM_REVERT');
  });

  it('invariant 5: a blacklisted destination is refused by what asks for it; USDT does not', async () => {
    const asset = await onboarded(await token());
    await send(asset.address, { functionName: 'block_', args: [HOT_WALLET] });
    expect(await refusal(asset)).toBe(name === 'USDT' ? 'agreed' : 'SIM_REVERT');
  });
});

describe('USDT', () => {
  it('invariant 5: is refused once a fee is on: less would arrive than the intent says', async () => {
    const asset = await onboarded(await deploy('TetherModel', [safe, SUPPLY]));
    await send(asset.address, { functionName: 'setParams', args: [19n, 49n] });
    expect(await refusal(asset)).toBe('DELTA_MISMATCH');
  });

  it('invariant 5: is refused, and not taken in, once its balances are kept by another contract', async () => {
    const asset = await onboarded(await deploy('TetherModel', [safe, SUPPLY]));
    const upgraded = await deploy('UpgradedTetherModel', [safe, SUPPLY]);
    await send(asset.address, { functionName: 'deprecate', args: [upgraded] });
    await expectSelfContradiction(asset);
    await expect(onboarded(asset.address)).rejects.toMatchObject({ code: 'TOKEN_NOT_PINNED' });
  });
});

describe('USDC', () => {
  it('invariant 5: is not taken in with a Safe that is blacklisted, as its word then is no balance', async () => {
    const token = await behind('ZeppelinosProxyModel', 'UsdcModel');
    await send(token, { functionName: 'block_', args: [safe] });
    await expect(onboarded(token)).rejects.toThrow('its storage does not hold the balance of Cold 1');
  });

  it('invariant 5: is refused once it runs other code than was pinned', async () => {
    const asset = await onboarded(await behind('ZeppelinosProxyModel', 'UsdcModel'));
    await send(asset.address, { functionName: 'upgradeTo', args: [await deploy('UsdcModel')] });
    expect(await refusal(asset)).toBe('UNEXPECTED_CALL');
  });
});

describe('stETH', () => {
  it('invariant 5: is not taken in: a balance that is a share of a pool is in no slot (PC-58)', async () => {
    const refused = { code: 'TOKEN_NOT_PINNED' };
    await expect(onboarded(await deploy('StEthModel', [safe]))).rejects.toMatchObject(refused);
  });

  it('invariant 5: and if it had been, a transfer would not move what the intent says', async () => {
    const asset = await onboarded(await deploy('DaiModel', [safe, SUPPLY]));
    const address = await deploy('StEthModel', [safe]);
    const shares: Erc20Asset = { ...asset, address, codeHash: await hashAt(address), balances: mappingAt(0) };
    await expectSelfContradiction(shares);
  });
});

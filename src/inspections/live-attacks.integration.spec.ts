import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, encodeFunctionData, keccak256, parseEther } from 'viem';
import { someFacts } from '../../test/builders/policy.js';
import { executeWithOwners } from '../../test/builders/safe-execution.js';
import { RELEASED_SAFES, createReleasedSafe } from '../../test/safe-releases.js';
import { factsOf, movementOf, providersOf, tokenAsset } from '../../test/simulated-transfer.js';
import { type CompiledContract, compileTestContracts, deployContract } from '../../test/test-contracts.js';
import { type FreshChain, freshChain } from '../../test/world.js';
import type { Erc20Asset } from '../domain/assets/asset.js';
import { assetAsPinned } from '../domain/policies/integrity/asset-as-pinned.js';
import { destinationAsApproved } from '../domain/policies/integrity/destination-as-approved.js';
import type { SafeTransaction } from '../domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../domain/transfers/safe-tx-hash.js';
import { type Address, addressFromHex } from '../domain/values/address.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { type SafeReading, SafeReader } from '../infra/chain/safe-reader.js';
import { TokenReader } from '../infra/chain/token-reader.js';
import { codeAt } from '../../sandbox/sandbox-client.js';
import { SimulateV1Simulator } from '../simulation/node-engines/simulate-v1.simulator.js';
import type { SimulationFacts } from '../simulation/simulation-facts.js';
import { type SimulationOutcome, SimulationService } from '../simulation/simulation.service.js';
import { TraceCallSimulator } from '../simulation/node-engines/trace-call.simulator.js';
import { TokenFacts, assetFacts } from '../decisions/token-facts.js';

const EVIL = addressFromHex('0xbad0000000000000000000000000000000000001');
const MINER = addressFromHex('0x4e65000000000000000000000000000000000001');

let chain: FreshChain;
let safe: Address;
let contractOf: (name: string) => CompiledContract;

beforeAll(async () => {
  chain = await freshChain();
  safe = addressFromHex(chain.safe);
  contractOf = compileTestContracts('Tokens');
  // A real chain's blocks have a miner; anvil's have none until it is told.
  await chain.client.setCoinbase({ address: MINER });
  await chain.mine(1);
});
afterAll(async () => {
  await chain.stop();
});

const reader = (): SafeReader => new SafeReader(providersOf(chain));
const read = (account: Address = safe): Promise<SafeReading> => reader().readProfile(account, 'all');

function simulate(facts: SimulationFacts): Promise<SimulationOutcome> {
  const providers = providersOf(chain);
  const engines = [new TraceCallSimulator(providers), new SimulateV1Simulator(providers)];
  return new SimulationService(providers, engines).simulate(facts);
}

async function place(code: Hex, at: Address): Promise<void> {
  await chain.client.setCode({ address: at, bytecode: code });
  await chain.mine(1);
}

describe.each(RELEASED_SAFES)('THREATS E01: a gas refund that drains $name', (release) => {
  it('invariant 1: drains it when its owners sign it elsewhere, and cannot be simulated here', async () => {
    const target = await createReleasedSafe(chain, { ...release, saltNonce: 9n });
    await chain.client.setBalance({ address: target, value: parseEther('20') });
    const reading = await read(target);
    const good = factsOf(reading, movementOf('native', 1n), chain.relayer.address);
    const refund = { baseGas: 10_000_000_000n, gasPrice: 1_000_000_000n, refundReceiver: EVIL };
    // Not writable by type, so a client or a database row would have to bring it.
    const transaction = { ...good.transaction, ...refund } as unknown as SafeTransaction;
    const { digest: safeTxHash } = safeTxDigests(transaction, reading.profile.chainId, target);
    await expect(simulate({ ...good, transaction, safeTxHash })).rejects.toMatchObject({
      code: 'SIM_BINDING',
    });

    const before = await chain.client.getBalance({ address: EVIL });
    await executeWithOwners(chain, target, transaction);
    const drained = (await chain.client.getBalance({ address: EVIL })) - before;
    expect(drained).toBeGreaterThan(parseEther('9'));
  });
});

describe('THREATS G01: a destination that behaves differently when simulated', () => {
  const opcodes = { GASPRICE: '3a', COINBASE: '41', BASEFEE: '48', ORIGIN: '32', PREVRANDAO: '44' };
  const rest = '1560275760006000600060003473bad00000000000000000000000000000000000015af150005b00';

  it.each(Object.entries(opcodes))(
    'invariant 5: one that looks at %s shows its other face and is refused',
    async (name, opcode) => {
      const destination = addressFromHex(`0xf3a9c1d4e5b60718293a4b5c6d7e8f90011223${opcode}`);
      await place(`0x${opcode}${rest}`, destination);
      const facts = factsOf(await read(), movementOf('native', 5n, destination), chain.relayer.address);
      const { judgement } = await simulate(facts);
      if (judgement.verdict !== 'refused') throw new Error('the other face was not seen');
      // anvil's eth_simulateV1 runs with no base fee whatever it is told, so there the engines differ besides.
      expect(judgement.code).toBe(name === 'BASEFEE' ? 'SIMULATORS_DISAGREE' : 'DELTA_MISMATCH');
      expect(judgement.reasons).toContainEqual(`unexpected: ${EVIL} changes by +5 wei`);
    },
  );

  it('invariant 9: and its code alone is reason enough, wherever no code was approved', async () => {
    const destination = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122377');
    await place(`0x3a${rest}`, destination);
    const codeHashActual = await reader().codeHash(destination, await reader().block('latest'), 'all');
    const facts = someFacts({ destination: { codeHashPinned: null, codeHashActual } });
    expect(destinationAsApproved(facts)).toMatchObject({ outcome: 'deny', code: 'DEST_CODE_CHANGED' });
  });
});

describe('what changes after the simulation', () => {
  it('invariant 9: code that appears at the destination (THREATS C08) denies', async () => {
    const destination = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122388');
    const reading = await read();
    const simulated = await simulate(
      factsOf(reading, movementOf('native', 5n, destination), chain.relayer.address),
    );
    expect(simulated.judgement.verdict).toBe('agreed');
    const pinned = await reader().codeHash(destination, reading.block, 'all');
    expect(pinned).toBeNull();
    // An EIP-7702 delegation: the account stays somebody's own, and still runs code from now on.
    await place(`0xef0100${EVIL.slice(2)}` as Hex, destination);
    const codeHashActual = await reader().codeHash(destination, await reader().block('latest'), 'all');
    const facts = someFacts({ destination: { codeHashPinned: pinned, codeHashActual } });
    expect(destinationAsApproved(facts)).toMatchObject({ outcome: 'deny', code: 'DEST_CODE_CHANGED' });
  });

  it('invariant 9: a token whose implementation is switched (THREATS B11) denies', async () => {
    const asset = await proxiedToken();
    const before = await read();
    const simulated = await simulate(factsOf(before, movementOf(asset, 1_000n), chain.relayer.address));
    expect(simulated.judgement.verdict).toBe('agreed');
    expect(assetAsPinned(await tokenFacts(asset))).toMatchObject({ outcome: 'allow' });

    const implementation = await deployContract(chain, contractOf('UpgradedUsd'));
    const { abi } = contractOf('Eip1967Token');
    const data = encodeFunctionData({ abi, functionName: 'upgradeTo', args: [implementation] });
    const hash = await chain.client.sendTransaction({ to: asset.address, data });
    await chain.client.waitForTransactionReceipt({ hash });
    // The token's own code is what it was: only the slot tells.
    expect(keccak256(await codeAt(chain.client, asset.address))).toBe(asset.codeHash);
    expect(assetAsPinned(await tokenFacts(asset))).toMatchObject({
      outcome: 'deny',
      code: 'TOKEN_CODE_CHANGED',
    });
    const again = await simulate(factsOf(await read(), movementOf(asset, 1_000n), chain.relayer.address));
    expect(again.judgement).toMatchObject({ verdict: 'refused', code: 'DELTA_MISMATCH' });
  });

  it('invariant 9: other code at the pinned implementation denies as well', async () => {
    const asset = await proxiedToken();
    if (!asset.proxy) throw new Error('the token is a proxy');
    await place('0x00', asset.proxy.implementation);
    expect(assetAsPinned(await tokenFacts(asset))).toMatchObject({
      outcome: 'deny',
      code: 'TOKEN_CODE_CHANGED',
    });
  });
});

async function proxiedToken(): Promise<Erc20Asset> {
  const implementation = await deployContract(chain, contractOf('NamespacedUsd'));
  const { abi } = contractOf('NamespacedUsd');
  const start = encodeFunctionData({ abi, functionName: 'start', args: [safe] });
  const address = await deployContract(chain, contractOf('Eip1967Token'), [implementation, start]);
  const tokens = new TokenReader(providersOf(chain));
  const block = await reader().block('latest');
  const balances = await tokens.findBalances(address, block);
  const codeHash = parseBytes32(keccak256(await codeAt(chain.client, address)));
  if (!balances) throw new Error('no layout was found');
  return { ...tokenAsset(chain), address, codeHash, balances, proxy: await tokens.findProxy(address, block) };
}

/** A decision's facts with the token as the chain has it now. */
async function tokenFacts(asset: Erc20Asset) {
  const tokens = new TokenFacts(reader(), new TokenReader(providersOf(chain)));
  const onChain = await tokens.read(asset, await reader().block('latest'), 'all');
  return { ...someFacts(), asset: assetFacts({ asset, isRemoved: false }, onChain) };
}

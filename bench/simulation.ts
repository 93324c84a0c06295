import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { parseEther, parseUnits } from 'viem';
import { z } from 'zod';
import type { Erc20Asset } from '../src/domain/assets/asset.js';
import { mappingAt } from '../src/domain/assets/balance-layout.js';
import type { SimulationRequest, Simulator } from '../src/domain/simulation/simulator.js';
import { type Movement, buildSafeTransaction } from '../src/domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../src/domain/transfers/safe-tx-hash.js';
import { addressFromHex } from '../src/domain/values/address.js';
import { amountOf } from '../src/domain/values/amount.js';
import { parseBytes32 } from '../src/domain/values/hex.js';
import { parseId } from '../src/domain/values/identifier.js';
import { Providers } from '../src/infra/chain/providers.js';
import { SafeReader, type SafeReading } from '../src/infra/chain/safe-reader.js';
import { protocolKitHash } from '../src/infra/safe/protocol-kit-hash.js';
import { LocalEvmSimulator } from '../src/simulation/local-evm/local-evm.simulator.js';
import { SimulateV1Simulator } from '../src/simulation/node-engines/simulate-v1.simulator.js';
import { type SimulationFacts, executionOf } from '../src/simulation/simulation-facts.js';
import { TraceCallSimulator } from '../src/simulation/node-engines/trace-call.simulator.js';
import { sandboxChainId, startAnvil } from '../sandbox/anvil.js';
import { type Comparison, medians } from './table.js';
import { fund } from '../sandbox/funding.js';
import { accountIndex, mnemonicAccount } from '../sandbox/mnemonic.js';
import { createSafe, deploySafeContracts } from '../sandbox/safe-contracts.js';
import { sandboxClient } from '../sandbox/sandbox-client.js';
import { type SandboxToken, deployToken } from '../sandbox/token.js';
import { providersAt } from '../test/named-providers.js';

const ROUNDS = { warmUp: 60, measured: 60 };
const HASH_ROUNDS = { warmUp: 300, measured: 1_000 };
const DISTANT_ROUNDS = { warmUp: 10, measured: 30 };

// The latency of a provider over the Internet. On loopback there is none, and parallel engines would only compete for
// the processor. The goal is that no engine waits for the answers of another.
const DISTANCE_MS = 50;

/** The simulation of a token transfer out of a Safe: three engines alone and together, and the two safeTxHashes. */
export async function benchSimulation(): Promise<readonly Comparison[]> {
  const anvil = await startAnvil();
  const distant = distantEndpoints(anvil.url);
  try {
    // Two endpoints of one node without a proxy, whose processor time would count as ours.
    const near = [anvil.url, `${anvil.url}/?second`];
    const facts = await transferOn(near);
    return [
      ...(await loopback(facts, near)),
      ...(await fromAfar(facts, await distant.urls)),
      ...(await hashes(facts)),
    ];
  } finally {
    await distant.stop();
    await anvil.stop();
  }
}

/** Two endpoints with the latency of remote providers, in a thread of their own. */
function distantEndpoints(upstream: string): { urls: Promise<readonly string[]>; stop(): Promise<unknown> } {
  const worker = new Worker(new URL('./distant.ts', import.meta.url), {
    workerData: { upstream, distanceMs: DISTANCE_MS },
  });
  const urls = once(worker, 'message').then(([message]) => z.array(z.string()).parse(message));
  return { urls, stop: () => worker.terminate() };
}

function providersOf(urls: readonly string[]): Providers {
  return providersAt(
    urls.map((url, at) => ({ name: `rpc-${String(at + 1)}`, url })),
    sandboxChainId,
  );
}

async function transferOn(urls: readonly string[]): Promise<SimulationFacts> {
  const [node = ''] = urls;
  const client = sandboxClient(node, mnemonicAccount(accountIndex.deployer));
  await deploySafeContracts(client);
  const owners = accountIndex.owners.map((index) => mnemonicAccount(index).address);
  const safe = await createSafe(client, { owners, threshold: 3, saltNonce: 0n });
  await fund(client, safe, parseEther('1000'));
  const token = await deployToken(client, { holder: safe, supply: parseUnits('10000000', 6) });
  const reading = await new SafeReader(providersOf(urls)).readProfile(addressFromHex(safe), 'all');
  return factsOf(reading, {
    asset: pinned(token),
    destination: addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334'),
    amount: amountOf(1_000n),
  });
}

function pinned(token: SandboxToken): Erc20Asset {
  return {
    kind: 'erc20',
    id: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8058'),
    chainId: sandboxChainId,
    address: addressFromHex(token.address),
    symbol: token.symbol,
    decimals: token.decimals,
    codeHash: parseBytes32(token.codeHash),
    balances: mappingAt(Number(token.balanceSlot)),
    proxy: null,
  };
}

function factsOf({ profile, nonce }: SafeReading, movement: Movement): SimulationFacts {
  const transaction = buildSafeTransaction(movement, nonce);
  const { digest: safeTxHash } = safeTxDigests(transaction, profile.chainId, profile.address);
  const executor = addressFromHex(mnemonicAccount(accountIndex.relayer).address);
  return { profile, movement, transaction, safeTxHash, executor };
}

interface Engines {
  readonly trace: Simulator;
  readonly simulate: Simulator;
  readonly local: Simulator;
  /** The request, to the first provider. */
  readonly request: SimulationRequest;
  readonly names: readonly string[];
}

async function enginesAt(facts: SimulationFacts, urls: readonly string[]): Promise<Engines> {
  const providers = providersOf(urls);
  const block = await providers.agreedBlock('latest', 'all');
  const names = (await providers.inForce()).map((each) => each.name);
  return {
    trace: new TraceCallSimulator(providers),
    simulate: new SimulateV1Simulator(providers),
    local: new LocalEvmSimulator(providers),
    request: { ...executionOf(facts, block), provider: names[0] ?? '' },
    names,
  };
}

/** Runs the engines in parallel, as `SimulationService` does. */
function together({ trace, simulate, local, request, names }: Engines): Promise<unknown> {
  const each = [trace, simulate].flatMap((engine) =>
    names.map((provider) => engine.simulate({ ...request, provider })),
  );
  return Promise.all([...each, local.simulate(request)]);
}

async function allAndEach(engines: Engines, rounds: typeof ROUNDS) {
  const { trace, simulate, local, request } = engines;
  const tasks = {
    trace: () => trace.simulate(request),
    simulate: () => simulate.simulate(request),
    local: () => local.simulate(request),
    all: () => together(engines),
  };
  const times = await medians(tasks, rounds);
  return { ...times, slowest: Math.max(times.trace, times.simulate, times.local) };
}

async function loopback(facts: SimulationFacts, urls: readonly string[]): Promise<readonly Comparison[]> {
  const times = await allAndEach(await enginesAt(facts, urls), ROUNDS);
  const trace = { name: 'debug_traceCall', measured: times.trace };
  return [
    { name: 'eth_simulateV1', measured: times.simulate, against: trace },
    { name: 'local EVM, warm', measured: times.local, against: trace, goal: 10 },
    {
      name: 'all engines together on loopback',
      measured: times.all,
      against: { name: 'the slowest', measured: times.slowest },
    },
  ];
}

async function fromAfar(facts: SimulationFacts, urls: readonly string[]): Promise<readonly Comparison[]> {
  const times = await allAndEach(await enginesAt(facts, urls), DISTANT_ROUNDS);
  const far = `at ${String(DISTANCE_MS)} ms`;
  return [
    {
      name: `all engines together ${far}`,
      measured: times.all,
      against: { name: `the slowest ${far}`, measured: times.slowest },
      goal: 1.15,
    },
  ];
}

async function hashes(facts: SimulationFacts): Promise<readonly Comparison[]> {
  const { transaction, profile } = facts;
  const identity = { chainId: profile.chainId, address: profile.address, version: '1.4.1' } as const;
  const both = (): void => {
    const { digest } = safeTxDigests(transaction, profile.chainId, profile.address);
    if (digest !== protocolKitHash(transaction, identity)) throw new Error('the hashes differ');
  };
  const times = await medians({ kit: () => protocolKitHash(transaction, identity), both }, HASH_ROUNDS);
  const against = { name: 'protocol-kit alone', measured: times.kit };
  return [{ name: 'safeTxHash twice, compared', measured: times.both, against, goal: 1.3 }];
}

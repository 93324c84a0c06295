import type { Asset, Erc20Asset } from '../src/domain/assets/asset.js';
import { mappingAt } from '../src/domain/assets/balance-layout.js';
import { type Movement, buildFor } from '../src/domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../src/domain/transfers/safe-tx-hash.js';
import { type Address, addressFromHex } from '../src/domain/values/address.js';
import { amountOf } from '../src/domain/values/amount.js';
import { parseBytes32 } from '../src/domain/values/hex.js';
import { parseId } from '../src/domain/values/identifier.js';
import { Providers } from '../src/infra/chain/providers.js';
import { RpcProvider } from '../src/infra/chain/rpc-provider.js';
import type { SafeReading } from '../src/infra/chain/safe-reader.js';
import type { SimulationFacts } from '../src/simulation/simulation-facts.js';
import { LocalEvmSimulator } from '../src/simulation/local-evm/local-evm.simulator.js';
import { SimulateV1Simulator } from '../src/simulation/node-engines/simulate-v1.simulator.js';
import { SimulationService } from '../src/simulation/simulation.service.js';
import { TraceCallSimulator } from '../src/simulation/node-engines/trace-call.simulator.js';
import type { FreshChain } from './world.js';
import { providersAt } from './named-providers.js';

export const CHAIN_ID = 31337;

/** An account without code that nobody else uses. */
export const HOT_WALLET = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');

const native: Asset = {
  kind: 'native',
  id: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8057'),
  chainId: CHAIN_ID,
  symbol: 'ETH',
  decimals: 18,
};

/** The chain's token as a pinned asset. */
export function tokenAsset(chain: FreshChain): Erc20Asset {
  return {
    kind: 'erc20',
    id: parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8058'),
    chainId: CHAIN_ID,
    address: addressFromHex(chain.token.address),
    symbol: chain.token.symbol,
    decimals: chain.token.decimals,
    codeHash: parseBytes32(chain.token.codeHash),
    balances: mappingAt(Number(chain.token.balanceSlot)),
    proxy: null,
  };
}

export function movementOf(
  asset: Asset | 'native',
  units: bigint,
  destination: Address = HOT_WALLET,
): Movement {
  return { asset: asset === 'native' ? native : asset, destination, amount: amountOf(units) };
}

/** The facts of a transfer out of a Safe as it stands, or of burning its nonce. */
export function factsOf(reading: SafeReading, movement: Movement | null, executor: string): SimulationFacts {
  const { profile, nonce } = reading;
  const transaction = buildFor(movement, profile.address, nonce);
  const { digest: safeTxHash } = safeTxDigests(transaction, profile.chainId, profile.address);
  return { profile, movement, transaction, safeTxHash, executor: addressFromHex(executor) };
}

/** Long enough for a busy machine. */
const PATIENCE_MS = 20_000;

/**
 * Provider "a" is the node itself, provider "b" the proxy before it.
 * @param patienceWithB milliseconds; a test in which it is silent waits for so long
 */
export function providersOf(chain: FreshChain, patienceWithB = PATIENCE_MS): Providers {
  const [a, b] = [
    { name: 'a', url: chain.rpcUrls[0] },
    { name: 'b', url: chain.rpcUrls[1] },
  ];
  const providers = providersAt([a, b], CHAIN_ID, PATIENCE_MS);
  const known = { a: providers.named('a'), b: new RpcProvider(b, patienceWithB) };
  return Object.assign(providers, { named: (name: 'a' | 'b') => known[name] });
}

/** All three engines, as the gateway runs them. */
export function serviceOf(providers: Providers): SimulationService {
  return new SimulationService(providers, [
    new TraceCallSimulator(providers),
    new SimulateV1Simulator(providers),
    new LocalEvmSimulator(providers),
  ]);
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther } from 'viem';
import { executeWithOwners } from '../../test/builders/safe-execution.js';
import { RELEASED_SAFES, createReleasedSafe, giveTokens } from '../../test/safe-releases.js';
import {
  CHAIN_ID,
  HOT_WALLET,
  factsOf,
  movementOf,
  providersOf,
  tokenAsset,
} from '../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../test/world.js';
import { historyRefusals } from '../domain/safes/history.js';
import { onboardingRefusals, safeCode } from '../domain/safes/onboarding.js';
import { type Address, addressFromHex } from '../domain/values/address.js';
import { parseBytes32 } from '../domain/values/hex.js';
import { SafeHistoryReader } from '../infra/chain/safe-history.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { ThreeHashes } from '../infra/safe/three-hashes.js';
import { ExecutionTracer } from '../simulation/node-engines/execution-tracer.js';
import { SimulateV1Simulator } from '../simulation/node-engines/simulate-v1.simulator.js';
import { SimulationService } from '../simulation/simulation.service.js';
import { TraceCallSimulator } from '../simulation/node-engines/trace-call.simulator.js';
import { ExecutionComparison } from './execution-comparison.js';

let chain: FreshChain;

beforeAll(async () => {
  chain = await freshChain();
});
afterAll(async () => {
  await chain.stop();
});

async function fundedSafe(release: (typeof RELEASED_SAFES)[number]): Promise<Address> {
  const safe = await createReleasedSafe(chain, { ...release, saltNonce: 7n });
  await chain.client.setBalance({ address: safe, value: parseEther('10') });
  await giveTokens(chain, safe, 1_000_000n);
  return safe;
}

describe.each(RELEASED_SAFES)('$name', (release) => {
  let safe: Address;

  beforeAll(async () => {
    safe = await fundedSafe(release);
  });

  it('invariant 15: is onboarded by slot 0, its code and its whole history', async () => {
    const providers = providersOf(chain);
    const { profile, nonce, block } = await new SafeReader(providers).readProfile(safe, 'all');
    expect(safeCode(profile)).toMatchObject({ version: release.version, l2: release.l2 });
    expect(onboardingRefusals(profile)).toEqual([]);
    const history = await new SafeHistoryReader(providers).read({ safe, block }, profile.owners, []);
    expect(historyRefusals(history, profile, nonce)).toEqual([]);
  });

  it('invariant 3: our code, protocol-kit and the Safe itself give one hash', async () => {
    const reader = new SafeReader(providersOf(chain));
    const reading = await reader.readProfile(safe, 'all');
    const { transaction, safeTxHash } = factsOf(
      reading,
      movementOf(tokenAsset(chain), 5n),
      chain.relayer.address,
    );
    const identity = { chainId: CHAIN_ID, address: safe, version: release.version };
    const digests = await new ThreeHashes(reader).digests(transaction, identity, reading.block);
    expect(digests.digest).toBe(safeTxHash);
  });

  it.each(['native', 'token', 'burn'])(
    'invariant 5: %s simulates as derived on every engine, and executes as simulated',
    async (kind) => {
      const providers = providersOf(chain);
      const reader = new SafeReader(providers);
      const { profile, nonce, block } = await reader.readProfile(safe, 'all');
      const moved = kind === 'native' ? ('native' as const) : tokenAsset(chain);
      const movement = kind === 'burn' ? null : movementOf(moved, 1_000n, HOT_WALLET);
      const facts = factsOf({ profile, nonce, block }, movement, chain.relayer.address);
      const engines = [new TraceCallSimulator(providers), new SimulateV1Simulator(providers)];
      const { judgement } = await new SimulationService(providers, engines).simulate(facts);
      expect(judgement).toMatchObject({ verdict: 'agreed' });

      // Anyone may execute: by another sender than the simulated one, and with real signatures.
      const transactionHash = parseBytes32(await executeWithOwners(chain, safe, facts.transaction));
      await chain.mine(3);
      const approved = {
        ...{
          profile,
          movement,
          transaction: facts.transaction,
          safeTxHash: facts.safeTxHash,
          transactionHash,
        },
        executor: addressFromHex(chain.deployer.address),
      };
      const comparison = new ExecutionComparison(reader, new ExecutionTracer(providers));
      const { verdict } = await comparison.compare(approved, await reader.block('finalized'));
      expect(verdict).toMatchObject({ reasons: [], unseen: [], notes: [] });
    },
  );

  it('invariant 15: its past executions are explained', async () => {
    const providers = providersOf(chain);
    const { profile, nonce, block } = await new SafeReader(providers).readProfile(safe, 'all');
    expect(nonce).toBe(3n);
    const history = await new SafeHistoryReader(providers).read({ safe, block }, profile.owners, []);
    expect(history.executions).toHaveLength(3);
    expect(historyRefusals(history, profile, nonce)).toEqual([]);
  });
});

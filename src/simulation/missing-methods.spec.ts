import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CHAIN_ID, factsOf, movementOf, providersOf, serviceOf } from '../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../test/world.js';
import { addressFromHex } from '../domain/values/address.js';
import { SafeReader } from '../infra/chain/safe-reader.js';
import { startRpcProxy } from '../../sandbox/rpc-proxy.js';
import { SimulateV1Simulator } from './node-engines/simulate-v1.simulator.js';
import type { SimulationFacts } from './simulation-facts.js';
import type { SimulationRecord } from './simulation-record.js';
import { SimulationService } from './simulation.service.js';
import { TraceCallSimulator } from './node-engines/trace-call.simulator.js';
import { providersAt } from '../../test/named-providers.js';

let chain: FreshChain;

beforeAll(async () => {
  chain = await freshChain();
});
afterEach(() => {
  chain.proxy.tamper = undefined;
});
afterAll(async () => {
  await chain.stop();
});

async function facts(): Promise<SimulationFacts> {
  const reading = await new SafeReader(providersOf(chain)).readProfile(addressFromHex(chain.safe), 'all');
  return factsOf(reading, movementOf('native', 5n), chain.relayer.address);
}

function reportsIn(record: SimulationRecord): readonly Record<string, unknown>[] {
  return (record['attempts'] as unknown as { report: Record<string, unknown> }[]).map((each) => each.report);
}

/** Lets the second provider know nothing of these methods. */
function lacking(code: number, ...methods: readonly string[]): void {
  const error = { code, message: 'the method does not exist' };
  chain.proxy.tamper = (request, response) =>
    methods.includes(request.method) ? { ...response, result: undefined, error } : response;
}

describe('providers that do not serve every method', () => {
  it.each([
    ['debug_traceCall', -32601],
    ['eth_simulateV1', -32004],
  ])(
    'invariant 7: one provider without %s (%d) is named, and the other engines take its place',
    async (method, code) => {
      const ready = await facts();
      lacking(code, method);
      const { judgement, record } = await serviceOf(providersOf(chain)).simulate(ready);
      expect(judgement.verdict).toBe('agreed');
      expect(reportsIn(record)).toContainEqual({
        ...{ kind: 'failed', engine: method, provider: 'b', notServed: method, code: 'RPC_UNAVAILABLE' },
        reason: `provider b does not serve ${method}`,
      });
    },
  );

  it('invariant 6: another error than that is no excuse', async () => {
    const ready = await facts();
    lacking(-32000, 'eth_simulateV1');
    const { judgement } = await serviceOf(providersOf(chain)).simulate(ready);
    expect(judgement).toMatchObject({
      verdict: 'unavailable',
      reasons: ['eth_simulateV1 on b could not run: provider b answered with error -32000 to eth_simulateV1'],
    });
  });

  it('invariant 7: a provider that serves nothing but its header leaves two engines on proven state', async () => {
    const ready = await facts();
    lacking(-32601, 'debug_traceCall', 'eth_simulateV1', 'eth_getProof');
    const { judgement } = await serviceOf(providersOf(chain)).simulate(ready);
    expect(judgement.verdict).toBe('agreed');
    lacking(-32601, 'debug_traceCall', 'eth_simulateV1', 'eth_getProof', 'eth_getBlockByHash');
    const without = await serviceOf(providersOf(chain)).simulate(ready);
    expect(without.judgement.verdict).toBe('unavailable');
  });

  it('invariant 7: a provider without proofs leaves them to another', async () => {
    const second = await startRpcProxy({ upstream: chain.rpcUrls[0] });
    try {
      const ready = await facts();
      lacking(-32601, 'eth_getProof');
      const endpoints = [
        { name: 'b', url: chain.rpcUrls[1] },
        { name: 'a', url: second.url },
      ];
      const { judgement, record } = await serviceOf(providersAt(endpoints, CHAIN_ID)).simulate(ready);
      expect(judgement.verdict).toBe('agreed');
      const local = reportsIn(record).filter((each) => each['engine'] === 'local-evm');
      expect(local.map((each) => [each['provider'], each['kind']])).toEqual([
        ['b', 'failed'],
        ['a', 'answered'],
      ]);
    } finally {
      await second.stop();
    }
  });

  it('invariant 6: without proofs and without traces of one provider there is no quorum', async () => {
    const providers = providersOf(chain);
    const ready = await facts();
    lacking(-32601, 'debug_traceCall');
    const engines = [new TraceCallSimulator(providers), new SimulateV1Simulator(providers)];
    const { judgement } = await new SimulationService(providers, engines).simulate(ready);
    expect(judgement).toMatchObject({
      verdict: 'unavailable',
      reasons: expect.arrayContaining([
        'debug_traceCall on b could not run: provider b does not serve debug_traceCall',
        'the calls were seen on fewer than 2 providers',
      ]),
    });
  });
});

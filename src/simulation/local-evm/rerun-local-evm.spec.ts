import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import net from 'node:net';
import { z } from 'zod';
import { factsOf, movementOf, providersOf, serviceOf, tokenAsset } from '../../../test/simulated-transfer.js';
import { type FreshChain, freshChain } from '../../../test/world.js';
import { addressFromHex } from '../../domain/values/address.js';
import type { Json } from '../../domain/values/canonical-json.js';
import { SafeReader } from '../../infra/chain/safe-reader.js';
import { rerunLocalEvm } from './rerun-local-evm.js';

const connect = net.Socket.prototype.connect;
const records: Record<string, { record: string; digest: string }> = {};

beforeAll(async () => {
  const chain: FreshChain = await freshChain();
  try {
    const providers = providersOf(chain);
    const reading = await new SafeReader(providers).readProfile(addressFromHex(chain.safe), 'all');
    for (const [kind, asset] of [['native', 'native'] as const, ['token', tokenAsset(chain)] as const]) {
      const facts = factsOf(reading, movementOf(asset, 1_000n), chain.relayer.address);
      const { record, judgement } = await serviceOf(providers).simulate(facts);
      if (judgement.verdict !== 'agreed') throw new Error('the simulation was not agreed');
      records[kind] = { record: JSON.stringify(record), digest: judgement.effectsDigest };
    }
  } finally {
    await chain.stop();
  }
  net.Socket.prototype.connect = () => {
    throw new Error('there is no network here');
  };
});
afterAll(() => {
  net.Socket.prototype.connect = connect;
});

/** A copy of a recorded simulation with other text in it. */
function recorded(kind: string, change: (text: string) => string = (text) => text): Json {
  return JSON.parse(change(records[kind]?.record ?? '')) as Json;
}

/** Changes one value that stands at a path of a copy of the record. */
function changed(path: readonly (string | number)[], alter: (value: Json) => Json): Json {
  const record = recorded('token');
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], record);
  const last = path.at(-1) ?? '';
  (parent as Record<string, Json>)[last] = alter((parent as Record<string, Json>)[last] ?? null);
  return record;
}

function provenAccounts(): z.output<typeof Proofs>['proofs'] {
  const record: unknown = recorded('token');
  return Proofs.parse(EVIDENCE.reduce((at, key) => (at as Record<string, unknown>)[key], record)).proofs;
}

/** The path of the first node of the Safe's proof. Others may be there only because they could have been read. */
function safeProof(): readonly (string | number)[] {
  const { execution } = Executed.parse(recorded('token'));
  const at = provenAccounts().findIndex(({ address }) => address === execution.safe);
  if (at < 0) throw new Error('the Safe was not proven');
  return [...EVIDENCE, 'proofs', at, 'accountProof', 0];
}

/** The path of an inner node of a slot's proof. Which account comes first, and whether it has slots, depends on addresses. */
function slotProof(): readonly (string | number)[] {
  for (const [account, { slots }] of provenAccounts().entries()) {
    const slot = slots.findIndex(({ proof }) => proof.length > 1);
    if (slot >= 0) return [...EVIDENCE, 'proofs', account, 'slots', slot, 'proof', 1];
  }
  throw new Error('no slot has a proof of two nodes');
}

const Proofs = z.looseObject({
  proofs: z.array(
    z.looseObject({ address: z.string(), slots: z.array(z.looseObject({ proof: z.array(z.string()) })) }),
  ),
});

const Executed = z.looseObject({ execution: z.looseObject({ safe: z.string() }) });

const EVIDENCE = ['attempts', 4, 'report', 'proven', 'evidence'] as const;
const flip = (value: Json): Json => {
  const text = typeof value === 'string' ? value : '';
  return `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`;
};

describe('a recorded simulation', () => {
  it.each(['native', 'token'])('invariant 4: %s runs again from the record alone, offline', async (kind) => {
    const rerun = await rerunLocalEvm(recorded(kind));
    expect(rerun.effectsDigest).toBe(records[kind]?.digest);
    expect(recorded(kind)).toMatchObject({ block: { hash: rerun.blockHash } });
  });

  it.each<[string, readonly (string | number)[], string]>([
    ['amount', ['execution', 'movement', 'amount'], 'SIM_BINDING'],
    ['nonce', ['execution', 'transaction', 'nonce'], 'SIM_BINDING'],
    ['Safe', ['execution', 'safe'], 'SIM_BINDING'],
    ['call', ['call', 'data'], 'SIM_BINDING'],
    ['override', ['overrides', 0, 'value'], 'SIM_BINDING'],
    ['hash of the block', ['execution', 'block', 'hash'], 'SIMULATION_UNAVAILABLE'],
    ['state root', ['execution', 'block', 'stateRoot'], 'RPC_DISAGREE'],
    ['state root of the header', [...EVIDENCE, 'headers', 0, 'stateRoot'], 'SIMULATION_UNAVAILABLE'],
    ['code', [...EVIDENCE, 'codes', 0], 'SIMULATION_UNAVAILABLE'],
  ])('invariant 4: another %s in the record is found out', async (_what, path, code) => {
    await expect(rerunLocalEvm(changed(path, flip))).rejects.toMatchObject({ code });
  });

  it('invariant 4: another proof of the Safe in the record is found out', async () => {
    await expect(rerunLocalEvm(changed(safeProof(), flip))).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
  });

  it('invariant 4: another slot proof in the record is found out', async () => {
    await expect(rerunLocalEvm(changed(slotProof(), flip))).rejects.toMatchObject({ code: 'RPC_DISAGREE' });
  });

  it('invariant 6: without its proofs it cannot be run', async () => {
    await expect(rerunLocalEvm(changed([...EVIDENCE, 'proofs'], () => []))).rejects.toMatchObject({
      code: 'SIMULATION_UNAVAILABLE',
    });
    await expect(rerunLocalEvm(changed(['attempts'], () => []))).rejects.toMatchObject({
      code: 'SIMULATION_UNAVAILABLE',
    });
    await expect(rerunLocalEvm({})).rejects.toMatchObject({ code: 'SIM_BINDING' });
  });
});

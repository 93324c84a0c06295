import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, pad, parseEther } from 'viem';
import { z } from 'zod';
import {
  FALLBACK_HANDLER_SLOT,
  GUARD_SLOT,
  MODULES_POSITION,
  OWNERS_POSITION,
  SENTINEL,
  SINGLETON_SLOT,
  THRESHOLD_SLOT,
  NONCE_SLOT,
  mappingSlot,
} from '../../src/domain/safes/storage-layout.js';
import { parseAddress } from '../../src/domain/values/address.js';
import { SafeDetail } from '../../src/safe-api/safe-detail.contract.js';
import type { Tamper } from '../../sandbox/rpc-proxy.js';
import { made, reasonsOf, refusalOf } from './answers.js';
import { holdRelayer } from './mempool.js';
import { openStory } from './story.js';
import type { Named, StorySteps } from './story-steps.js';

let story: StorySteps;

beforeAll(async () => {
  story = await openStory({ safes: 18 });
});

afterAll(() => story.close());

afterEach(() => {
  story.chain.proxy.mode = 'pass';
  story.chain.proxy.tamper = undefined;
});

// Bybit's second implementation, which is no contract here.
const EVIL = parseAddress('0xbDd077f651EBe7f7b3cE16fe5F2b025BE2969516');

async function write(safe: Named, slot: Hex, value: Hex): Promise<void> {
  await story.chain.client.setStorageAt({ address: safe.address, index: slot, value: pad(value) });
}

const DRIFTS: Readonly<Record<string, (safe: Named) => Promise<void>>> = {
  threshold: (safe) => write(safe, THRESHOLD_SLOT, '0x01'),
  module: async (safe) => {
    await write(safe, mappingSlot(SENTINEL, MODULES_POSITION), EVIL);
    await write(safe, mappingSlot(EVIL, MODULES_POSITION), SENTINEL);
  },
  guard: (safe) => write(safe, GUARD_SLOT, EVIL),
  'fallback handler': (safe) => write(safe, FALLBACK_HANDLER_SLOT, EVIL),
  singleton: (safe) => write(safe, SINGLETON_SLOT, EVIL),
};

describe('a Safe that is not as pinned', () => {
  it.each(Object.entries(DRIFTS))('invariant 15: is found by its %s at the request', async (_, drift) => {
    const safe = story.freshSafe();
    await drift(safe);
    const body = made(await story.request({ amount: '1', safe }));
    expect([body['state'], reasonsOf(body)]).toEqual(['refused', ['SAFE_STATE_DRIFT']]);
    await expectDriftFrozen(safe);
  });

  it.each(Object.entries(DRIFTS))('invariant 15: is found by its %s at the relay gate', async (_, drift) => {
    const safe = story.freshSafe();
    const id = await story.awaiting({ amount: '1', safe });
    await drift(safe);
    await story.confirmed(id);
    const body = await story.until(id, 'refused');
    expect(reasonsOf(body)).toContain('SAFE_STATE_DRIFT');
    await expectDriftFrozen(safe);
    expect(await story.budget(id)).toEqual(['released']);
  });

  it('invariant 15: is found while the owners sign, and then nothing is executed', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    await write(safe, GUARD_SLOT, EVIL);
    await story.untilSeen(`a freeze of ${safe.id}`, id, async () => (await story.freeze(safe)) !== null);
    await expectDriftFrozen(safe);
    expect(refusalOf(await story.bringSignature(id))).toEqual([409, 'SAFE_STATE_DRIFT']);
    expect(await story.budget(id)).toEqual(['held']);
  });
});

async function expectDriftFrozen(safe: Named): Promise<void> {
  expect(await story.freeze(safe)).toBe('SAFE_STATE_DRIFT');
  expect(await story.findings(safe)).toContain('SAFE_STATE_DRIFT');
}

/** Answers one method falsely: every hexadecimal text that `lie` knows is replaced. */
function lying(method: string, lie: (result: unknown, params: readonly unknown[]) => unknown): Tamper {
  return (request, response) => {
    if (request.method !== method || response.result === undefined) return response;
    const params = z.array(z.unknown()).parse(request.params);
    return { ...response, result: lie(response.result, params) };
  };
}

const Proof = z.looseObject({
  storageProof: z.array(z.looseObject({ key: z.string(), proof: z.array(z.string()) })),
});

/** Another value, with the last node of its proof changed to match: as near to a forged proof as a liar comes. */
const lyingSlot = (slot: Hex, value: Hex): Tamper =>
  lying('eth_getProof', (result) => {
    const proof = Proof.parse(result);
    const storageProof = proof.storageProof.map((each) => {
      if (each.key !== slot) return each;
      const [last = '0x', ...earlier] = each.proof.toReversed();
      return { ...each, value, proof: [...earlier.toReversed(), last.slice(0, -2) + value.slice(-2)] };
    });
    return { ...proof, storageProof };
  });

const replaced = (result: unknown, from: string, to: string): unknown =>
  JSON.parse(JSON.stringify(result).replaceAll(from.toLowerCase(), to.toLowerCase()));

describe('a provider that lies', () => {
  const lies: Readonly<Record<string, () => Tamper>> = {
    'the nonce': () => lyingSlot(NONCE_SLOT, '0x07'),
    'an owner': () => lyingSlot(mappingSlot(SENTINEL, OWNERS_POSITION), EVIL),
    'the threshold': () => lyingSlot(THRESHOLD_SLOT, '0x01'),
    'the block': () =>
      lying(
        'eth_getBlockByNumber',
        (block) => ({ ...Object(block), hash: pad('0x01', { size: 32 }) }) as unknown,
      ),
    'the chain': () => lying('eth_chainId', () => '0x1'),
  };

  it.each(Object.entries(lies))(
    'invariant 7: about %s lets no request pass and burns no key',
    async (_, lie) => {
      const tessa = story.person('Tessa');
      const [body, key] = [
        await tessa.signedRequest(story.wish({ amount: '1', asset: 'usd' })),
        randomUUID(),
      ];
      story.chain.proxy.tamper = lie();
      const refused = await tessa.post('/v1/transfers', body, key);
      expect(refusalOf(refused)).toEqual([503, expect.stringMatching(/^RPC_(DISAGREE|UNAVAILABLE)$/)]);
      story.chain.proxy.tamper = undefined;
      made(await tessa.post('/v1/transfers', body, key));
    },
  );

  it.each(['debug_traceCall', 'eth_simulateV1'])(
    'invariant 7: in %s lets no transfer pass',
    async (method) => {
      const { address } = story.destination();
      story.chain.proxy.tamper = lying(method, (result) =>
        replaced(replaced(result, address.slice(2), EVIL.slice(2)), parseEther('1').toString(16), '1'),
      );
      const id = await story.requested({ amount: '1', safe: story.freshSafe() });
      const body = await story.until(id, 'refused');
      expect(reasonsOf(body).length).toBeGreaterThan(0);
    },
  );

  it('invariant 7: about the nonce, once all have confirmed, lets no transfer through the relay gate', async () => {
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    story.chain.proxy.tamper = lyingSlot(NONCE_SLOT, '0x07');
    await story.confirmed(id);
    await story.awaitJob('relay', id, 'waiting');
    expect(await story.state(id)).toBe('confirmed');
    expect((await story.audited(id)).map(({ type }) => type)).not.toContain('transfer.relayed');
    story.chain.proxy.tamper = undefined;
    await story.hurry('relay', id);
    await story.until(id, 'relayed');
  });
});

describe('a provider that is gone', () => {
  it.each(['down', 'silent'] as const)(
    'invariant 6: %s: no request passes, and no key is burnt',
    async (mode) => {
      const tessa = story.person('Tessa');
      const [body, key] = [
        await tessa.signedRequest(story.wish({ amount: '1', asset: 'usd' })),
        randomUUID(),
      ];
      story.chain.proxy.mode = mode;
      expect(refusalOf(await tessa.post('/v1/transfers', body, key))).toEqual([503, 'RPC_UNAVAILABLE']);
      const shown = await tessa.get(`/v1/safes/${story.firstSafe.id}`);
      expect([shown.status, SafeDetail.parse(shown.body)]).toMatchObject([
        200,
        {
          ...{ nonce: null, balances: null, block: null, profileCheck: null, enforcement: null, gaps: null },
          ...{ unavailable: { code: 'RPC_UNAVAILABLE' }, id: story.firstSafe.id },
        },
      ]);
      story.chain.proxy.mode = 'pass';
      made(await tessa.post('/v1/transfers', body, key));
    },
  );

  it('invariant 6: keeps a transfer before its simulation and at the gate, and loses neither', async () => {
    const id = await story.awaiting({ amount: '1', safe: story.freshSafe() });
    const next = await story.requested({ amount: '1', safe: story.freshSafe() });
    story.chain.proxy.mode = 'down';
    await story.confirmed(id);
    await story.awaitJob('relay', id, 'waiting');
    expect(await story.state(id)).toBe('confirmed');
    story.chain.proxy.mode = 'pass';
    await story.hurry('relay', id);
    await story.until(id, 'relayed');
    await story.until(next, 'awaiting-confirmation');
  });

  it('invariant 6: keeps a transfer whose execution it cannot see', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe });
    const letGo = holdRelayer(story);
    await story.signed(id);
    story.chain.proxy.mode = 'down';
    letGo();
    await story.hurry('submit', id);
    await story.awaitJob('submit', id, 'waiting');
    expect(await story.state(id)).toBe('signed');
    story.chain.proxy.mode = 'pass';
    await story.hurry('submit', id);
    await story.settled(id);
    expect(await story.balance('eth', safe.address)).toBe(parseEther('999'));
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { keccak256 } from 'viem';
import type { PolicyDocument } from '../../src/domain/policies/policy.js';
import { AfterRelayStory } from './after-relay-story.js';
import { made, refusalOf } from './answers.js';
import type { StorySteps } from './story-steps.js';

let world: AfterRelayStory;
let story: StorySteps;

beforeAll(async () => {
  world = await AfterRelayStory.open(14);
  story = world.story;
});

/** What a test that failed has left stopped. */
let undo: (() => Promise<unknown>) | undefined;

afterEach(async () => {
  story.chain.proxy.mode = 'pass';
  story.chain.proxy.tamper = undefined;
  await undo?.();
  undo = undefined;
});

afterAll(() => story.close());

type Rule = PolicyDocument['rules'][number];

function policyWith(change: (rule: Rule) => Rule): Promise<unknown> {
  return world.edits.policy((document) => ({ ...document, rules: document.rules.map(change) }));
}

/** What stops holding, what an owner's signature is refused for, and how it is put back. */
interface Stop {
  readonly what: string;
  readonly asset?: 'usd';
  readonly by?: string;
  readonly stop: () => Promise<unknown>;
  readonly refused: readonly [number, string];
  readonly putBack: () => Promise<unknown>;
}

const code = async (bytecode: `0x${string}`) => {
  const { address } = story.destination();
  await story.chain.client.setCode({ address, bytecode });
};
const token = { bytecode: '0x' as `0x${string}` };
const policyBack = () => world.edits.policy((document) => document, 1);

const STOPS: readonly Stop[] = [
  {
    what: 'a destination that is taken out of the address book',
    stop: () => world.edits.removeDestination(story.destination().id),
    refused: [422, 'DEST_NOT_ALLOWED'],
    putBack: () => world.edits.restoreDestination(story.destination().id),
  },
  {
    what: 'code that appears at the destination of coins',
    stop: () => code('0x00'),
    refused: [422, 'DEST_CODE_CHANGED'],
    putBack: () => code('0x'),
  },
  {
    what: 'code that appears at the destination of tokens, which a transfer of them does not touch',
    asset: 'usd',
    stop: () => code(`0xef0100${'11'.repeat(20)}`),
    refused: [422, 'DEST_CODE_CHANGED'],
    putBack: () => code('0x'),
  },
  {
    what: 'other code of the token',
    asset: 'usd',
    stop: async () => {
      const { client, token: pinned } = story.chain;
      token.bytecode = (await client.getCode({ address: pinned.address })) ?? '0x';
      await client.setCode({ address: pinned.address, bytecode: `${token.bytecode}00` });
    },
    refused: [422, 'TOKEN_CODE_CHANGED'],
    putBack: () =>
      story.chain.client.setCode({ address: story.chain.token.address, bytecode: token.bytecode }),
  },
  {
    what: 'an asset that is taken out of the registry',
    stop: () => world.edits.removeAsset(story.assetId('eth')),
    refused: [422, 'ASSET_NOT_ALLOWED'],
    putBack: () => world.edits.restoreAsset(story.assetId('eth')),
  },
  {
    what: 'a policy that is tightened below its amount (invariant 13)',
    stop: () =>
      policyWith((rule) =>
        rule.id === 'eth-per-transfer' && rule.kind === 'amount-per-transfer' ? { ...rule, max: '5' } : rule,
      ),
    refused: [422, 'LIMIT_PER_TX'],
    putBack: policyBack,
  },
  {
    what: 'a rolling limit that is cut (invariant 13)',
    stop: () =>
      policyWith((rule) =>
        rule.id === 'eth-per-day' && rule.kind === 'rolling-amount' ? { ...rule, max: '5' } : rule,
      ),
    refused: [422, 'LIMIT_WINDOW'],
    putBack: policyBack,
  },
  {
    what: 'a policy whose tier asks for more people than confirmed it (invariant 13)',
    stop: () =>
      world.edits.policy((document) => ({
        ...document,
        tiers: document.tiers.map((tier) =>
          tier.name === 'eth-small' ? { ...tier, require: [{ group: 'treasury', count: 2 }] } : tier,
        ),
      })),
    refused: [409, 'QUORUM'],
    putBack: policyBack,
  },
  {
    what: 'a price that is stale',
    stop: () => world.setPriceAge(3_700),
    refused: [503, 'PRICE_STALE'],
    putBack: () => world.setPriceAge(2),
  },
  {
    what: 'a requester who is no operator any more',
    by: 'Tariq',
    stop: () => world.edits.giveRoles('Tariq', ['approver']),
    refused: [403, 'FORBIDDEN'],
    putBack: () => world.edits.giveRoles('Tariq', ['operator', 'approver']),
  },
];

describe('a relayed transfer', () => {
  it.each(STOPS)('invariant 25: is stopped by $what, and goes on when it is put back', async (each) => {
    const { asset, by = 'Tessa' } = each;
    const safe = asset === 'usd' ? story.firstSafe : story.freshSafe();
    const id = await story.relayed({ amount: '9', safe, by, ...(asset && { asset }) });
    await story.signed(id, ['Omar']);
    const before = await world.executed(safe);
    undo = each.putBack;
    await each.stop();
    expect(refusalOf(await story.bringSignature(id, 'Oona')).slice(0, 2)).toEqual(each.refused);
    expect(await world.waitsFor(id, each.refused[1])).toEqual(expect.any(String));
    await story.hurry('recheck', id);
    await story.awaitJob('recheck', id, 'waiting');
    expect([await world.looked(id), await world.signatures(id)]).toEqual([['stopped'], 1]);
    expect([await story.state(id), await world.executed(safe)]).toEqual(['relayed', before]);
    undo = undefined;
    await each.putBack();
    await world.waitsFor(id, null);
    expect(await world.looked(id)).toEqual(['stopped', 'stands']);
    await story.signed(id, ['Oona', 'Orson']);
    await story.settled(id);
    expect(await story.freeze(safe)).toBeNull();
  });

  it('invariant 25: says in each entry of an owner what the last look saw', async () => {
    const id = await story.relayed({ amount: '9', safe: story.freshSafe() });
    await story.signed(id, ['Omar']);
    const entry = (await story.audited(id)).find(({ type }) => type === 'transfer.owner-signed');
    const { evidence } = await story.show(id);
    const { cleared } = evidence as { cleared: { effectsDigest: string; policyHash: string } };
    expect(entry?.detail['look']).toMatchObject({
      ...{ effectsDigest: cleared.effectsDigest, policyHash: cleared.policyHash },
      blockNumber: expect.stringMatching(/^[0-9]+$/) as unknown,
    });
  });

  it('invariant 11: is not stopped by a window that later transfers have filled, for its budget is reserved', async () => {
    const id = await story.relayed({ amount: '9', safe: story.freshSafe() });
    const text = `UPDATE limit_scope SET held = held + $2 WHERE key IN
      (SELECT scope FROM reservation WHERE transfer_id = $1)`;
    await story.sql(text, [id, (10n ** 24n).toString()]);
    made(await story.bringSignature(id, 'Omar'));
    await story.sql(text, [id, (-(10n ** 24n)).toString()]);
  });

  it('invariant 6: waits while a provider does not answer, and nothing is wrong', async () => {
    const id = await story.relayed({ amount: '9', safe: story.freshSafe() });
    story.chain.proxy.mode = 'down';
    expect(refusalOf(await story.bringSignature(id, 'Omar')).slice(0, 2)).toEqual([503, 'RPC_UNAVAILABLE']);
    await story.hurry('recheck', id);
    await story.awaitJob('recheck', id, 'waiting');
    story.chain.proxy.mode = 'pass';
    expect([await world.looked(id), await story.show(id)]).toMatchObject([
      [],
      { waitsFor: { code: 'OWNERS' } },
    ]);
    made(await story.bringSignature(id, 'Omar'));
  });

  it('invariant 14: freezes for a signature over something else also while it is stopped', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '9', safe });
    undo = () => code('0x');
    await code('0x00');
    const reply = await world.bring(id, 'Omar', keccak256('0x01'));
    expect(refusalOf(reply)).toEqual([422, 'SIG_MISMATCH', '/signature']);
    expect(await story.freeze(safe)).toBe('SIG_MISMATCH');
  });

  it('invariant 25: is stopped by a Safe that is not as pinned, which is frozen once', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '9', safe });
    await story.postpone('watch', id);
    const value = `0x${'1'.padStart(64, '0')}` as const;
    await story.chain.client.setStorageAt({ address: safe.address, index: '0x4', value });
    const replies = [await story.bringSignature(id, 'Omar'), await story.bringSignature(id, 'Oona')];
    expect(replies.map((each) => refusalOf(each).slice(0, 2))).toEqual([
      [409, 'SAFE_STATE_DRIFT'],
      [409, 'SAFE_STATE_DRIFT'],
    ]);
    expect([await story.freeze(safe), await story.findings(safe)]).toEqual([
      'SAFE_STATE_DRIFT',
      ['SAFE_STATE_DRIFT'],
    ]);
    expect(await world.waitsFor(id, 'SAFE_FROZEN')).toMatch('threshold is 1, pinned 3');
    expect(await world.executed(safe)).toBe(0n);
  });
});

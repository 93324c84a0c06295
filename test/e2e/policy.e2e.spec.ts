import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEther } from 'viem';
import { z } from 'zod';
import { newId } from '../../src/infra/database/new-id.js';
import { type Founding, wireTime } from '../../sandbox/founding.js';
import { mnemonicAccount } from '../../sandbox/mnemonic.js';
import { deployToken } from '../../sandbox/token.js';
import { withDestination } from '../builders/founding.js';
import type { FreshChain } from '../world.js';
import { made, reasonsOf, refusalOf } from './answers.js';
import { RegisterEdits } from './register-edits.js';
import { openStory } from './story.js';
import type { Named, StorySteps } from './story-steps.js';

let story: StorySteps;
const otherAsset = newId('ast');

beforeAll(async () => {
  story = await openStory({ safes: 8, founding });
});

afterAll(() => story.close());

/** Destinations in every condition, and a token that the policy does not list. */
async function founding(document: Founding, chain: FreshChain): Promise<Founding> {
  const hoursAgo = (hours: number) => wireTime(Date.now() - hours * 3_600_000);
  const conditions = {
    'Cooling off': { approvedAt: hoursAgo(23) },
    Expired: { expiresAt: hoursAgo(0) },
    Removed: {},
    'Code to come': {},
    'Dollars only': { assetIds: [document.assets[1]?.id ?? ''] },
  };
  const token = await deployToken(chain.client, { holder: chain.safe, supply: 5n });
  const pins = { decimals: 6, codeHash: token.codeHash };
  const asset = { kind: 'erc20' as const, id: otherAsset, symbol: 'sEUR', address: token.address, ...pins };
  const listed = document.destinations.map((each) => ({ ...each, assetIds: [...each.assetIds, otherAsset] }));
  const rich = { ...document, assets: [...document.assets, asset], destinations: listed };
  return Object.entries(conditions).reduce(
    (changed, [label, change], index) =>
      withDestination(changed, { label, address: mnemonicAccount(40 + index).address, ...change }),
    rich,
  );
}

const Decision = z.looseObject({ decision: z.object({ outcome: z.string() }).loose() });

async function refusedFor(wish: Parameters<StorySteps['request']>[0]): Promise<string[]> {
  const body = made(await story.request(wish));
  if (body['state'] !== 'refused') throw new Error(`it is ${String(body['state'])}`);
  return reasonsOf(body);
}

describe('a limit per transfer', () => {
  it('allows exactly its number, and holds the smallest unit more', async () => {
    const safe = story.freshSafe();
    await story.requested({ amount: '50', safe });
    await story.requested({ amount: '50.000000000000000001', safe }, 'needs-exception');
  });

  it('refuses at once what no exception may reach', async () => {
    const reasons = await refusedFor({ amount: '100.000000000000000001' });
    expect(reasons).toContain('LIMIT_PER_TX');
  });

  it('invariant 17: keeps the decision with every reason of it', async () => {
    const id = await story.requested({ amount: '60', safe: story.freshSafe() }, 'needs-exception');
    expect(Decision.parse(await story.show(id)).decision.outcome).toBe('needs-exception');
  });
});

describe('a limit of 24 hours', () => {
  it('invariant 11: permits exactly as many of 20 that come at once as fit', async () => {
    const safe = story.freshSafe();
    const tessa = story.person('Tessa');
    const signed = [];
    for (let count = 0; count < 20; count += 1) {
      signed.push(await tessa.signedRequest(story.wish({ amount: '12', safe })));
    }
    const answers = await Promise.all(signed.map((each) => tessa.post('/v1/transfers', each, randomUUID())));
    const states = answers.map((each) => String(made(each)['state']));
    // 16 times 12 is 192 of 200 ETH.
    expect(states.filter((each) => each === 'queued')).toHaveLength(16);
    expect(states.filter((each) => each === 'needs-exception')).toHaveLength(4);
    expect(await heldBy(safe)).toBe(parseEther('192'));
    // Another asset has a budget of its own.
    await story.requested({ amount: '250000', asset: 'usd', safe });
  });

  it.each(['cancelled', 'rejected', 'expired'])(
    'invariant 11: is free again for what was %s',
    async (end) => {
      const safe = story.freshSafe();
      // Long enough for all of them to be there before the first one is over.
      const first = await story.requested({ amount: '50', safe, expiresIn: end === 'expired' ? 12 : 3600 });
      for (let count = 1; count < 4; count += 1) await story.requested({ amount: '50', safe });
      await story.requested({ amount: '1', safe }, 'needs-exception');
      if (end === 'cancelled')
        await story.person('Tessa').post(`/v1/transfers/${first}/cancel`, { reason: 'no' });
      if (end === 'rejected') {
        await story.until(first, 'awaiting-confirmation');
        made(await story.person('Ada').reject(first, 'not today'));
      }
      await story.until(first, end);
      expect(await story.budget(first)).toEqual(['released']);
      await story.requested({ amount: '50', safe });
      await story.requested({ amount: '1', safe }, 'needs-exception');
    },
  );
});

async function heldBy(safe: Named): Promise<bigint> {
  const scope = `safe:${safe.id}:${story.assetId('eth')}`;
  const rows = await story.sql(
    `SELECT sum(amount)::text AS held FROM reservation WHERE scope = $1 AND state = 'held'`,
    [scope],
  );
  return BigInt(z.tuple([z.object({ held: z.string() })]).parse(rows)[0].held);
}

describe('a destination', () => {
  it.each([
    { label: 'Cooling off', code: 'DEST_COOLING_OFF' },
    { label: 'Expired', code: 'ENTRY_EXPIRED' },
    { label: 'Dollars only', code: 'DEST_NOT_ALLOWED' },
  ])('is refused when it is "$label"', async ({ label, code }) => {
    expect(await refusedFor({ amount: '1', destination: story.destination(label).id })).toEqual([code]);
  });

  it('is refused once it was removed', async () => {
    const { id } = story.destination('Removed');
    const before = await story.requested({ amount: '1', destination: id });
    await story.until(before, 'awaiting-confirmation');
    await new RegisterEdits(story).removeDestination(id);
    expect(await refusedFor({ amount: '1', destination: id })).toEqual(['DEST_NOT_ALLOWED']);
    // What was requested before is looked at with the same eyes (invariant 13): nobody confirms it any more.
    expect(refusalOf(await story.person('Ada').confirm(before))).toEqual([409, 'REVISION_STALE']);
    const body = await story.until(before, 'refused');
    expect(reasonsOf(body)).toContain('DEST_NOT_ALLOWED');
  });

  it('is refused when code has appeared there', async () => {
    const { id, address } = story.destination('Code to come');
    await story.chain.client.setCode({ address, bytecode: '0x60006000fd' });
    expect(await refusedFor({ amount: '1', destination: id })).toEqual(['DEST_CODE_CHANGED']);
    // EIP-7702: the account's key has delegated to a contract.
    await story.chain.client.setCode({ address, bytecode: `0xef0100${'11'.repeat(20)}` });
    expect(await refusedFor({ amount: '1', destination: id })).toEqual(['DEST_CODE_CHANGED']);
  });
});

describe('an asset', () => {
  it('is refused when the policy does not list it', async () => {
    const tessa = story.person('Tessa');
    const wish = { ...story.wish({ amount: '0.000001' }), asset: otherAsset };
    const body = made(await tessa.requestTransfer(wish));
    expect([body['state'], reasonsOf(body)]).toEqual([
      'refused',
      expect.arrayContaining(['ASSET_NOT_ALLOWED', 'NO_RULE', 'NO_TIER']),
    ]);
  });

  it('is refused when its code is not the pinned one', async () => {
    const { address } = story.chain.token;
    const code = await story.chain.client.getCode({ address });
    await story.chain.client.setCode({ address, bytecode: '0x60006000fd' });
    expect(await refusedFor({ amount: '1', asset: 'usd' })).toEqual(['TOKEN_CODE_CHANGED']);
    await story.chain.client.setCode({ address, bytecode: code ?? '0x' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hex, parseAbiItem, parseEther } from 'viem';
import { z } from 'zod';
import { type Gateway, startGateway } from '../../src/sandbox/gateway.js';
import { claimPort } from '../../src/sandbox/ports.js';
import { openStory } from './story.js';
import type { Named, StorySteps } from './story-steps.js';

let story: StorySteps;
let gateway: Gateway;

beforeAll(async () => {
  story = await openStory({
    safes: 6,
    gateway: async (environment) => {
      gateway = await startGateway(environment);
      return { stop: () => gateway.stop() };
    },
  });
});

afterAll(() => story.close());

/** What a crash is: no goodbye, and then the same start again. */
async function crash(meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await gateway.kill();
  await meanwhile();
  gateway = await startGateway(story.environment);
}

async function expectPaidOnce(id: string, safe: Named): Promise<void> {
  const { safeTxHash } = await story.cleared(id);
  const successes = await story.chain.client.getLogs({
    address: safe.address,
    event: parseAbiItem('event ExecutionSuccess(bytes32 indexed txHash, uint256 payment)'),
    fromBlock: 0n,
  });
  expect(successes.map(({ args }) => args.txHash)).toEqual([safeTxHash]);
  expect(await story.balance('eth', safe.address)).toBe(parseEther('998'));
  expect(await story.budget(id)).toEqual(['settled']);
  const moves = (await story.audited(id))
    .filter(({ detail }) => 'to' in detail)
    .map(({ detail }) => detail['to']);
  expect(moves.slice(0, 3)).toEqual(['queued', 'simulating', 'awaiting-confirmation']);
  expect(moves.slice(-5)).toEqual(['relayed', 'signed', 'submitted', 'executed', 'settled']);
  expect(new Set(moves).size).toBe(moves.length);
}

async function finished(id: string): Promise<void> {
  await story.until(id, 'relayed');
  await story.signed(id);
  await story.settled(id);
}

describe('a gateway that is killed', () => {
  it('goes on with a transfer that was just taken in, and again after its last confirmation', async () => {
    const safe = story.freshSafe();
    const id = await story.requested({ amount: '2', safe });
    await crash();
    await story.until(id, 'awaiting-confirmation');
    await story.confirmed(id);
    await crash();
    await finished(id);
    await expectPaidOnce(id, safe);
  });

  it('keeps the signatures that it had taken, and sends the very bytes again that it had signed', async () => {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '2', safe });
    await story.signed(id, ['Otto']);
    await crash();
    const { client, relayer } = story.chain;
    const balance = await client.getBalance({ address: relayer.address });
    // Without money the relayer signs and stores, and no node takes what it sends.
    await client.setBalance({ address: relayer.address, value: 0n });
    await client.mine({ blocks: 1 });
    await story.signed(id, ['Omar', 'Orson']);
    const submitted = await story.until(id, 'submitted');
    await crash(async () => {
      await client.setBalance({ address: relayer.address, value: balance });
      await client.mine({ blocks: 1 });
    });
    const settled = await story.settled(id);
    expect(Executed.parse(settled).evidence.execution.transactionHash).toBe(
      Submitted.parse(submitted).evidence.submissions[0]?.transactionHash,
    );
    await expectPaidOnce(id, safe);
  });

  it('takes up again a simulation that it was in the middle of', async () => {
    const safe = story.freshSafe();
    const id = await story.requested({ amount: '2', safe });
    story.chain.proxy.mode = 'silent';
    await story.awaitJob('simulate', id, 'running');
    await crash(() => {
      story.chain.proxy.mode = 'pass';
      return Promise.resolve();
    });
    await story.until(id, 'awaiting-confirmation');
    await story.confirmed(id);
    await finished(id);
    await expectPaidOnce(id, safe);
  });
});

describe('two gateways on one database', () => {
  it('do everything once between them, and one goes on when the other is killed', async () => {
    const port = String(await claimPort(undefined, 'the second API'));
    const other = await startGateway({ ...story.environment, PORT: port });
    const safes = [story.freshSafe(), story.freshSafe()];
    const ids = await Promise.all(safes.map((safe) => story.relayed({ amount: '2', safe })));
    for (const id of ids) await story.signed(id, ['Otto', 'Omar']);
    await other.kill();
    // At start, which is what the half-minute look at what the dead have left does as well.
    await crash();
    for (const [index, id] of ids.entries()) {
      await story.signed(id, ['Orson']);
      await story.settled(id);
      await expectPaidOnce(id, safes[index] ?? story.firstSafe);
    }
  });
});

const hash = z.custom<Hex>((value) => typeof value === 'string');
const Executed = z.looseObject({
  evidence: z.looseObject({ execution: z.looseObject({ transactionHash: hash }) }),
});
const Submitted = z.looseObject({
  evidence: z.looseObject({ submissions: z.array(z.looseObject({ transactionHash: hash })) }),
});

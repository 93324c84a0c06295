import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAbiItem, parseEther, parseUnits } from 'viem';
import { z } from 'zod';
import { buildSafeTransaction } from '../../src/domain/transfers/safe-transaction.js';
import { execTransactionData } from '../../src/domain/simulation/exec-call.js';
import { joinSignatures } from '../../src/domain/signatures/owner-signature.js';
import { safeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { movementOf } from '../simulated-transfer.js';
import { sendExecution, signatureBy } from '../builders/safe-execution.js';
import { sandboxChainId } from '../../src/sandbox/anvil.js';
import { parseAddress } from '../../src/domain/values/address.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';

let story: StorySteps;

beforeAll(async () => {
  const started = performance.now();
  story = await openStory({ safes: 3 });
  console.log('open', Math.round(performance.now() - started));
});

afterAll(() => story.close());

const Executed = z.looseObject({
  evidence: z.looseObject({ execution: z.looseObject({ transactionHash: z.string(), executor: z.string() }) }),
});

describe('a transfer that everyone agrees to', () => {
  it('settles', async () => {
    const [safe] = story.safes;
    const id = await story.relayed({ amount: '7.25' });
    await story.signed(id);
    await story.settled(id);
    expect(await story.audited(id)).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TypedDataDefinition } from 'viem';
import { z } from 'zod';
import { withoutDelays } from '../builders/founding.js';
import { refusalOf } from './answers.js';
import { RegisterEdits } from './register-edits.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;
let edits: RegisterEdits;

beforeAll(async () => {
  story = await openStory({ safes: 6, founding: withoutDelays });
  edits = new RegisterEdits(story);
});

afterAll(() => story.close());

const Statement = z.object({
  typedData: z.looseObject({ message: z.looseObject({ words: z.string() }) }),
  digest: z.string(),
});
const Clearance = z.looseObject({ words: z.string(), confirm: Statement, reject: Statement });

const clearance = async (id: string, by = 'Ada') =>
  Clearance.parse((await story.person(by).get(`/v1/transfers/${id}/clearance`)).body);

/** What a database administrator can write into the row of a transfer that people are asked about. */
async function forgeWords(id: string, words: string): Promise<void> {
  const text = `UPDATE transfer SET evidence = jsonb_set(evidence::jsonb, '{cleared,words}', to_jsonb($2::text)) WHERE id = $1`;
  await story.sql(text, [id, words]);
}

describe('what a confirmer signs', () => {
  it('says amount and destination in words: of the coin, and of a token with its contract', async () => {
    const hot = story.destination().address;
    const safe = story.freshSafe();
    const coin = await story.awaiting({ amount: '11', safe });
    const line = `Send 11 ETH from Cold 2 (${safe.address}) to Hot wallet 1 (${hot}) on chain 31337, reference: Refill hot wallet 1`;
    const shown = await clearance(coin);
    expect(shown.words).toBe(line);
    expect(shown.confirm.typedData.message.words).toBe(line);
    expect(shown.reject.typedData.message.words).toBe('');
    expect(await story.show(coin)).toMatchObject({ words: line, evidence: { cleared: { words: line } } });

    const token = await story.awaiting({ amount: '1500.25', asset: 'usd' });
    expect((await clearance(token)).words).toMatch(
      `Send 1500.25 sUSD (token ${story.chain.token.address}) from Cold 1 (${story.firstSafe.address}) to Hot wallet 1 (${hot})`,
    );
    await story.person('Tessa').post(`/v1/transfers/${token}/cancel`, { reason: 'It was for show' });
  });

  it('invariant 8: is never what somebody wrote into the row, and such a row makes a new revision', async () => {
    const id = await story.awaiting({ amount: '11', safe: story.freshSafe() });
    const genuine = (await clearance(id)).words;
    await story.confirmed(id, ['Ada']);
    await story.postpone('recheck', id);
    await forgeWords(id, genuine.replace('Send 11', 'Send 1'));
    const reply = await story.person('Rita').get(`/v1/transfers/${id}/clearance`);
    expect(refusalOf(reply)).toEqual([409, 'REVISION_STALE']);
    await story.hurry('recheck', id);
    await story.askedAnew(id);
    expect((await clearance(id)).words).toBe(genuine);
    await story.confirmed(id, ['Ada', 'Rita']);
    await story.until(id, 'relayed');
  });

  it('invariant 8: counts for nothing if it was signed over a line that somebody wrote into the row', async () => {
    const id = await story.awaiting({ amount: '11', safe: story.freshSafe() });
    const { confirm, words } = await clearance(id, 'Rita');
    await story.postpone('recheck', id);
    const forged = words.replace('Send 11', 'Send 1');
    await forgeWords(id, forged);
    // A hostile console that makes its own statement, to fit the row.
    const { typedData } = confirm;
    const message = { ...typedData.message, words: forged };
    const signature = await story
      .account('Rita')
      .signTypedData({ ...typedData, message } as unknown as TypedDataDefinition);
    const body = { decision: 'confirm', revision: 1, signature };
    const reply = await story.person('Rita').post(`/v1/transfers/${id}/confirmations`, body);
    expect(refusalOf(reply)).toEqual([409, 'REVISION_STALE']);
    await story.askedAnew(id);
    expect((await clearance(id)).words).toBe(words);
    expect((await story.show(id))['confirmations']).toEqual([]);
  });

  it('invariant 9: at the relay gate it must read the same again', async () => {
    const held = await story.awaiting({ amount: '1', asset: 'usd' });
    story.chain.proxy.mode = 'down';
    await story.confirmed(held, ['Ada']);
    await story.awaitJob('relay', held, 'waiting');
    await story.postpone('recheck', held);
    await edits.relabelDestination(story.destination().id, 'Hot wallet one');
    story.chain.proxy.mode = 'pass';
    await story.hurry('relay', held);
    await until('a new revision', async () => {
      const { revisions } = z
        .looseObject({ revisions: z.array(z.looseObject({ because: z.string().nullable() })) })
        .parse(await story.show(held));
      return revisions[0]?.because === 'the transfer reads otherwise now';
    });
    await edits.relabelDestination(story.destination().id, 'Hot wallet 1');
  });
});

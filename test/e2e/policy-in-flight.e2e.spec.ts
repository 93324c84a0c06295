import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { withPrompts, withoutDelays } from '../builders/founding.js';
import { reasonsOf } from './answers.js';
import { Asked } from './asked.js';
import { RegisterEdits } from './register-edits.js';
import { openStory } from './story.js';
import type { StorySteps } from './story-steps.js';
import { until } from './until.js';

let story: StorySteps;
let edits: RegisterEdits;
let asked: Asked;

beforeAll(async () => {
  story = await openStory({ safes: 9, founding: (document) => withoutDelays(withPrompts(document)) });
  edits = new RegisterEdits(story);
  asked = new Asked(story);
});

afterAll(() => story.close());
afterEach(() => asked.endAll());

describe('a tightened policy', () => {
  const tighten = (max: string, waivable = true) =>
    edits.policy((document) => ({
      ...document,
      rules: document.rules.map((each) =>
        each.id === 'eth-per-transfer' && each.kind === 'amount-per-transfer' && each.unit !== 'usd'
          ? waivable
            ? { ...each, max, waivable: true as const, ceiling: '100' }
            : { id: each.id, kind: each.kind, assetId: each.assetId, max, waivable: false as const }
          : each,
      ),
    }));
  const restore = () => edits.policy((document) => document, 1);

  it('invariant 13: refuses what waits for its turn, and frees its budget', async () => {
    const safe = story.freshSafe();
    await story.awaiting({ amount: '1', safe });
    const queued = await story.requested({ amount: '11', safe });
    await tighten('10');
    await story.hurry('recheck', queued);
    expect(reasonsOf(await story.until(queued, 'refused'))).toEqual(['LIMIT_PER_TX']);
    expect(await story.budget(queued)).toEqual(['released']);
    await restore();
  });

  it('invariant 13: refuses what was held for an exception that it no longer allows', async () => {
    const held = await story.requested({ amount: '60', safe: story.freshSafe() }, 'needs-exception');
    await tighten('10', false);
    await story.hurry('recheck', held);
    expect(reasonsOf(await story.until(held, 'refused'))).toEqual(['LIMIT_PER_TX']);
    await restore();
  });

  it('invariant 13: holds what was held for one rule for two of them', async () => {
    const held = await story.requested({ amount: '60', safe: story.freshSafe() }, 'needs-exception');
    await edits.policy((document) => ({
      ...document,
      rules: document.rules.map((each) =>
        each.id === 'eth-per-day' && each.kind === 'rolling-amount' ? { ...each, max: '20' } : each,
      ),
    }));
    await story.hurry('recheck', held);
    await until('the other rule', async () => {
      const { evidence } = await story.show(held);
      return (
        JSON.stringify(evidence) === '{"state":"needs-exception","rules":["eth-per-day","eth-per-transfer"]}'
      );
    });
    await restore();
    await story.hurry('recheck', held);
  });

  it('invariant 13: refuses what people are asked about', async () => {
    const id = await asked.halfConfirmed();
    const version = await tighten('10');
    expect(await asked.becauseOf(id)).toMatch(`policy ${String(version)} is in force`);
    expect(reasonsOf(await story.until(id, 'refused'))).toEqual(['LIMIT_PER_TX']);
    await restore();
  });

  it('invariant 13: refuses what was confirmed and not relayed yet', async () => {
    const id = await asked.halfConfirmed();
    story.chain.proxy.mode = 'down';
    await story.confirmed(id, ['Rita']);
    const version = await tighten('10');
    expect(await asked.becauseOf(id)).toMatch(`policy ${String(version)} is in force`);
    story.chain.proxy.mode = 'pass';
    expect(reasonsOf(await story.until(id, 'refused'))).toEqual(['LIMIT_PER_TX']);
    await restore();
  });
});

describe('a loosened policy', () => {
  it('invariant 13: is signed for anew as well, and lets held transfers go', async () => {
    const id = await asked.halfConfirmed();
    const held = await story.requested({ amount: '60', safe: story.freshSafe() }, 'needs-exception');
    await edits.policy((document) => ({
      ...document,
      rules: document.rules.map((each) =>
        each.id === 'eth-per-transfer' && each.kind === 'amount-per-transfer' && each.waivable
          ? { ...each, max: '70', ceiling: '100' }
          : each,
      ),
    }));
    expect(await asked.becauseOf(id)).toMatch('is in force, cleared under');
    await story.askedAnew(id);
    await story.hurry('recheck', held);
    await story.until(held, 'awaiting-confirmation');
    expect(await story.budget(held)).toEqual(['held']);
  });
});

import { z } from 'zod';
import { DecisionRecordSchema } from '../../src/domain/policies/decision-record.js';
import { DecisionSchema } from '../../src/domain/policies/decision.js';
import type { PolicyDocument } from '../../src/domain/policies/policy.js';
import type { Founding } from '../../sandbox/founding.js';
import type { Reply } from '../../sandbox/person-client.js';
import { withoutDelays } from '../builders/founding.js';
import type { StorySteps, Wish } from './story-steps.js';

/** Every kind of limit that has numbers, and confirmers of large transfers who enter them first. */
export function limitedFounding(document: Founding): Founding {
  const [eth = ''] = document.assets.map(({ id }) => id);
  const { policy } = document;
  const tiers = policy.tiers.map((tier) => (tier.name === 'eth-large' ? { ...tier, rekey: true } : tier));
  const more: PolicyDocument['rules'] = [
    { id: 'floor', kind: 'safe-floor', assetId: eth, minShare: '0.5', waivable: false },
    {
      id: 'often',
      kind: 'rolling-count',
      scope: 'destination',
      windowSeconds: 3_600,
      max: 1_000,
      waivable: false,
    },
    {
      id: 'worth',
      kind: 'rolling-amount',
      unit: 'usd',
      scope: 'all',
      windowSeconds: 86_400,
      max: '9000000',
      waivable: false,
    },
  ];
  const prices = [{ assetId: eth, usd: '3000' }];
  return withoutDelays({
    ...document,
    policy: { ...policy, tiers, prices, rules: [...policy.rules, ...more] },
  });
}

const View = z.looseObject({
  at: z.string(),
  isPast: z.boolean(),
  policy: z.looseObject({ version: z.int(), isDraft: z.boolean() }),
  decision: DecisionSchema,
  confirmers: z.array(
    z.looseObject({ group: z.string(), people: z.array(z.looseObject({ name: z.string() })) }),
  ),
  windows: z.array(
    z.looseObject({ rule: z.string(), used: z.string(), free: z.string(), fits: z.boolean() }),
  ),
  facts: z.looseObject({}),
  assumed: z.array(z.string()),
  missing: z.array(z.string()),
  sources: z.array(z.looseObject({ fact: z.string(), decision: z.string() })),
});

/** Dry runs, and the decisions that requests then get. */
export class DryRuns {
  constructor(private readonly story: StorySteps) {}

  ask(wish: Wish, more: object = {}, name = 'Tessa'): Promise<Reply> {
    const { safe, asset, destination, amount } = this.story.wish(wish);
    const body = { safe, asset, destination, amount, ...more };
    return this.story.person(name).post('/v1/policies/evaluate', body);
  }

  async evaluated(wish: Wish, more: object = {}, name?: string) {
    const { status, body } = await this.ask(wish, more, name);
    if (status !== 200) throw new Error(`${String(status)}: ${JSON.stringify(body)}`);
    return View.parse(body);
  }

  /** What leaves Sluice about a transfer, oldest first. */
  async recordsOf(id: string) {
    const { body } = await this.story.person('Audrey').get(`/v1/transfers/${id}/decisions`);
    return z.looseObject({ data: z.array(DecisionRecordSchema) }).parse(body).data;
  }

  /** What was first decided about a transfer. */
  async decisionOf(id: string) {
    return DecisionSchema.parse((await this.recordsOf(id))[0]?.decision);
  }

  async inForce(): Promise<PolicyDocument> {
    const { body } = await this.story.person('Tessa').get('/v1/policies/current');
    return z.looseObject({ document: z.custom<PolicyDocument>() }).parse(body).document;
  }

  async cancel(id: string): Promise<void> {
    const { status, body } = await this.story
      .person('Tessa')
      .post(`/v1/transfers/${id}/cancel`, { reason: 'no' });
    if (status !== 200) throw new Error(`${String(status)}: ${JSON.stringify(body)}`);
  }
}

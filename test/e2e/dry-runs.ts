import { z } from 'zod';
import { DecisionSchema } from '../../src/domain/policies/decision.js';
import type { PolicyDocument } from '../../src/domain/policies/policy.js';
import type { Founding } from '../../src/sandbox/founding.js';
import { withoutDelays } from '../builders/founding.js';
import type { StorySteps } from './story-steps.js';

/** Every kind of limit that has numbers, and confirmers of large transfers who enter them first. */
export function dryRunFounding(document: Founding): Founding {
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

/** An answer of the route, as far as the stories look at it. */
export const DryRunView = z.looseObject({
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

export async function policyInForce(story: StorySteps): Promise<PolicyDocument> {
  const { body } = await story.person('Tessa').get('/v1/policies/current');
  return z.looseObject({ document: z.custom<PolicyDocument>() }).parse(body).document;
}
